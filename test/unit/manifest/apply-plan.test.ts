import { describe, expect, test } from "vitest";
import { applyPlan } from "../../../src/manifest/index.ts";
import type { Plan } from "../../../src/manifest/index.ts";
import {
  createFleetGateway,
  issueToken,
  readFleet,
  statusOf,
} from "../../support/manifest/gateway.ts";
import { apis, many, planOf, redirect_uri, saved, statesOf } from "../../support/manifest/plans.ts";

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

  test("leaves a client alone if its reference names another secret by now", async () => {
    const { tyk } = createFleetGateway();
    for (const client_id of ["a", "b"])
      await tyk.clients.create({ client_id, redirect_uri, secret: "one", api_id: "orders" });
    const clients = {
      a: { redirect_uri, secret: { env: "A" } },
      b: { redirect_uri, apis: ["orders"], secret: { env: "B" } },
      c: { redirect_uri, secret: { env: "C" } },
    };
    const plan = await planOf(tyk, clients, {}, { secrets: () => "one" });
    const report = await applyPlan(tyk, plan, { secrets: () => "two" });
    // New clients get the secret of the reference, whatever it is.
    expect(statesOf(report)).toEqual({ a: "not-done", c: "done" });
    expect((await readFleet(tyk))["billing"]).not.toHaveProperty("a");
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
});
