/** One cold API makes the gateway drop the connection of calls about others; reading a client of it heals it (trap 38). */
import { expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  operationsSince,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

/** The client on `orders`, beside an OAuth API that is internal and cold. */
async function cold(): Promise<TestBed> {
  const bed = createTestBed({ apis: ["orders", { api_id: "inner", internal: true }] });
  await addClient(bed);
  return bed;
}

test("tokens.revoke warms up the API, and ends the token", async () => {
  const bed = await cold();
  const token = await issueToken(bed);
  const revoked = await bed.tyk.tokens.revoke({ clientId, token });
  expect(revoked.state).toBe("gone-from-storage");
  expect(await callApi(bed, token)).toBe(403);
});

test("capabilities, clients.listApis, clients.list and clients.iterateAll warm up the API too", async () => {
  for (const call of [
    (bed: TestBed) => bed.tyk.gateway.capabilities(),
    (bed: TestBed) => bed.tyk.clients.listApis({ clientId }),
    (bed: TestBed) => bed.tyk.clients.list({ apiId: "inner" }),
    async (bed: TestBed) => {
      for await (const { apiId } of bed.tyk.clients.iterateAll()) expect(apiId).toBe("orders");
    },
  ])
    await call(await cold());
});

test("an API that cannot be warmed up leaves the failure unchanged", async () => {
  const bed = await cold();
  bed.gateway.fail({ operation: "getOAuthClient" }, { status: 503 }, Infinity);
  const from = bed.gateway.requests.length;
  const error = await failure(bed.tyk.clients.list({ apiId: "inner" }, { maxRetries: 0 }));
  expect(error).toMatchObject({ code: "connection", outcome: "not-sent" });
  // The list is not sent again, because nothing was warmed.
  expect(operationsSince(bed, from)).toEqual(["listOAuthClients", "getOAuthClient"]);
});

test("a connection that stays broken is not tried without end", async () => {
  const bed = await cold();
  bed.gateway.fail({ operation: "listOAuthClients" }, "drop", Infinity);
  const from = bed.gateway.requests.length;
  await failure(bed.tyk.clients.list({ apiId: "orders" }));
  expect(operationsSince(bed, from)).toEqual([
    "listOAuthClients",
    "getOAuthClient",
    "listOAuthClients",
  ]);
});

test("a copy on an API that is now keyless gets a new secret, and its tokens are ended (trap 40)", async () => {
  const bed = createTestBed();
  await addClient(bed);
  await addClient(bed, { api_id: "billing" });
  bed.gateway.reload({ apis: ["orders", { api_id: "billing", use_keyless: true }] });
  const { report } = await bed.tyk.clients.cutOff({ clientId });
  expect(report.secrets).toEqual([
    { apiId: "billing", secret: "replaced-by-gateway" },
    { apiId: "orders", secret: "replaced" },
  ]);
  expect(report.beyondReach.map(({ what }) => what)).toContain("copies on other APIs");
});

test("on 3.0.0, which drops the connection, the report names the APIs that were not searched", async () => {
  const bed = createTestBed({
    version: "3.0.0",
    apis: ["orders", { api_id: "open", use_keyless: true }],
  });
  await addClient(bed);
  const { report } = await bed.tyk.clients.cutOff({ clientId });
  const [reason] = report.beyondReach.flatMap(({ what, reason: why }) =>
    what === "copies on other APIs" ? [why] : [],
  );
  expect(reason).toContain("does not show the clients of the APIs open");
});
