import { describe, expect, test } from "vitest";
import type { ClientPatch, ClientTarget, OAuthClient } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultName, FaultScene } from "../../../support/gateway/fault-run.ts";
import { grant, mint, use } from "../../../support/gateway/flow.ts";
import {
  addClient,
  clientId,
  everywhere,
  newScene,
  oldSecret,
  operationsSince,
  sceneOfTwo,
} from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { ofApi, snapshot } from "../../../support/gateway/snapshot.ts";

const patch = { description: "Ours" };
const policies = { gold: ["orders", "billing"], silver: ["orders", "billing"] };

async function descriptions(scene: Scene): Promise<(string | undefined)[]> {
  const { app } = await snapshot(scene);
  return [app["orders"]?.description, app["billing"]?.description];
}

function putTo(apiId: string): { method: string; path: string } {
  return { method: "PUT", path: `/tyk/oauth/clients/${apiId}/${clientId}` };
}

describe("a method on the copies of a client", () => {
  test("processes the named APIs in order, and returns each copy", async () => {
    const scene = await sceneOfTwo({ secret: "drifted" });
    const target = { clientId, apis: ["orders", "billing"] };
    const copies = await scene.tyk.clients.update(target, patch);
    const client = {
      client_id: clientId,
      policy_id: "gold",
      redirect_uri: redirectUri,
      meta_data: null,
      ...patch,
    };
    expect(copies).toEqual([
      { apiId: "orders", client: { ...client, secret: oldSecret } },
      { apiId: "billing", client: { ...client, secret: "drifted" } },
    ]);
  });

  test("finds all copies on the OAuth APIs only, even if an API's index is broken", async () => {
    const apis = ["orders", "billing", "stock", { api_id: "open", use_keyless: true }];
    const scene = newScene({ apis });
    await addClient(scene);
    await addClient(scene, { api_id: "billing" });
    await addClient(scene, { api_id: "billing", client_id: "broken" });
    scene.gateway.evictClient("billing", "broken");
    const copies = await scene.tyk.clients.update(everywhere, patch);
    expect(copies.map(({ apiId }) => apiId)).toEqual(["billing", "orders"]);
    expect(await descriptions(scene)).toEqual(["Ours", "Ours"]);
    expect(scene.gateway.requests.some(({ path }) => path.includes("/open"))).toBe(false);
  });

  test("stays within an organisation: the target's, otherwise the client's own", async () => {
    const apis = ["orders", { api_id: "billing", org_id: "umbrella" }];
    const scene = newScene({ apis, policies: {} });
    await addClient(scene, { policy_id: "" });
    await addClient(scene, { api_id: "billing", policy_id: "" });
    const names = async (orgId: string | undefined, own?: string): Promise<string[]> => {
      const tyk = scene.tyk.withOptions({ orgId: own });
      return (await tyk.clients.update({ ...everywhere, orgId }, {})).map(({ apiId }) => apiId);
    };
    expect(await names("umbrella", "acme")).toEqual(["billing"]);
    expect(await names(undefined, "acme")).toEqual(["orders"]);
    expect(await names("", "acme")).toEqual(["billing", "orders"]);
    expect(await names(undefined)).toEqual(["billing", "orders"]);
  });

  test("writes nothing if a named copy is missing, or no copy exists", async () => {
    const scene = newScene();
    expect(await failure(scene.tyk.clients.update(everywhere, patch))).toMatchObject({
      code: "not-found",
      outcome: "not-sent",
    });
    await addClient(scene);
    const target = { clientId, apis: ["orders", "billing"] };
    const error = await failure(scene.tyk.clients.update(target, patch));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    expect(await descriptions(scene)).toEqual(["", undefined]);
  });

  test("does not report tokens as ended on an API that does not exist: its name may be misspelt", async () => {
    const scene = await sceneOfTwo({ policy_id: "narrow" }, { policies: { narrow: ["billing"] } });
    const token = await mint(scene, { api: "billing" });
    const target = { clientId, apis: ["orders", "biling"] };
    const report = await scene.tyk.tokens.revokeAll(target, { ifUnproved: "report" });
    expect(report.apis).toMatchObject([
      { apiId: "orders", state: "refused-at-api" },
      { apiId: "biling", state: "unverified", count: 0, reason: "the API does not exist" },
    ]);
    expect(await use(scene, token, "billing")).toBe(200);
    expect((await failure(scene.tyk.tokens.revokeAll(target))).code).toBe("incomplete");
  });

  test("checks each patch before it writes the first", async () => {
    const scene = await sceneOfTwo({ meta_data: { id: 2 ** 60 } });
    const from = scene.gateway.requests.length;
    const target = { clientId, apis: ["orders", "billing"] };
    const error = await failure(scene.tyk.clients.update(target, patch));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(operationsSince(scene, from)).toEqual(["getOAuthClient", "getOAuthClient"]);
    const ofSome = ({ meta_data }: OAuthClient): ClientPatch =>
      meta_data === null ? patch : ({ secret: "x" } as ClientPatch);
    expect(await failure(scene.tyk.clients.update(target, ofSome))).toMatchObject({
      code: "input",
      outcome: "not-sent",
    });
    expect(operationsSince(scene, from)).not.toContain("updateOAuthClient");
  });

  test.each<[string, ClientTarget | object]>([
    ["target", { apis: "all" }],
    ["apis", { clientId, apis: [] }],
    ["apis", { clientId, apis: "some" }],
    ["apis", { clientId, apis: ["orders", "orders"] }],
    ["apis", { clientId, apis: ["a/b"] }],
    ["apiId", { clientId, apis: "all", apiId: "orders" }],
    ["orgId", { clientId, apis: "all", orgId: 7 }],
    ["orgId", { clientId, apiId: "orders", orgId: "acme" }],
  ])("rejects a target with a wrong %s: %j", async (field, target) => {
    const { gateway, tyk } = newScene();
    const error = await failure(tyk.clients.update(target as ClientTarget, patch));
    expect(error).toMatchObject({
      code: "input",
      field: field === "target" ? "clientId" : field,
    });
    expect(gateway.requests).toEqual([]);
  });
});

describe("a failure of one copy", () => {
  test("leaves the other copies to be processed, and is reported for its API", async () => {
    const scene = await sceneOfTwo();
    scene.gateway.fail(putTo("billing"), { status: 500, body: "no" });
    const error = await failure(scene.tyk.clients.update(everywhere, patch));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        clientId,
        apis: [
          { apiId: "billing", done: false, outcome: "unknown", code: "server" },
          { apiId: "orders", done: true, outcome: "applied" },
        ],
      },
    });
    expect(error.message).toBe("clients.update: failed on billing: see the report for each API");
    expect(await descriptions(scene)).toEqual(["Ours", ""]);
  });

  test("throws the failure itself if it affects each copy and nothing changed", async () => {
    const scene = await sceneOfTwo();
    const no = { status: 400, body: { status: "error", message: "no" } };
    scene.gateway.fail({ operation: "updateOAuthClient" }, no, 2);
    const error = await failure(scene.tyk.clients.update(everywhere, patch));
    expect(error).toMatchObject({ code: "bad-request", outcome: "refused" });
    expect(error.steps.filter(({ operation }) => operation === "updateOAuthClient")).toEqual([
      { apiId: "billing", operation: "updateOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "updateOAuthClient", outcome: "refused" },
    ]);
  });

  test("reports no change if no copy is known to be changed", async () => {
    const scene = await sceneOfTwo();
    scene.gateway.fail({ operation: "updateOAuthClient" }, "drop", 2);
    const error = await failure(scene.tyk.clients.update(everywhere, patch));
    expect(await descriptions(scene)).toEqual(["", ""]);
    expect(error).toMatchObject({ code: "incomplete", outcome: "unknown" });
  });

  test("before its own write reports no change of this copy because of the first copy's write", async () => {
    const scene = await sceneOfTwo({}, { policies });
    // On orders the client is read before the write, and once more after its tokens; the second fails.
    let reads = 0;
    scene.gateway.fail(
      ({ method, path }) =>
        method === "GET" && path === `/tyk/oauth/clients/orders/${clientId}` && (reads += 1) === 2,
      { status: 503, body: "busy" },
    );
    const before = ofApi(await snapshot(scene), "orders");
    const args = { tokens: "revoke" } as const;
    reads = 0;
    const error = await failure(
      scene.tyk.clients.update(everywhere, { policy_id: "silver" }, args),
    );
    expect(ofApi(await snapshot(scene), "orders")).toEqual(before);
    expect(error).toMatchObject({
      code: "incomplete",
      report: {
        apis: [
          { apiId: "billing", done: true, outcome: "applied" },
          { apiId: "orders", done: false, outcome: "not-sent", code: "server" },
        ],
      },
    });
  });

  test("because of the admin secret stops the method", async () => {
    const scene = await sceneOfTwo();
    scene.gateway.fail(putTo("billing"), {
      status: 403,
      body: {
        status: "error",
        message: "Attempted administrative access with invalid or missing key!",
      },
    });
    const error = await failure(scene.tyk.clients.update(everywhere, patch));
    expect(error).toMatchObject({ code: "authentication", outcome: "refused" });
    expect(await descriptions(scene)).toEqual(["", ""]);
  });
});

describe("an update of copies with a fault at each request", () => {
  test.each<[FaultName, string[]]>([
    ["dropped", ["incomplete, applied", "incomplete, applied"]],
    ["applied, then dropped", ["incomplete, applied", "incomplete, applied"]],
    ["503", ["incomplete, applied", "incomplete, applied"]],
    ["403 of the admin secret", ["authentication, refused", "authentication, applied"]],
  ])("%s", async (fault, lines) => {
    const verb: FaultScene = {
      build: () => sceneOfTwo(),
      run: (tyk) => tyk.clients.update(everywhere, patch),
      goal: async (scene) => {
        expect(await descriptions(scene)).toEqual(["Ours", "Ours"]);
      },
    };
    expect(await spoilEach(verb, fault)).toEqual(lines.map((line) => `updateOAuthClient: ${line}`));
  });

  test.each(faultNames)("of their policy, with their tokens: %s", async (fault) => {
    let tokens: string[] = [];
    const verb: FaultScene = {
      build: async () => {
        const scene = await sceneOfTwo({}, { policies });
        tokens = [(await grant(scene)).access, await mint(scene, { api: "billing" })];
        return scene;
      },
      run: (tyk) => tyk.clients.update(everywhere, { policy_id: "silver" }, { tokens: "revoke" }),
      goal: async (scene) => {
        const { app, sessions } = await snapshot(scene);
        expect([app["orders"]?.policy_id, app["billing"]?.policy_id]).toEqual(["silver", "silver"]);
        expect(sessions).toEqual({});
        for (const token of tokens) expect(await use(scene, token)).toBe(403);
      },
    };
    expect(await spoilEach(verb, fault)).not.toEqual([]);
  });
});
