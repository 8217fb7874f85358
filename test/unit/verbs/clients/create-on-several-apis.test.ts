import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, newScene, oldSecret, operationsSince, sceneOfTwo, secretOn } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";
import { both, unnamed, ofSeveral, secret } from "../../../support/samples/new-client.ts";

async function secrets(scene: Scene): Promise<(string | undefined)[]> {
  return [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
}

describe("clients.create on several APIs", () => {
  test("gives all copies the same secret", async () => {
    const { tyk } = newScene();
    const made = await tyk.clients.create(omit(unnamed, "client_id"), both);
    for (const apiId of ["orders", "billing"])
      expect(await tyk.clients.get({ apiId, clientId: made.client_id })).toEqual(made);
  });

  test("creates the missing copies with the existing secret", async () => {
    const scene = newScene();
    await addClient(scene, { description: "Shop" });
    const { differs } = await scene.tyk.clients.create(unnamed, { ...both, ifExists: "keep" });
    expect(differs).toBeUndefined();
    expect(await secrets(scene)).toEqual([oldSecret, oldSecret]);
  });

  test("replaces copies with different secrets, and keeps the secret of each", async () => {
    const scene = await sceneOfTwo({ secret: "drifted" });
    await scene.tyk.clients.create(unnamed, { ...both, ifExists: "replace" });
    expect(await secrets(scene)).toEqual([oldSecret, "drifted"]);
    expect((await snapshot(scene)).app["billing"]).toMatchObject({ description: "Shop" });
  });

  test("does not choose a secret for a further copy if the secrets differ", async () => {
    const apis = ["orders", "billing", "stock"];
    const scene = newScene({ apis });
    await addClient(scene);
    await addClient(scene, { api_id: "billing", secret: "drifted" });
    for (const ifExists of ["keep", "replace"] as const) {
      const error = await failure(scene.tyk.clients.create(unnamed, { apis, ifExists }));
      expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    }
    await scene.tyk.clients.create(ofSeveral, { apis, ifExists: "keep" });
    expect([...(await secrets(scene)), await secretOn(scene, "stock")]).toEqual([
      oldSecret,
      "drifted",
      secret,
    ]);
  });

  test("reports the result per API if one fails", async () => {
    const { gateway, tyk } = newScene();
    const toBilling = '"api_id":"billing"';
    gateway.fail((request) => request.body.includes(toBilling), { status: 500, body: "no" });
    const error = await failure(tyk.clients.create(ofSeveral, both));
    const apis = [
      { apiId: "orders", done: true, outcome: "applied" },
      { apiId: "billing", done: false, outcome: "unknown", code: "server" },
    ];
    const told = { code: "incomplete", outcome: "applied", clientId, report: { clientId, apis } };
    expect(error).toMatchObject(told);
    expect(error.message).toContain(`(client_id ${clientId})`);
  });
});

describe("clients.create by a policy alone", () => {
  test.each([
    ["5.14.0", ["getPolicy", "listApis"], ["orders", "billing"]],
    // Where only the gateway knows the APIs of a policy one request makes the client on all of them.
    ["4.3.0", ["getPolicy", "listPolicies", "listApis"], [undefined]],
  ])("on %s creates the client on each OAuth API that the policy grants", async (version, looks, writes) => {
    const apis = ["orders", "billing", { api_id: "open", use_keyless: true }];
    const scene = newScene({ version, apis, policies: { gold: ["orders", "billing", "open"] } });
    const { steps } = await scene.tyk.clients.create(ofSeveral).withResponse();
    expect(await secrets(scene)).toEqual([secret, secret]);
    const sent = steps.slice(0, -writes.length).map(({ operation }) => operation);
    expect(sent.slice(0, looks.length)).toEqual(looks);
    // That the id is free on both is read twice, with controls in between.
    expect(sent.filter((operation) => operation === "getOAuthClient")).toHaveLength(4);
    expect(new Set(sent.slice(looks.length))).toEqual(
      new Set(["getOAuthClient", "getOAuthClientTokens"]),
    );
    expect(steps.slice(-writes.length)).toMatchObject(
      writes.map((apiId) => ({ operation: "createOAuthClient", ...(apiId && { apiId }) })),
    );
  });

  test("on 3.0.0, which lists no policies, creates the client too, and finds it again", async () => {
    const scene = newScene({ version: "3.0.0" });
    const { tyk } = scene;
    await tyk.clients.create(ofSeveral);
    expect(await secrets(scene)).toEqual([secret, secret]);
    await tyk.clients.create(ofSeveral);
    const other = await failure(tyk.clients.create({ ...ofSeveral, secret: "of-another" }));
    expect(other).toMatchObject({ code: "conflict" });
    const lead = { ...ofSeveral, client_id: "b", policy_id: "lead" };
    expect(await failure(tyk.clients.create(lead))).toMatchObject({ outcome: "refused" });
  });

  test("rejects a policy that is unknown or grants no OAuth API", async () => {
    const scene = newScene({ policies: { bare: [] } });
    const wrong = { lead: "not-found", bare: "unsupported" };
    for (const [policy_id, code] of Object.entries(wrong)) {
      const error = await failure(scene.tyk.clients.create({ ...ofSeveral, policy_id }));
      expect(error, policy_id).toMatchObject({ code, outcome: "not-sent" });
    }
    expect(operationsSince(scene, 0)).not.toContain("createOAuthClient");
  });

  test("rejects a policy of another organisation, as it does for a named API", async () => {
    const foreign = { org_id: "umbrella", access_rights: ["orders"] };
    const scene = newScene({ policies: { foreign } });
    const create = scene.tyk.clients.create({ ...ofSeveral, policy_id: "foreign" });
    expect(await failure(create)).toMatchObject({ code: "unsupported", outcome: "not-sent" });
  });

  test("on 4.3.0 replaces a client and keeps its secret, and cannot keep the client", async () => {
    const scene = newScene({ version: "4.3.0" });
    await addClient(scene, { api_id: "billing" });
    const error = await failure(scene.tyk.clients.create(unnamed, { ifExists: "keep" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    await scene.tyk.clients.create(unnamed, { ifExists: "replace" });
    expect(await secrets(scene)).toEqual([oldSecret, oldSecret]);
  });

  test("on 3.0.0 ends no tokens of copies that the new policy may not reach", async () => {
    const policies = { gold: ["orders", "billing"], narrow: ["orders"] };
    const scene = await sceneOfTwo({}, { version: "3.0.0", policies });
    const token = await mint(scene, { api: "billing" });
    const body = { ...unnamed, policy_id: "narrow" };
    const revoke = { ifExists: "replace", tokens: "revoke" } as const;
    const error = await failure(scene.tyk.clients.create(body, revoke));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(error.message).toContain("pass apis");
    expect(await use(scene, token, "billing")).toBe(200);
    await scene.tyk.clients.create(body, { ...revoke, apis: ["orders"] });
    await scene.tyk.clients.create(body, { ifExists: "replace", tokens: "keep" });
  });

  test("on 4.3.0 never gives one copy the secret of another", async () => {
    const scene = await sceneOfTwo({ secret: "drifted" }, { version: "4.3.0" });
    const error = await failure(scene.tyk.clients.create(unnamed, { ifExists: "replace" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(await secrets(scene)).toEqual([oldSecret, "drifted"]);
  });
});
