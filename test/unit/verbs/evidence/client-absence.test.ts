import { expect, test } from "vitest";
import type { TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { listedCodes, issueToken } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  onOrders,
  storedSecret,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import {
  testBedWithUnlistedToken,
  failStorage,
  fastOutage,
  slowOutage,
} from "../../../support/gateway/storage-outage.ts";

test("a client that no API has is still not found, verified by a control", async () => {
  const bed = createTestBed();
  await addClient(bed, { client_id: "other" });
  for (const call of [
    () => bed.tyk.clients.get(onOrders),
    () => bed.tyk.clients.update(onOrders, {}),
    () => bed.tyk.tokens.revokeAll(onOrders),
    () => bed.tyk.clients.cutOff({ clientId }),
  ])
    expect(await failure(call())).toMatchObject({ code: "not-found" });
});

test("a write that is 404 for a client that was read is a conflict, not a missing client", async () => {
  const bed = await testBedWithOneCopy();
  bed.gateway.fail({ method: "PUT" }, slowOutage);
  const error = await failure(bed.tyk.clients.update(onOrders, { description: "new" }));
  expect(error).toMatchObject({ code: "conflict", outcome: "unknown" });
  expect(error.message).toBe(
    "clients.update: the client app was on the API orders a moment ago, but now the gateway responds that it is not: somebody deleted it, or the gateway's storage is failing. Read the client before you call again",
  );
});

test.each([slowOutage, fastOutage])(
  "a deletion that did nothing is noticed, and done again: %o",
  async (fault) => {
    const bed = await testBedWithOneCopy();
    bed.gateway.fail({ operation: "deleteOAuthClient" }, fault);
    await bed.tyk.clients.delete(onOrders, { tokens: "keep" });
    expect(await storedSecret(bed, "orders")).toBeUndefined();

    const again = await testBedWithOneCopy();
    again.gateway.fail({ operation: "deleteOAuthClient" }, fault, Infinity);
    const error = await failure(again.tyk.clients.delete(onOrders, { tokens: "keep" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
  },
);

test.each([slowOutage, fastOutage])(
  "an empty list and a missing key need a control: %o",
  async (fault) => {
    const calls: ((tyk: TykOAuth, listedCode: string) => Promise<unknown>)[] = [
      (tyk) => tyk.clients.list({ apiId: "orders" }),
      (tyk) => tyk.clients.listApis({ clientId }),
      (tyk) => tyk.clients.iterate({ apiId: "orders" }).next(),
      (tyk) => tyk.clients.iterateAll().next(),
      (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: [] }),
      (tyk, listedCode) => tyk.tokens.inspect({ apiId: "orders", listedCode }),
    ];
    for (const call of calls) {
      const bed = await testBedWithOneCopy();
      await issueToken(bed);
      const [listedCode = ""] = await listedCodes(bed);
      const healthy = await call(bed.tyk, listedCode);
      for (const length of [1, Infinity]) {
        const end = failStorage(bed, 1, length, fault);
        const ended = await call(bed.tyk, listedCode).catch((error: unknown) => error);
        end();
        if (ended instanceof Error)
          expect(ended).toMatchObject({ code: "incomplete", report: { state: "unverified" } });
        else expect(ended).toEqual(healthy);
      }
    }
  },
);

test("a list of keys that omits an existing key proves nothing", async () => {
  const { bed } = await testBedWithUnlistedToken();
  let lists = 0;
  bed.gateway.fail(
    ({ operation }) => operation === "listKeys" && (lists += 1) > 1,
    { status: 200, body: { keys: [] } },
    Infinity,
  );
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
  expect(apis).toMatchObject([{ state: "unverified" }]);
  expect(apis[0]?.reason).toContain("omits a key that exists");
});

test("a list of keys that was once wrong is not trusted later, unless it shows an existing key", async () => {
  for (const isMended of [false, true]) {
    const bed = await testBedWithOneCopy({ keys: isMended ? { "a-partner-key": ["orders"] } : {} });
    await issueToken(bed);
    bed.gateway.fail(
      { operation: "listKeys" },
      { status: 200, body: { keys: [] } },
      isMended ? 1 : Infinity,
    );
    const { apis } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state: isMended ? "refused-at-api" : "unverified" }]);
  }
});
