import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { TykConfigError } from "../../../../src/index.ts";
import type { RotationReport, TykLogger } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure, rejectedWith } from "../../../support/util/failure.ts";
import {
  addClient,
  clientId,
  clientWithOtherWriter,
  createTestBed,
  initialSecret,
  onOrders,
  testBedWithTwoCopies,
  storedSecret,
  storedSecrets,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";
import { createRevokedProxy } from "../../../support/util/revoked-proxy.ts";

const secret = "the-secret-of-new";

const both = { clientId, apis: ["orders", "billing"] };

/** Fails the create that gives a copy a secret, on one API. */
function failsToSet(
  { gateway }: TestBed,
  apiId: string,
  fault: Parameters<TestBed["gateway"]["fail"]>[1],
): void {
  gateway.fail(({ body }) => body.includes(`"api_id":"${apiId}"`) && body.includes(secret), fault);
}

describe("a rotation that fails", () => {
  const old = { secret: "old" };

  test("on the second copy restores the first, and proves it", async () => {
    const bed = await testBedWithTwoCopies();
    const before = await snapshot(bed);
    failsToSet(bed, "billing", { status: 503, body: "busy" });
    const activate = vi.fn();
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate }));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        clientId,
        failed: "set",
        code: "server",
        apis: [
          { apiId: "orders", ...old },
          { apiId: "billing", ...old },
        ],
      },
    });
    expect(error.message).toContain("the old secret is back on every API");
    expect(activate).not.toHaveBeenCalled();
    expect(await snapshot(bed)).toEqual(before);
    expect(error.steps.at(-1)).toMatchObject({ apiId: "billing", operation: "getOAuthClient" });
  });

  test("reports the secret of each copy if one cannot be restored", async () => {
    const bed = await testBedWithTwoCopies();
    failsToSet(bed, "billing", { status: 503, body: "busy" });
    bed.gateway.fail(({ body }) => body.includes(initialSecret), "drop", Infinity);
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret }));
    expect(error).toMatchObject({
      code: "incomplete",
      report: {
        apis: [
          { apiId: "orders", secret: "new" },
          { apiId: "billing", ...old },
        ],
      },
    });
    expect(error.message).toContain("the old secret is not back on every API");
    expect(await storedSecrets(bed)).toEqual([secret, initialSecret]);
  });

  test("at activation restores all copies, each with its own secret", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" });
    const before = await snapshot(bed);
    const activate = (): never => {
      throw new RangeError(secret);
    };
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate }));
    expect(error).toMatchObject({ code: "incomplete", report: { failed: "activate" } });
    expect(error.message).toContain("(activate: RangeError)");
    expect(await snapshot(bed)).toEqual(before);
  });

  test.each<[string, () => unknown]>([
    ["a revoked proxy", createRevokedProxy],
    ["nothing", () => undefined],
    ["a frozen error of this package", () => Object.freeze(new TykConfigError(secret))],
    [
      "a code that holds the secret",
      () => Object.assign(new TykConfigError("a"), { code: secret }),
    ],
  ])(
    "at activation, with %s, restores the copies, and the error shows nothing of the cause",
    async (_, make) => {
      const bed = await testBedWithTwoCopies();
      const activate = (): Promise<never> => rejectedWith(make());
      const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate }));
      expect(error).toMatchObject({ code: "incomplete", report: { failed: "activate" } });
      expect(leaks({ secret }, error)).toEqual([]);
      expect(await storedSecrets(bed)).not.toContain(secret);
    },
  );

  test("at activation, with an error of this package that says nothing was done, restores the copies", async () => {
    const bed = createTestBed();
    await addClient(bed);
    // An activation may well use this package itself.
    const activate = async (): Promise<void> => {
      await bed.tyk.clients.get({ apiId: "orders", clientId: "nobody" });
    };
    const error = await failure(bed.tyk.clients.rotateSecret(onOrders, { secret, activate }));
    expect(await storedSecret(bed, "orders")).toBe(initialSecret);
    expect(error).toMatchObject({ code: "incomplete", report: { failed: "activate" } });
  });

  test.each(["before", "after"] as const)(
    "because of an abort %s the second copy is set still restores the copies",
    async (moment) => {
      const bed = await testBedWithTwoCopies();
      const before = await snapshot(bed);
      const stop = new AbortController();
      const abort = (): Promise<void> => {
        stop.abort();
        return Promise.resolve();
      };
      const tyk = clientWithOtherWriter(bed, moment, /"api_id":"billing"/, abort);
      const call = tyk.clients.rotateSecret(both, { secret }, { signal: stop.signal });
      const apis = both.apis.map((apiId) => ({ apiId, ...old }));
      const report = { failed: "set", code: "aborted", apis };
      expect(await failure(call)).toMatchObject({ code: "incomplete", report });
      expect(await snapshot(bed)).toEqual(before);
    },
  );

  test("leaves another writer's changes alone: a change, a deletion, a secret", async () => {
    const path = { apiID: "orders", keyName: clientId };
    const body = { redirect_uri: redirectUri, policy_id: "gold", description: "Theirs" };
    const acts = [
      (bed: TestBed) => bed.raw.updateOAuthClient({ path, body }),
      (bed: TestBed) => bed.raw.deleteOAuthClient({ path }),
      (bed: TestBed) => addClient(bed, { ...body, secret: "theirs" }),
    ];
    const seen: unknown[] = [];
    for (const act of acts) {
      const bed = await testBedWithTwoCopies();
      const activate = async (): Promise<never> => {
        await act(bed);
        throw new Error("no");
      };
      const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate }));
      const { apis } = (error as { report: RotationReport }).report;
      seen.push([apis[0]?.secret, (await snapshot(bed)).app["orders"]]);
    }
    const theirs = { client_id: clientId, secret: initialSecret, meta_data: null, ...body };
    expect(seen).toEqual([
      ["old", theirs],
      ["unknown", undefined],
      ["unknown", { ...theirs, secret: "theirs" }],
    ]);
  });

  test("before the first write, because another writer set a secret, sets nothing", async () => {
    const bed = await testBedWithTwoCopies();
    const stage = async (): Promise<void> => addClient(bed, { secret: "theirs" });
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret, stage }));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(await storedSecrets(bed)).toEqual(["theirs", initialSecret]);
  });

  test("shows no secret in the error, the report or a log line", async () => {
    const lines: string[] = [];
    const log = (...args: unknown[]): void => {
      lines.push(inspect(args));
    };
    const logger: TykLogger = { debug: log, info: log, warn: log, error: log };
    const bed = createTestBed({}, { logger });
    await addClient(bed);
    await addClient(bed, { api_id: "billing" });
    failsToSet(bed, "billing", {
      status: 500,
      body: { status: "error", message: `no ${secret}` },
    });
    const error = await failure(bed.tyk.clients.rotateSecret(both, { secret }));
    const failed = vi.fn(() => Promise.reject(new Error(`${secret} and ${initialSecret}`)));
    const second = await failure(bed.tyk.clients.rotateSecret(both, { secret, activate: failed }));
    expect(lines.length).toBeGreaterThan(0);
    expect(
      leaks({ secret, initialSecret, admin: bed.gateway.secret }, error, second, lines),
    ).toEqual([]);
  });
});
