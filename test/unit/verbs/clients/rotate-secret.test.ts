import { describe, expect, test, vi } from "vitest";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { fakeTimeouts, passTime } from "../../../support/util/fake-timeouts.ts";
import { failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultName, FaultRun } from "../../../support/gateway/fail-each-request.ts";
import { requestToken, issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onAllApis,
  createTestBed,
  initialSecret,
  onOrders,
  operationsSince,
  testBedWithTwoCopies,
  storedSecret,
  storedSecrets,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const secret = "the-secret-of-new";

const both = { clientId, apis: ["orders", "billing"] };

/** Whether a secret gets a token on `orders`. */
async function works({ gateway }: TestBed, of: string): Promise<boolean> {
  const fields = { grant_type: "client_credentials" };
  return (await requestToken(gateway, fields, { secret: of })).access_token !== undefined;
}

describe("clients.rotateSecret of one client", () => {
  test("uses the gateway's own rotation after a read, and tokens stay valid", async () => {
    const bed = createTestBed();
    await addClient(bed);
    const token = await issueToken(bed);
    const { data, steps } = await bed.tyk.clients.rotateSecret(onOrders).withResponse();
    const look = { apiId: "orders", operation: "getOAuthClient", outcome: "applied" };
    expect(steps).toEqual([look, { ...look, operation: "rotateOAuthClient" }]);
    expect(await storedSecret(bed, "orders")).toBe(data.secret);
    const { secret: newSecret = "" } = data;
    expect([await works(bed, initialSecret), await works(bed, newSecret)]).toEqual([false, true]);
    expect(await callApi(bed, token)).toBe(200);
  });

  test("is never retried: if its response is lost, the client is read", async () => {
    const bed = createTestBed({}, { maxRetries: 2 });
    await addClient(bed);
    const from = bed.gateway.requests.length;
    const rotate = (): Promise<unknown> => bed.tyk.clients.rotateSecret(onOrders);
    bed.gateway.fail({ operation: "rotateOAuthClient" }, "drop");
    expect(await failure(rotate())).toMatchObject({ code: "connection", outcome: "unknown" });
    expect(operationsSince(bed, from)).toEqual([
      "getOAuthClient",
      "rotateOAuthClient",
      "getOAuthClient",
    ]);
    expect(await storedSecret(bed, "orders")).toBe(initialSecret);
    bed.gateway.fail({ operation: "rotateOAuthClient" }, "applied-then-drop");
    const rotated = await rotate();
    expect(rotated).toMatchObject({ secret: await storedSecret(bed, "orders") });
    expect(rotated).not.toMatchObject({ secret: initialSecret });
  });

  test("sets a given secret, and changes nothing else", async () => {
    const bed = createTestBed();
    const more = { description: "Shop", meta_data: { deep: [{ a: 1 }] } };
    await addClient(bed, more);
    const { app } = await snapshot(bed);
    const rotated = await bed.tyk.clients.rotateSecret(onOrders, { secret });
    expect(rotated).toEqual({ ...app["orders"], secret });
    expect((await snapshot(bed)).app["orders"]).toEqual(rotated);
  });

  test("reports an unknown client, and stages nothing", async () => {
    const { tyk } = createTestBed();
    const stage = vi.fn();
    for (const args of [{}, { secret, stage }])
      expect(await failure(tyk.clients.rotateSecret(onOrders, args))).toMatchObject({
        code: "not-found",
      });
    expect(stage).not.toHaveBeenCalled();
  });

  test("does not write back metadata that JSON changed on the way", async () => {
    const bed = createTestBed();
    await addClient(bed, { meta_data: { id: 2 ** 53 } });
    const error = await failure(bed.tyk.clients.rotateSecret(onOrders, { secret }));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(await storedSecret(bed, "orders")).toBe(initialSecret);
  });
});

describe("clients.rotateSecret of copies", () => {
  test("gives all copies the same generated secret, whatever they had", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" });
    const copies = await bed.tyk.clients.rotateSecret(onAllApis);
    const [made] = new Set(copies.map(({ client }) => client.secret));
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(await storedSecrets(bed)).toEqual([made, made]);
  });

  test("stages, sets each copy, activates and verifies, in this order", async () => {
    const bed = await testBedWithTwoCopies();
    const told: unknown[] = [];
    const stage = async (next: string): Promise<void> => {
      told.push("stage", next === secret, await storedSecrets(bed));
    };
    const activate = async (): Promise<void> => {
      told.push("activate", await storedSecrets(bed));
    };
    const call = bed.tyk.clients.rotateSecret(both, { secret, stage, activate });
    const { steps } = await call.withResponse();
    expect(told).toEqual([
      ...["stage", true, [initialSecret, initialSecret]],
      ...["activate", [secret, secret]],
    ]);
    const onEach = (...operations: string[]): object[] =>
      both.apis.flatMap((apiId) =>
        operations.map((operation) => ({ apiId, operation, outcome: "applied" })),
      );
    expect(steps).toEqual([
      ...onEach("getOAuthClient"),
      ...onEach("getOAuthClient", "createOAuthClient"),
      ...onEach("getOAuthClient"),
    ]);
  });

  test("sets nothing if staging fails, and does not quote what it threw", async () => {
    const bed = await testBedWithTwoCopies();
    const before = await snapshot(bed);
    const stage = (next: string): never => {
      throw new RangeError(`the vault does not take ${next}`);
    };
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, stage }));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(error.message).toContain("the stage function failed (RangeError)");
    expect(leaks({ secret, initialSecret }, error)).toEqual([]);
    expect(await snapshot(bed)).toEqual(before);
  });

  test("reports what another writer changed at the same time", async () => {
    const bed = await testBedWithTwoCopies();
    const path = { apiID: "billing", keyName: clientId };
    const activate = async (): Promise<void> => {
      await bed.raw.rotateOAuthClient({ path });
    };
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(error.message).toContain("changed secret of the client app on the API billing");
  });

  test("ends with its deadline while the vault does not respond, and sets nothing", async () => {
    const bed = await testBedWithTwoCopies();
    fakeTimeouts();
    const stage = (): Promise<void> => {
      setImmediate(passTime, 20);
      return new Promise(() => undefined);
    };
    const call = bed.tyk.clients.rotateSecret(both, { stage }, { deadlineMs: 20 });
    expect(await failure(call)).toMatchObject({ code: "timeout" });
    expect(await storedSecrets(bed)).toEqual([initialSecret, initialSecret]);
  });
});

describe("clients.rotateSecret with a given secret and a fault at each request", () => {
  test.each<[FaultName, string[]]>([
    ["dropped", ["incomplete, applied", "incomplete, applied"]],
    // The answer is read instead.
    ["applied, then dropped", ["fine", "fine"]],
    ["503", ["incomplete, applied", "incomplete, applied"]],
    ["403 of the admin secret", ["authentication, refused", "incomplete, applied"]],
  ])("%s", async (fault, lines) => {
    const faultRun: FaultRun = {
      build: () => testBedWithTwoCopies(),
      run: (tyk) => tyk.clients.rotateSecret(both, { secret }),
      goal: async (bed) => {
        expect(await storedSecrets(bed)).toEqual([secret, secret]);
        const { app } = await snapshot(bed);
        expect(app["billing"]).toMatchObject({ redirect_uri: redirectUri, policy_id: "gold" });
      },
      putsBack: true,
    };
    const told = lines.map((line) => `createOAuthClient: ${line}`);
    expect(await failEachRequest(faultRun, fault)).toEqual(told);
  });
});
