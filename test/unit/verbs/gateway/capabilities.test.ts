import { describe, expect, test } from "vitest";
import type { GatewayCapabilities, TykFetch, TykOAuth } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { mint, use } from "../../../support/gateway/flow.ts";
import {
  addClient,
  becomeEdge,
  clientId,
  everywhere,
  newScene,
  onOrders,
  operationsSince,
  sceneOfOne,
} from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const newest: GatewayCapabilities = {
  version: "5.14.0",
  control: true,
  edge: false,
  hashedKeys: true,
  keyHash: "murmur64",
  keyListing: true,
  policies: true,
  policiesById: true,
  paging: true,
  purge: true,
  checkedAt: "2030-01-01T00:00:00.000Z",
};

describe("gateway.capabilities", () => {
  test.each<[string, GatewayOptions, Partial<GatewayCapabilities>]>([
    ["5.14.0", {}, {}],
    ["5.3.0", { version: "5.3.0" }, { policiesById: false }],
    ["4.3.0", { version: "4.3.0" }, { policiesById: false, purge: false }],
    ["3.0.0", { version: "3.0.0" }, { policies: false, policiesById: false, purge: false }],
    ["the default hash", { hashKeyFunction: undefined }, { keyHash: "murmur32" }],
    ["murmur128", { hashKeyFunction: "murmur128" }, { keyHash: "murmur128" }],
    ["sha256", { hashKeyFunction: "sha256" }, { keyHash: "sha256" }],
    [
      "keys that are not listed",
      { listHashedKeys: false },
      { keyHash: undefined, keyListing: false },
    ],
    ["plain keys", { hashKeys: false }, { hashedKeys: false, keyHash: undefined }],
  ])("of %s", async (_, options, differs) => {
    const scene = await sceneOfOne(options);
    await mint(scene);
    const { version = "5.14.0" } = options;
    expect(await scene.tyk.gateway.capabilities()).toEqual({ ...newest, version, ...differs });
  });

  test("leaves unknown what a gateway without tokens, OAuth APIs and policies does not show", async () => {
    const { tyk } = newScene({ apis: [{ api_id: "open", use_keyless: true }], policies: {} });
    expect(await tyk.gateway.capabilities()).toEqual({
      ...newest,
      keyHash: undefined,
      paging: undefined,
    });
  });

  test("of a gateway with plain keys of an organisation without a name", async () => {
    const apis = [{ api_id: "orders", org_id: "" }];
    for (const version of ["5.14.0", "5.3.0"]) {
      const { tyk } = newScene({ version, apis, policies: {}, hashKeys: false });
      expect(await tyk.gateway.capabilities()).toMatchObject({
        hashedKeys: false,
        keyListing: true,
      });
    }
  });

  test("of an edge gateway", async () => {
    const edge = { edge: true, policies: false, policiesById: false, paging: undefined };
    const { tyk } = newScene({ edge: true });
    expect(await tyk.gateway.capabilities()).toEqual({ ...newest, ...edge, keyHash: undefined });
  });

  test.each(["5.14.0", "4.3.0", "3.0.0"])(
    "of %s at the address of its APIs reports only that this is no control address",
    async (version) => {
      const { gateway } = newScene({ version, separateControl: true });
      const asked = await gateway.client({ baseUrl: gateway.url }).gateway.capabilities();
      expect(asked).toEqual({
        // Before 3.2 the health is there.
        version: version === "3.0.0" ? "3.0.0" : undefined,
        control: false,
        checkedAt: newest.checkedAt,
      });
      expect(await gateway.client().gateway.capabilities()).toMatchObject({ control: true });
    },
  );

  test.each<[string, number, string, string]>([
    ["has another name", 404, "text/plain", "404 page not found"],
    ["is not found by an API in its place", 404, "application/json", '{"error":"no"}'],
    ["wants a key of an API in its place", 401, "application/json", '{"error":"no"}'],
    ["is a page of an API in its place", 200, "text/html", "<html>"],
    ["is another document", 200, "application/json", "{}"],
  ])("has no version if the health endpoint %s", async (_, status, type, body) => {
    const { gateway } = newScene();
    const fetch: TykFetch = (url, init) =>
      new URL(url).pathname === "/hello"
        ? Promise.resolve(new Response(body, { status, headers: { "content-type": type } }))
        : gateway.fetch(url, init);
    const capabilities = await gateway.client({ fetch }).gateway.capabilities();
    expect(capabilities).toEqual({ ...newest, keyHash: undefined, version: undefined });
  });

  test("changes nothing on the gateway", async () => {
    const scene = await sceneOfOne({ retainSeconds: 1 });
    await mint(scene);
    const before = await snapshot(scene);
    await scene.tyk.gateway.capabilities();
    expect(await snapshot(scene)).toEqual(before);
  });

  test("is cached for a minute, and shared with copies of the client", async () => {
    const scene = newScene();
    const first = await scene.tyk.gateway.capabilities();
    const from = scene.gateway.requests.length;
    scene.gateway.advance(59_999);
    expect(await scene.tyk.withOptions({ timeoutMs: 5_000 }).gateway.capabilities()).toEqual(first);
    expect(operationsSince(scene, from)).toEqual([]);
    // Another secret may be that of another gateway.
    const { secret } = scene.gateway;
    await scene.tyk.withOptions({ secret }).gateway.capabilities();
    const asked = scene.gateway.requests.length;
    expect(asked).toBeGreaterThan(from);
    scene.gateway.advance(1);
    const second = await scene.tyk.gateway.capabilities();
    expect(second).toEqual({ ...first, checkedAt: "2030-01-01T00:01:00.000Z" });
  });

  test.each(["readOnly", "dryRun"])("with %s does not check for the purge", async (option) => {
    const scene = newScene();
    const reading = scene.tyk.withOptions({ [option]: true });
    expect((await reading.gateway.capabilities()).purge).toBeUndefined();
    expect(scene.gateway.requests.map(({ method }) => method)).not.toContain("DELETE");
    // What it left open is not left open for the others.
    expect((await scene.tyk.gateway.capabilities()).purge).toBe(true);
  });

  test("reports a failure, and caches nothing of it", async () => {
    const scene = newScene();
    const wrong = scene.gateway.client({ secret: "wrong", maxRetries: 0 });
    expect(await failure(wrong.gateway.capabilities())).toMatchObject({ code: "authentication" });
    const from = scene.gateway.requests.length;
    await scene.gateway.client().gateway.capabilities();
    const operations = operationsSince(scene, from);
    expect(operations).toHaveLength(9);
    for (const at of operations.keys()) {
      const { gateway, tyk } = newScene();
      gateway.fail((request) => request === gateway.requests[at], { status: 503, body: "busy" });
      const name = operations[at];
      expect(await failure(tyk.gateway.capabilities()), name).toMatchObject({ code: "server" });
      expect(await tyk.gateway.capabilities()).toMatchObject({ control: true, purge: true });
    }
  });
});

describe("an edge gateway", () => {
  const body = { redirect_uri: redirectUri, policy_id: "gold" };
  const verbs: Record<string, [string, (tyk: TykOAuth) => Promise<unknown>]> = {
    "clients.create": ["getApi", (tyk) => tyk.clients.create({ ...body, api_id: "orders" })],
    "clients.create by a policy": [
      "listApis",
      (tyk) => tyk.clients.create({ ...body, client_id: "b" }),
    ],
    "clients.listApis": ["listOAuthClientApis", (tyk) => tyk.clients.listApis({ clientId })],
    "clients.update": ["updateOAuthClient", (tyk) => tyk.clients.update(onOrders, {})],
    "clients.replace": ["updateOAuthClient", (tyk) => tyk.clients.replace(onOrders, body)],
    "clients.rotateSecret": ["rotateOAuthClient", (tyk) => tyk.clients.rotateSecret(onOrders)],
    "clients.rotateSecret to a given one": [
      "createOAuthClient",
      (tyk) => tyk.clients.rotateSecret(onOrders, { secret: "new" }),
    ],
    "clients.update of all copies": ["listApis", (tyk) => tyk.clients.update(everywhere, {})],
    "clients.inspect": ["listApis", (tyk) => tyk.clients.inspect({ clientId })],
    "clients.cutOff": ["listApis", (tyk) => tyk.clients.cutOff({ clientId })],
    "clients.repairIndex": [
      "getApi",
      (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: [] }),
    ],
    "clients.authorize": ["getApi", (tyk) => tyk.clients.authorize(onOrders, { redirectUri })],
    "tokens.revoke": ["revokeSingleToken", (tyk) => tyk.tokens.revoke({ clientId, token: "t" })],
    "tokens.revoke of a refresh token": [
      "invalidateOAuthRefresh",
      (tyk) => tyk.tokens.revoke({ apiId: "orders", refreshToken: "r" }),
    ],
    "apis.list": ["listApis", (tyk) => tyk.apis.list()],
    "policies.get": ["getPolicy", (tyk) => tyk.policies.get({ policyId: "gold" })],
  };

  const lines = Object.entries(verbs).map(([name, [lacks, run]]) => [name, lacks, run] as const);

  test.each(lines)("%s reports that %s is not served", async (name, lacks, run) => {
    const scene = await sceneOfOne();
    becomeEdge(scene);
    const before = await served(scene);
    const error = await failure(run(scene.tyk));
    expect(error).toMatchObject({ code: "unsupported", operation: name.split(" ", 1)[0] });
    expect(error.message).toContain(`does not serve ${lacks}: it is an edge`);
    expect(["not-sent", "refused"]).toContain(error.outcome);
    expect(await served(scene)).toEqual(before);
  });

  test("supports reading, finding and deleting a client and its tokens", async () => {
    const scene = await sceneOfOne();
    await addClient(scene, { client_id: "other" });
    await mint(scene);
    becomeEdge(scene);
    const { clients, tokens } = scene.tyk;
    expect(await clients.list({ apiId: "orders" })).toHaveLength(2);
    expect(await tokens.list(onOrders)).toHaveLength(1);
    const { tokens: found } = await tokens.find({ apiId: "orders", where: {} });
    expect(found).toHaveLength(1);
    const report = await clients.delete({ apiId: "orders", clientId: "other" });
    expect(report.apis).toEqual([{ apiId: "orders", existed: true }]);
    await clients.delete(onOrders, { ifUnproved: "go-on" });
    expect(await clients.list({ apiId: "orders" })).toEqual([]);
  });

  test("tokens.revokeAll ends what it can, and reports that it reaches no refresh token", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    becomeEdge(scene);
    const error = await failure(scene.tyk.tokens.revokeAll(onOrders));
    const reason: unknown = expect.stringContaining("(unsupported)");
    const apis = [{ apiId: "orders", state: "unverified", ended: 1, reason }];
    expect(error).toMatchObject({ code: "incomplete", report: { apis } });
    expect(await use(scene, token)).toBe(403);
  });

  /** What an edge lets be seen of the storage. */
  async function served(scene: Scene): Promise<unknown> {
    const { app, lists, sessions } = await snapshot(scene);
    return { app, lists, sessions };
  }
});
