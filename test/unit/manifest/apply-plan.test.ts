import { describe, expect, test, vi } from "vitest";
import type { TykOAuth } from "../../../src/index.ts";
import { applyPlan, parseManifest, planManifest } from "../../../src/manifest/index.ts";
import type { ApplyReport, Plan, PlanManifestOptions } from "../../../src/manifest/index.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";
import {
  createFleetGateway,
  issueToken,
  readFleet,
  statusOf,
} from "../../support/manifest/gateway.ts";

const redirect_uri = "https://shop.example/cb";
const apis = ["orders", "billing"];

/** Plans a manifest of the two APIs. */
async function planOf(
  tyk: TykOAuth,
  clients: object,
  more: object = {},
  options?: PlanManifestOptions,
): Promise<Plan> {
  return planManifest(tyk, await parseManifest({ version: 1, apis, clients, ...more }), options);
}

/** Copies a plan as a file would. */
function saved(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan)) as Plan;
}

/** Returns the state of each client of a report. */
function statesOf({ clients }: ApplyReport): Record<string, string> {
  return Object.fromEntries(clients.map(({ clientId, state }) => [clientId, state]));
}

const many = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, { redirect_uri }]));

describe("applyPlan", () => {
  test("executes a saved plan, after which a plan is empty", async () => {
    const { gateway, tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "a", redirect_uri, policy_id: "gold" }, { apis });
    await tyk.clients.create({ client_id: "b", redirect_uri, secret: "old", api_id: "orders" });
    await tyk.clients.create({ client_id: "gone", redirect_uri, secret: "gone" }, { apis });
    const token = await issueToken(
      gateway,
      "orders",
      "a",
      (await readFleet(tyk))["orders"]?.["a"]?.secret ?? "",
    );
    const clients = {
      a: { redirect_uri, policy_id: "silver", on_policy_change: "revoke", description: "A" },
      b: { redirect_uri, secret: { env: "B" } },
      c: { redirect_uri, meta_data: { team: "x" } },
    };
    const secrets = (): string => "new";
    const plan = await planOf(tyk, clients, { removed: ["gone"] }, { secrets });
    const progress: unknown[] = [];
    const report = await applyPlan(tyk, saved(plan), {
      secrets,
      onProgress: (one) => {
        progress.push(one);
        throw new Error("ignored");
      },
    });
    expect(report).toMatchObject({ complete: true, summary: { done: 4, partial: 0 } });
    expect(statesOf(report)).toEqual({ a: "done", b: "done", c: "done", gone: "done" });
    expect(progress).toHaveLength(4);
    expect(progress.at(-1)).toEqual({ clientId: "gone", state: "done", done: 4, total: 4 });
    const fleet = await readFleet(tyk, apis);
    for (const apiId of apis) {
      expect(Object.keys(fleet[apiId] ?? {})).toEqual(["a", "b", "c"]);
      expect(fleet[apiId]?.["a"]).toMatchObject({ policy_id: "silver", description: "A" });
      expect(fleet[apiId]?.["b"]?.secret).toBe("new");
      expect(fleet[apiId]?.["c"]?.secret).toBe(fleet["orders"]?.["c"]?.secret);
    }
    expect(await statusOf(gateway, "orders", token)).toBe(403);
    const again = await planOf(tyk, clients, { removed: ["gone"] }, { secrets });
    expect(again.summary).toEqual({ create: 0, update: 0, delete: 0, inSync: 4, unmanaged: 0 });
  });

  test.each(["description", "secret", "deleted", "other copy"])(
    "leaves a client alone that has changed since: %s",
    async (change) => {
      const { tyk } = createFleetGateway();
      for (const client_id of ["a", "b"])
        await tyk.clients.create({ client_id, redirect_uri }, { apis });
      const clients = {
        a: { redirect_uri, description: "new" },
        b: { redirect_uri, description: "new" },
      };
      const plan = await planOf(tyk, clients);
      const ref = { apiId: "orders", clientId: "a" };
      if (change === "description") await tyk.clients.update(ref, { description: "other" });
      if (change === "secret") await tyk.clients.rotateSecret(ref);
      if (change === "deleted") await tyk.clients.delete(ref);
      if (change === "other copy")
        await tyk.clients.update({ ...ref, apiId: "billing" }, { meta_data: { x: 1 } });
      const before = await readFleet(tyk);
      const report = await applyPlan(tyk, plan);
      expect(report.complete).toBe(false);
      expect(statesOf(report)).toEqual({ a: "changed", b: "done" });
      expect(report.clients[0]?.error?.message).toContain("plan again");
      const after = await readFleet(tyk);
      for (const apiId of apis) expect(after[apiId]?.["a"]).toEqual(before[apiId]?.["a"]);
    },
  );

  test("does not overwrite a client that exists since the plan was made", async () => {
    const { tyk } = createFleetGateway();
    const plan = await planOf(tyk, { a: { redirect_uri } });
    await tyk.clients.create({ client_id: "a", redirect_uri, api_id: "billing", secret: "mine" });
    expect(statesOf(await applyPlan(tyk, plan))).toEqual({ a: "changed" });
    const fleet = await readFleet(tyk);
    expect(fleet["orders"]).toEqual({});
    expect(fleet["billing"]?.["a"]?.secret).toBe("mine");
  });

  test("refuses as a whole, before anything is written", async () => {
    const { gateway, tyk } = createFleetGateway();
    for (let at = 0; at < 11; at += 1)
      await tyk.clients.create({ client_id: `c${at}`, redirect_uri }, { apis });
    const before = await readFleet(tyk);
    const plan = await planOf(tyk, { new: { redirect_uri } }, {}, { prune: true });
    await expect(applyPlan(tyk, plan)).rejects.toMatchObject({ field: "maxDeletes" });
    const few = await planOf(tyk, many(11), { apis: ["orders"] }, { prune: true });
    await expect(applyPlan(tyk, few, { maxDeletes: 0 })).resolves.toMatchObject({ complete: true });
    const withSecret = await planOf(
      tyk,
      { x: { redirect_uri, secret: { env: "X" } }, y: { redirect_uri } },
      {},
      { secrets: () => "x" },
    );
    const secrets = (): never => {
      throw new Error("vault");
    };
    for (const options of [{}, { secrets }])
      await expect(applyPlan(tyk, saved(withSecret), options)).rejects.toMatchObject({
        code: "manifest",
        problems: [{ path: "/clients/x/secret" }],
      });
    expect(await readFleet(tyk)).toEqual(before);
    const changed: Plan[] = [
      { ...plan, prune: false },
      { ...plan, clients: plan.clients.slice(1) },
      { ...plan, generatedAt: "2020-01-01T00:00:00.000Z" },
      { ...plan, signature: `${plan.signature}=` },
      { ...plan, salt: "x" },
    ];
    for (const one of changed)
      await expect(applyPlan(tyk, one, { maxDeletes: 99 })).rejects.toMatchObject({
        problems: [{ path: "/signature" }],
      });
    const wrong: unknown[] = [
      undefined,
      "x",
      [],
      {},
      { ...plan, version: 2 },
      { ...plan, more: 1 },
    ];
    for (const one of wrong)
      await expect(applyPlan(tyk, one as never)).rejects.toMatchObject({ code: "manifest" });
    // Another gateway has another secret.
    const other = createFleetGateway({ secret: "another-secret" });
    await expect(applyPlan(other.tyk, plan, { maxDeletes: 99 })).rejects.toMatchObject({
      problems: [{ path: "/signature" }],
    });
    const from = gateway.requests.length;
    await expect(applyPlan(tyk, plan, { maxDelete: 1 } as never)).rejects.toThrow("maxDeletes");
    expect(gateway.requests.length).toBe(from);
    expect(await readFleet(tyk)).toEqual(before);
  });

  test("touches only the scope when a client is deleted, and says where it still exists", async () => {
    const { gateway, tyk } = createFleetGateway();
    const all = ["orders", "billing", "vault"];
    const client = { client_id: "a", redirect_uri, policy_id: "gold", secret: "s" };
    await tyk.clients.create(client, { apis: all });
    const inScope = await issueToken(gateway, "orders", "a", "s");
    const outside = await issueToken(gateway, "vault", "a", "s");
    const before = await readFleet(tyk);
    const report = await applyPlan(tyk, await planOf(tyk, {}, { removed: ["a"] }));
    expect(report.clients).toMatchObject([{ state: "done", otherApis: ["vault"] }]);
    expect(await readFleet(tyk)).toEqual({ ...before, orders: {}, billing: {} });
    gateway.advance(2_000);
    expect(await statusOf(gateway, "orders", inScope)).toBe(403);
    expect(await statusOf(gateway, "vault", outside)).toBe(200);
  });

  test("prunes a copy and leaves the tokens of the other copies", async () => {
    const { gateway, tyk } = createFleetGateway();
    const client = { client_id: "a", redirect_uri, policy_id: "gold", secret: "s" };
    await tyk.clients.create(client, { apis });
    const token = await issueToken(gateway, "orders", "a", "s");
    const clients = { a: { redirect_uri, policy_id: "gold", apis: ["orders"] } };
    const plan = await planOf(tyk, clients, {}, { prune: true });
    expect(statesOf(await applyPlan(tyk, plan))).toEqual({ a: "done" });
    expect((await readFleet(tyk))["billing"]).toEqual({});
    expect(await statusOf(gateway, "orders", token)).toBe(200);
  });

  test("reports what is not proved of a deleted client's tokens", async () => {
    const { tyk } = createFleetGateway({ listHashedKeys: false });
    await tyk.clients.create({ client_id: "a", redirect_uri }, { apis });
    const report = await applyPlan(tyk, await planOf(tyk, {}, { removed: ["a"] }));
    expect(report.clients[0]?.tokens).toMatchObject([
      { state: "unverified" },
      { state: "unverified" },
    ]);
  });

  test("stages a generated secret before the gateway gets it", async () => {
    const { tyk } = createFleetGateway();
    const clients = { a: { redirect_uri }, b: { redirect_uri, secret: { generate: true } } };
    const plan = await planOf(tyk, clients);
    const failed = await applyPlan(tyk, plan, {
      stage: (secret, { clientId }) => {
        if (clientId === "a") throw new Error(secret);
      },
    });
    expect(statesOf(failed)).toEqual({ a: "not-done", b: "done" });
    expect(JSON.stringify(failed)).toContain("the stage function failed (Error)");
    expect(JSON.stringify(failed)).not.toMatch(/[\da-f]{64}/);
    const staged = new Map<string, string>();
    const stage = async (secret: string, client: { clientId: string }): Promise<void> => {
      expect((await readFleet(tyk))["orders"]).not.toHaveProperty(client.clientId);
      staged.set(client.clientId, secret);
    };
    await applyPlan(tyk, await planOf(tyk, clients), { stage });
    expect([...staged.keys()]).toEqual(["a"]);
    const fleet = await readFleet(tyk);
    for (const apiId of apis) expect(fleet[apiId]?.["a"]?.secret).toBe(staged.get("a"));
  });

  test("shares the secret of the other copies, whatever its characters", async () => {
    const { tyk } = createFleetGateway();
    await tyk.raw.createOAuthClient({
      body: { client_id: "a", redirect_uri, api_id: "orders", secret: "s+/=" },
    });
    const report = await applyPlan(tyk, await planOf(tyk, { a: { redirect_uri } }));
    expect(report.complete).toBe(true);
    expect((await readFleet(tyk))["billing"]?.["a"]?.secret).toBe("s+/=");
  });

  test("goes on after a failure, and stops if the gateway refuses its secret", async () => {
    const { gateway, tyk } = createFleetGateway();
    const isFirst = ({ body }: { readonly body: string }): boolean => body.includes('"c0"');
    const fault = gateway.fail(isFirst, { status: 500, body: "" }, Infinity);
    const report = await applyPlan(tyk, await planOf(tyk, many(5)), { concurrency: 1 });
    expect(statesOf(report)).toEqual({
      c0: "unknown",
      c1: "done",
      c2: "done",
      c3: "done",
      c4: "done",
    });
    fault.remove();
    const plan = await planOf(tyk, many(9));
    const message = "Attempted administrative access with invalid or missing key!";
    gateway.fail(
      { operation: "getOAuthClient" },
      { status: 403, body: { status: "error", message } },
    );
    const refused = await applyPlan(tyk, plan, { concurrency: 1 });
    expect(refused).toMatchObject({ complete: false, stopped: { reason: "authentication" } });
    expect(refused.summary).toMatchObject({ "not-done": 5, done: 0 });
  });

  test("stops after many failures in a row", async () => {
    const { gateway, tyk } = createFleetGateway();
    const plan = await planOf(tyk, many(40));
    gateway.fail({}, "drop", Infinity);
    const report = await applyPlan(tyk, plan, { concurrency: 2 });
    expect(report).toMatchObject({ stopped: { reason: "too-many-failures" } });
    expect(report.summary["not-done"]).toBe(40);
  });

  test("writes nothing with readOnly and with dryRun, and says so", async () => {
    const { gateway, tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "b", redirect_uri }, { apis });
    const plan = await planOf(tyk, { a: { redirect_uri }, b: { redirect_uri, description: "x" } });
    const before = await readFleet(tyk);
    const readOnly = await applyPlan(gateway.client({ readOnly: true }), plan, { concurrency: 1 });
    expect(readOnly).toMatchObject({ complete: false, stopped: { reason: "config" } });
    const dryRun = await applyPlan(gateway.client({ dryRun: true }), plan);
    expect(statesOf(dryRun)).toEqual({ a: "not-done", b: "not-done" });
    expect(await readFleet(tyk)).toEqual(before);
  });

  test("ends at an abort with the report, and the next plan does the rest", async () => {
    const { tyk } = createFleetGateway();
    const controller = new AbortController();
    const report = await applyPlan(tyk, await planOf(tyk, many(6)), {
      concurrency: 1,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 2) controller.abort();
      },
    });
    expect(report).toMatchObject({ complete: false, stopped: { reason: "aborted" } });
    expect(report.summary).toMatchObject({ done: 2, "not-done": 4 });
    const hanging = new AbortController();
    const stage = (): Promise<void> => {
      hanging.abort();
      return new Promise(() => undefined);
    };
    const staging = { concurrency: 1, signal: hanging.signal, stage };
    const hung = await applyPlan(tyk, await planOf(tyk, many(6)), staging);
    expect(hung.summary).toMatchObject({ done: 0, "not-done": 4 });
    const before = await applyPlan(tyk, await planOf(tyk, many(6)), {
      signal: AbortSignal.abort(),
    });
    expect(before.summary).toMatchObject({ done: 0, "not-done": 4 });
    expect(await applyPlan(tyk, await planOf(tyk, many(6)))).toMatchObject({
      complete: true,
      summary: { done: 4 },
    });
  });

  test("changes no more clients at once than concurrency, and starts them at the rate", async () => {
    const { tyk } = createFleetGateway();
    let inFlight = 0;
    let most = 0;
    const stage = async (): Promise<void> => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    };
    await applyPlan(tyk, await planOf(tyk, many(9)), { stage, concurrency: 3 });
    expect(most).toBe(3);
    const waitsMs: number[] = [];
    vi.spyOn(systemRuntime, "sleep").mockImplementation((ms) => {
      waitsMs.push(ms);
      return Promise.resolve();
    });
    try {
      await applyPlan(tyk, await planOf(tyk, many(13)), { maxClientsPerSecond: 0.001 });
    } finally {
      vi.restoreAllMocks();
    }
    // One start each 1000 s: the time that the test itself takes does not matter.
    expect(waitsMs.map((ms) => Math.ceil(ms / 1_000_000))).toEqual([1, 2, 3]);
  });
});
