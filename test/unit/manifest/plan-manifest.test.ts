import { describe, expect, test } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import { parseManifest, planManifest, TykManifestError } from "../../../src/manifest/index.ts";
import type { Manifest, Plan, PlanManifestOptions } from "../../../src/manifest/index.ts";
import { createFleetGateway, readFleet } from "../../support/manifest/gateway.ts";

const redirect_uri = "https://shop.example/cb";
const apis = ["orders", "billing"];

/** A manifest of the two APIs. */
function manifestOf(clients: object, more: object = {}): Promise<Manifest> {
  return parseManifest({ version: 1, apis, clients, ...more });
}

/** Returns the problems of a plan, as "path: message". */
async function problemsOf(plan: Promise<Plan>): Promise<string[]> {
  const error: unknown = await plan.catch((thrown: unknown) => thrown);
  if (!(error instanceof TykManifestError)) throw error;
  return error.problems.map(({ path, message }) => `${path}: ${message}`);
}

/** Returns what a plan does with a client, without what all its plans have. */
function clientOf(plan: Plan, id: string): object | undefined {
  const client = plan.clients.find(({ clientId }) => clientId === id);
  if (client === undefined) return undefined;
  const fields = Object.entries(client);
  return Object.fromEntries(
    fields.filter(([name]) => name !== "clientId" && name !== "fingerprint"),
  );
}

describe("planManifest", () => {
  test("reads each API, its list of clients and the policies once, whatever the number of clients", async () => {
    const { gateway, tyk } = createFleetGateway();
    for (let at = 0; at < 20; at += 1)
      await tyk.clients.create({ client_id: `c${at}`, redirect_uri, secret: "s" }, { apis });
    const from = gateway.requests.length;
    const clients = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`c${at}`, { redirect_uri, description: "new" }]),
    );
    await planManifest(tyk, await manifestOf(clients));
    const operations = gateway.requests.slice(from).map(({ operation, path }) => [operation, path]);
    expect(operations.sort()).toEqual([
      ["getApi", "/tyk/apis/billing"],
      ["getApi", "/tyk/apis/orders"],
      ["listOAuthClients", "/tyk/oauth/clients/billing"],
      ["listOAuthClients", "/tyk/oauth/clients/orders"],
      ["listPolicies", "/tyk/policies"],
    ]);
  });

  test("says field by field what changes, and what happens to secrets and tokens", async () => {
    const { tyk } = createFleetGateway();
    const secret = "old-secret";
    await tyk.clients.create({ client_id: "a", redirect_uri, secret, policy_id: "gold" }, { apis });
    const ref = { apiId: "billing", clientId: "a" };
    await tyk.clients.update(ref, { description: "drifted" });
    await tyk.clients.create({ client_id: "b", api_id: "orders", redirect_uri, secret: "other" });
    await tyk.clients.create({ client_id: "c", api_id: "orders", redirect_uri });
    const before = await readFleet(tyk);
    const manifest = await manifestOf({
      a: { redirect_uri, policy_id: "silver", on_policy_change: "keep", secret: { env: "A" } },
      b: { redirect_uri, meta_data: { team: "x" } },
      c: { redirect_uri, apis: ["orders"] },
      d: { redirect_uri, secret: { generate: true } },
      e: { redirect_uri, apis: ["orders"], secret: { file: "e" } },
    });
    const plan = await planManifest(tyk, manifest, { secrets: () => "new-secret" });
    expect(plan.summary).toEqual({ create: 2, update: 2, delete: 0, inSync: 1, unmanaged: 0 });
    const policy = { field: "policy_id", from: "gold", to: "silver" };
    const replaced = { action: "update", secret: "replace", tokens: "keep" };
    expect(clientOf(plan, "a")).toEqual({
      action: "update",
      drift: ["description"],
      secret: { env: "A" },
      copies: [
        { apiId: "orders", ...replaced, changes: [policy] },
        {
          apiId: "billing",
          ...replaced,
          changes: [policy, { field: "description", from: "drifted", to: null }],
        },
      ],
    });
    const metaData = { field: "meta_data", from: null, to: { team: "x" } };
    const uri = { field: "redirect_uri", from: null, to: redirect_uri };
    const created = { action: "create", tokens: "may-return" };
    expect(clientOf(plan, "b")).toEqual({
      action: "update",
      drift: [],
      copies: [
        { apiId: "orders", action: "update", changes: [metaData] },
        { apiId: "billing", ...created, secret: "share", changes: [uri, metaData] },
      ],
    });
    expect(clientOf(plan, "c")).toEqual({
      action: "in-sync",
      drift: [],
      copies: [{ apiId: "orders", action: "none", changes: [] }],
    });
    expect(clientOf(plan, "d")).toEqual({
      action: "create",
      drift: [],
      copies: apis.map((apiId) => ({ apiId, ...created, secret: "generate", changes: [uri] })),
    });
    expect(clientOf(plan, "e")).toEqual({
      action: "create",
      drift: [],
      secret: { file: "e" },
      copies: [{ apiId: "orders", ...created, secret: "set", changes: [uri] }],
    });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(JSON.stringify(plan)).not.toMatch(/(?:old|new)-secret|"other"/);
    expect(await readFleet(tyk)).toEqual(before);
  });

  test("deletes by removed, unmanaged clients only with prune, and no copy of a protected one", async () => {
    const { tyk } = createFleetGateway();
    for (const client_id of ["kept", "gone", "stray", "safe"])
      await tyk.clients.create({ client_id, redirect_uri, secret: "s" }, { apis });
    await tyk.raw.createOAuthClient({
      body: { client_id: "sl/ash", api_id: "orders", redirect_uri },
    });
    const manifest = await manifestOf(
      {
        kept: { redirect_uri, apis: ["orders"] },
        safe: { redirect_uri, apis: ["orders"], protected: true },
      },
      { removed: ["gone", "never"] },
    );
    const actions = ({ clients }: Plan): object =>
      Object.fromEntries(
        clients.map(({ clientId, action, reason, copies }) => [
          clientId,
          [action, reason, ...copies.map((copy) => copy.action)].join(" "),
        ]),
      );
    expect(actions(await planManifest(tyk, manifest))).toEqual({
      gone: "delete removed delete delete",
      kept: "in-sync  none none",
      never: "in-sync removed",
      safe: "in-sync  none none",
      stray: "unmanaged  none none",
      "sl/ash": "unmanaged  none",
    });
    expect(actions(await planManifest(tyk, manifest, { prune: true }))).toEqual({
      gone: "delete removed delete delete",
      kept: "update  none delete",
      never: "in-sync removed",
      safe: "in-sync  none none",
      stray: "delete pruned delete delete",
      "sl/ash": "unmanaged  none",
    });
  });

  test("finds all problems at once", async () => {
    const { gateway, tyk } = createFleetGateway();
    gateway.reload({
      apis: ["orders", "billing", { api_id: "open", use_keyless: true }],
      policies: {
        gold: ["orders", "billing"],
        narrow: ["orders"],
        idle: { access_rights: ["orders"], is_inactive: true },
      },
    });
    await tyk.clients.create({ client_id: "a", redirect_uri, policy_id: "gold" }, { apis });
    await tyk.clients.create({ client_id: "b", redirect_uri, secret: "1", api_id: "orders" });
    await tyk.clients.create({ client_id: "b", redirect_uri, secret: "2", api_id: "billing" });
    const manifest = await parseManifest({
      version: 1,
      apis: ["orders", "biling", "billing", "open", "vault"],
      clients: {
        a: { redirect_uri, apis },
        b: { redirect_uri, apis: ["orders", "billing", "vault"] },
        c: { redirect_uri, apis, policy_id: "narrow", secret: { env: "C" } },
        d: { redirect_uri, apis: ["orders"], policy_id: "idle" },
        e: { redirect_uri, apis: ["orders"], policy_id: "golb" },
      },
    });
    expect(await problemsOf(planManifest(tyk, manifest))).toEqual([
      '/apis/1: the gateway has no API "biling"; did you mean "billing"?',
      "/apis/3: the API open does not use OAuth: it has no clients",
      '/apis/4: the gateway has no API "vault"',
      expect.stringMatching(/^\/clients\/c\/policy_id: the policy narrow does not grant the API b/),
      expect.stringMatching(/^\/clients\/d\/policy_id: the policy idle is inactive/),
      '/clients/e/policy_id: the gateway has no policy "golb"; did you mean "gold"?',
      "/clients/c/secret: pass secrets, a function that returns the environment variable C",
      expect.stringMatching(/^\/clients\/a\/on_policy_change: must be "revoke" or "keep"/),
      expect.stringMatching(/^\/clients\/b\/secret: must be a reference: the copies have differ/),
    ]);
  });

  test("names the file and the pointer of the document", async () => {
    const { tyk } = createFleetGateway();
    const value = {
      version: 1,
      apis,
      defaults: { policy_id: "x" },
      clients: { a: { redirect_uri } },
    };
    const manifest = await parseManifest([{ file: "a.yaml", value }]);
    await expect(planManifest(tyk, manifest)).rejects.toMatchObject({
      code: "manifest",
      problems: [{ file: "a.yaml", path: "/defaults/policy_id" }],
    });
  });

  test("does not check policies that the gateway does not show", async () => {
    const { tyk } = createFleetGateway({ version: "3.0.0" });
    const manifest = await manifestOf({ a: { redirect_uri, policy_id: "unknown" } });
    expect((await planManifest(tyk, manifest)).summary.create).toBe(1);
  });

  test("fingerprints with a key of the gateway's secret", async () => {
    const fingerprints = new Set<unknown>();
    for (const [gatewaySecret, secret] of [
      ["one", "weak"],
      ["two", "weak"],
      ["one", "weaker"],
      ["one", "weak"],
    ]) {
      const { tyk } = createFleetGateway({ secret: gatewaySecret });
      await tyk.clients.create({ client_id: "a", redirect_uri, secret }, { apis });
      const plan = await planManifest(tyk, await manifestOf({}, { removed: ["a"] }));
      fingerprints.add(plan.clients[0]?.fingerprint);
    }
    expect(fingerprints.size).toBe(3);
  });

  test("normalises what the gateway stores", async () => {
    const { tyk } = createFleetGateway();
    for (const [client_id, meta_data] of [
      ["a", {}],
      ["b", null],
      ["c", undefined],
    ] as const)
      await tyk.raw.createOAuthClient({
        body: {
          client_id,
          api_id: "orders",
          redirect_uri,
          description: "",
          meta_data,
        },
      });
    const one = { redirect_uri, apis: ["orders"] };
    const manifest = await manifestOf({
      a: { ...one, meta_data: null },
      b: one,
      c: { ...one, meta_data: {} },
    });
    expect((await planManifest(tyk, manifest)).summary).toMatchObject({ inSync: 3, update: 0 });
  });

  test("throws the typed error of a list that cannot be read", async () => {
    const { gateway, tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "a", api_id: "orders", redirect_uri });
    gateway.evictClient("orders", "a");
    gateway.advance(1_000);
    await expect(planManifest(tyk, await manifestOf({}))).rejects.toMatchObject({
      report: { kind: "broken-index", brokenApis: ["orders"] },
    });
  });

  test("refuses wrong arguments before any request", async () => {
    const { gateway, tyk } = createFleetGateway();
    const manifest = await manifestOf({});
    const wrong: PlanManifestOptions[] = [{ prune: 1 }, { purge: true }, { signal: {} }] as never;
    for (const options of wrong)
      await expect(planManifest(tyk, manifest, options)).rejects.toThrow(TykInputError);
    await expect(planManifest({} as never, manifest)).rejects.toThrow("must be a TykOAuth");
    await expect(planManifest(tyk, { ...manifest, clients: { a: {} } } as never)).rejects.toThrow(
      TykManifestError,
    );
    expect(gateway.requests).toEqual([]);
  });

  test("can be aborted", async () => {
    const { tyk } = createFleetGateway();
    const signal = AbortSignal.abort();
    const plan = planManifest(tyk, await manifestOf({}), { signal });
    await expect(plan).rejects.toMatchObject({ code: "aborted" });
  });
});
