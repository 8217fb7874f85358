import { describe, expect, test } from "vitest";
import type { OAuthClient } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultName } from "../../../support/gateway/fault-run.ts";
import { canRefresh, grant, keys, mint, use } from "../../../support/gateway/flow.ts";
import {
  addClient,
  meanwhile,
  newScene,
  oldSecret,
  onOrders,
  sceneOfOne,
} from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const policies = { gold: ["orders"], silver: ["orders"] };
const body = { redirect_uri: "https://app.example/new", policy_id: "gold", description: "New" };

function withClient(): Promise<Scene> {
  return sceneOfOne({ policies }, { description: "Shop", meta_data: { team: "storefront" } });
}

async function stored(scene: Scene): Promise<OAuthClient | undefined> {
  return (await snapshot(scene)).app["orders"];
}

describe("clients.replace", () => {
  test("stores the body and blanks the rest, except for the id and the secret", async () => {
    const scene = await withClient();
    const { data, steps } = await scene.tyk.clients.replace(onOrders, body).withResponse();
    const whole = { client_id: "app", secret: oldSecret, ...body, meta_data: null };
    expect(data).toEqual(whole);
    expect(await stored(scene)).toEqual(whole);
    const look = { apiId: "orders", operation: "getOAuthClient", outcome: "applied" };
    expect(steps).toEqual([look, { ...look, operation: "updateOAuthClient" }, look]);
  });

  test("writes the numbers of metadata as passed", async () => {
    const scene = newScene({ policies });
    await addClient(scene, { meta_data: { id: 2 ** 53 } });
    await scene.tyk.clients.replace(onOrders, { ...body, meta_data: { id: 7 } });
    expect(await stored(scene)).toMatchObject({ meta_data: { id: 7 } });
  });

  test("does not blank the redirect URI unless the caller allows it", async () => {
    const scene = await withClient();
    const before = await stored(scene);
    for (const blank of [{ policy_id: "gold" }, { policy_id: "gold", redirect_uri: "" }]) {
      const error = await failure(scene.tyk.clients.replace(onOrders, blank));
      expect(error).toMatchObject({ code: "input", field: "body.redirect_uri" });
      expect(await stored(scene)).toEqual(before);
      const call = scene.tyk.clients.replace(onOrders, blank, { blankRedirectUri: true });
      expect(await call).toMatchObject({ redirect_uri: "", secret: oldSecret });
      await addClient(scene, { description: "Shop", meta_data: { team: "storefront" } });
    }
  });

  test("accepts odd values only with lint: warn", async () => {
    const scene = await withClient();
    const odd = { ...body, redirect_uri: `${redirectUri}#part` };
    expect(await failure(scene.tyk.clients.replace(onOrders, odd))).toMatchObject({
      code: "input",
    });
    const call = scene.tyk.clients.replace(onOrders, odd, { lint: "warn" });
    expect((await call.withResponse()).warnings).toEqual([
      expect.stringContaining("body.redirect_uri must not have a fragment"),
    ]);
  });

  test("requires a decision about the tokens if the policy changes, and ends them", async () => {
    const scene = await withClient();
    const { access, refresh } = await grant(scene);
    const silver = { ...body, policy_id: "silver" };
    for (const other of [silver, { redirect_uri: redirectUri }]) {
      const error = await failure(scene.tyk.clients.replace(onOrders, other));
      expect(error).toMatchObject({ code: "input", field: "tokens", outcome: "not-sent" });
    }
    await scene.tyk.clients.replace(onOrders, silver, { tokens: "revoke" });
    expect(await stored(scene)).toMatchObject({ policy_id: "silver" });
    expect(await use(scene, access)).toBe(403);
    expect(await canRefresh(scene, refresh)).toBe(false);
    expect(await keys(scene)).toEqual([]);
    const token = await mint(scene);
    await scene.tyk.clients.replace(onOrders, body, { tokens: "keep" });
    expect(await use(scene, token)).toBe(200);
  });

  test("reports an unknown client, and creates none", async () => {
    const scene = newScene();
    const error = await failure(scene.tyk.clients.replace(onOrders, body));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    expect(await stored(scene)).toBeUndefined();
  });

  test("reports a conflict if another writer stored something after it", async () => {
    const scene = await withClient();
    const theirs = { ...body, redirect_uri: redirectUri };
    const path = { apiID: "orders", keyName: "app" };
    const tyk = meanwhile(scene, "after", /^PUT /, () =>
      scene.raw.updateOAuthClient({ path, body: theirs }),
    );
    const error = await failure(tyk.clients.replace(onOrders, body));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(await stored(scene)).toMatchObject(theirs);
  });

  test.each<[FaultName, string]>([
    ["dropped", "connection, unknown"],
    ["applied, then dropped", "connection, unknown"],
    ["503", "server, unknown"],
    ["403 of the admin secret", "authentication, refused"],
  ])("with a fault at each request: %s", async (fault, line) => {
    const told = await spoilEach(
      {
        build: withClient,
        run: (tyk) => tyk.clients.replace(onOrders, body),
        goal: async (scene) => {
          expect(await stored(scene)).toMatchObject({ ...body, meta_data: null });
        },
      },
      fault,
    );
    expect(told).toEqual([`updateOAuthClient: ${line}`]);
  });
});
