import { describe, expect, test, vi } from "vitest";
import type { NewClientRequest, TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { spoilEach } from "../../../support/gateway/fault-run.ts";
import type { ByFault, FaultName } from "../../../support/gateway/fault-run.ts";
import { mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, newScene, oldSecret, operationsSince, sceneOfOne, secretOn } from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";
import { both, ofSeveral, body, secret } from "../../../support/samples/new-client.ts";

async function secrets(scene: Scene): Promise<(string | undefined)[]> {
  return [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
}

describe("clients.create on one API", () => {
  test("checks the API, the policy and the id, and returns the client as stored", async () => {
    const scene = newScene();
    const { data, steps, warnings } = await scene.tyk.clients.create(body).withResponse();
    expect(data).toEqual({ ...ofSeveral, meta_data: null });
    expect(steps).toEqual([
      { apiId: "orders", operation: "getApi", outcome: "applied" },
      { operation: "getPolicy", outcome: "applied" },
      // That the id is free is read twice, with a control in between.
      { apiId: "orders", operation: "getOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
      { apiId: "orders", operation: "getOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "createOAuthClient", outcome: "applied" },
    ]);
    expect(warnings).toEqual([]);
    expect((await snapshot(scene)).app).toEqual({ orders: data, billing: undefined });
  });

  test("generates a new id and secret each time, with characters that need no encoding", async () => {
    const { tyk } = newScene();
    const create = (): Promise<NewClientRequest> =>
      tyk.clients.create({ api_id: "orders", redirect_uri: redirectUri });
    const clients = [await create(), await create()];
    for (const client of clients) {
      expect(client.client_id).toMatch(/^[0-9a-f]{32}$/);
      expect(client.secret).toMatch(/^[\w-]{43}$/);
    }
    expect(new Set(clients.flatMap((one) => [one.client_id, one.secret])).size).toBe(4);
  });

  test("rejects an unknown API, an API without OAuth, and a policy that does not grant the API", async () => {
    const policies = {
      gold: ["orders"],
      narrow: ["open"],
      foreign: { org_id: "umbrella", access_rights: ["orders"] },
    };
    const scene = newScene({ apis: ["orders", { api_id: "open", use_keyless: true }], policies });
    const wrong: [Partial<NewClientRequest>, string, string][] = [
      [{ api_id: "nowhere" }, "not-found", "API not found"],
      [{ api_id: "open", policy_id: "narrow" }, "unsupported", "open does not use OAuth"],
      [{ policy_id: "lead" }, "not-found", "Policy not found"],
      [{ policy_id: "narrow" }, "unsupported", "does not grant the API orders"],
      [{ policy_id: "foreign" }, "unsupported", "belongs to another organisation"],
    ];
    for (const [change, code, why] of wrong) {
      const error = await failure(scene.tyk.clients.create({ ...body, ...change }));
      expect(error, why).toMatchObject({ code, outcome: "not-sent" });
      expect(error.message).toContain(why);
    }
    expect((await snapshot(scene, ["orders"])).clients).toEqual({ orders: [] });
  });
});

describe("clients.create if the client exists", () => {
  const other = { ...body, description: "Another" };

  async function withClient(): Promise<Scene> {
    const scene = newScene();
    await addClient(scene, { description: "First" });
    return scene;
  }

  test("fails, and does not change the client", async () => {
    const scene = await withClient();
    const before = await snapshot(scene);
    const error = await failure(scene.tyk.clients.create(body));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(error.clientId).toBeUndefined();
    expect(await snapshot(scene)).toEqual(before);
  });

  test("keeps the client, and reports the differing fields", async () => {
    const scene = await withClient();
    const before = await snapshot(scene);
    const kept = await scene.tyk.clients.create(other, { ifExists: "keep" });
    const differs = [{ apiId: "orders", fields: ["description", "secret"] }];
    expect(kept).toEqual({ ...before.app["orders"], differs });
    const same = { ...omit(body, "secret"), description: "First" };
    expect(await scene.tyk.clients.create(same, { ifExists: "keep" })).toEqual(
      before.app["orders"],
    );
    expect(await snapshot(scene)).toEqual(before);
  });

  test("replaces the client, but keeps its secret unless the call names one", async () => {
    const scene = await withClient();
    await scene.tyk.clients.create(omit(other, "secret"), { ifExists: "replace" });
    const { app } = await snapshot(scene);
    expect(app["orders"]).toMatchObject({ description: "Another", secret: oldSecret });
    await scene.tyk.clients.create(other, { ifExists: "replace" });
    expect(await secretOn(scene, "orders")).toBe(secret);
  });

  test("requires a decision about the tokens if the policy changes, and ends them", async () => {
    const scene = await sceneOfOne({ policies: { gold: ["orders"], silver: ["orders"] } });
    const silver = { ...body, policy_id: "silver" };
    const token = await mint(scene);
    const error = await failure(scene.tyk.clients.create(silver, { ifExists: "replace" }));
    expect(error).toMatchObject({ code: "input", field: "tokens", outcome: "not-sent" });
    expect(await use(scene, token)).toBe(200);
    await scene.tyk.clients.create(silver, { ifExists: "replace", tokens: "revoke" });
    expect(await use(scene, token)).toBe(403);
  });

  test.each(["fail", "keep", "replace"] as const)(
    "with %s recognises its own client, and writes nothing",
    async (ifExists) => {
      const scene = newScene();
      const first = await scene.tyk.clients.create(body);
      const from = scene.gateway.requests.length;
      expect(await scene.tyk.clients.create(body, { ifExists })).toEqual(first);
      expect(operationsSince(scene, from)).not.toContain("createOAuthClient");
    },
  );

  test("treats a client that differs, in its secret or otherwise, as another client", async () => {
    const { tyk } = newScene();
    await tyk.clients.create(body);
    for (const one of [{ ...body, secret: "of-another" }, omit(body, "secret"), other])
      expect(await failure(tyk.clients.create(one))).toMatchObject({ code: "conflict" });
  });
});

describe("clients.create with lint: warn", () => {
  const odd = { client_id: "a%b", api_id: "orders", meta_data: ["x"] };

  test("accepts odd values with a warning", async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const { tyk } = newScene({}, { logger });
    const { data, warnings } = await tyk.clients.create(odd, { lint: "warn" }).withResponse();
    expect(data).toMatchObject({ client_id: "a%b", redirect_uri: "", meta_data: ["x"] });
    const fields = ["body.client_id", "body.redirect_uri", "body.meta_data"];
    expect(warnings.map((warning) => warning.split(" ", 1)[0])).toEqual(fields);
    const logged = logger.warn.mock.calls.join("\n");
    for (const warning of warnings) expect(logged).toContain(warning);
    expect(await tyk.clients.get({ apiId: "orders", clientId: "a%b" })).toEqual(data);
  });

  test("is not the default", async () => {
    const { gateway, tyk } = newScene();
    expect(await failure(tyk.clients.create(odd))).toMatchObject({ code: "input" });
    expect(gateway.requests).toEqual([]);
  });
});

describe("clients.create with a fault at each request", () => {
  const cases: [string, string, (tyk: TykOAuth) => Promise<unknown>, ByFault][] = [
    [
      "on several APIs",
      "5.14.0",
      (tyk) => tyk.clients.create(ofSeveral, both),
      {
        dropped: ["incomplete, applied", "incomplete, applied"],
        // What was made is read, so that nothing is left to be told.
        "applied, then dropped": ["fine", "fine"],
        "503": ["incomplete, applied", "incomplete, applied"],
        "403 of the admin secret": ["authentication, refused", "authentication, applied"],
      },
    ],
    [
      "by a policy of which the gateway cannot tell",
      "4.3.0",
      (tyk) => tyk.clients.create(ofSeveral),
      {
        dropped: ["connection, unknown"],
        // What was stored is read; that it is all that the policy grants nobody can tell.
        "applied, then dropped": ["incomplete, applied"],
        "503": ["server, unknown"],
        "403 of the admin secret": ["authentication, refused"],
      },
    ],
  ];

  for (const [name, version, run, told] of cases)
    test.each(Object.keys(told) as FaultName[])(`${name}: %s`, async (fault) => {
      const build = (): Promise<Scene> => Promise.resolve(newScene({ version }));
      const goal = async (scene: Scene): Promise<void> => {
        expect(await secrets(scene)).toEqual([secret, secret]);
      };
      const lines = told[fault].map((line) => `createOAuthClient: ${line}`);
      expect(await spoilEach({ build, run, goal, makes: clientId }, fault)).toEqual(lines);
    });

  test("on one API names the client if the check for an existing client fails", async () => {
    const { gateway, tyk } = newScene();
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");
    gateway.fail({ operation: "getOAuthClient" }, "drop");
    const error = await failure(tyk.clients.create(omit(body, "client_id", "secret")));
    expect(error).toMatchObject({ code: "connection", outcome: "unknown" });
    const made = { apiId: "orders", clientId: error.clientId ?? "" };
    expect(await tyk.clients.get(made)).toMatchObject({ client_id: made.clientId });
  });
});
