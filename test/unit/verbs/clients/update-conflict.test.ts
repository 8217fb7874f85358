import { describe, expect, test } from "vitest";
import type { OAuthClient } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { mint } from "../../../support/gateway/flow.ts";
import { meanwhile, newScene, onOrders, sceneOfOne } from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const first = { description: "Shop", meta_data: { team: "storefront", tier: 2 } };

/** Two policies of the same API, so that a client can change from the one to the other. */
const policies = { gold: ["orders"], silver: ["orders"], narrow: ["billing"] };

function withClient(options: Parameters<typeof newScene>[0] = {}): Promise<Scene> {
  return sceneOfOne({ policies, ...options }, first);
}

async function stored(scene: Scene): Promise<OAuthClient | undefined> {
  return (await snapshot(scene)).app["orders"];
}

describe("clients.update with another writer", () => {
  const put = /^PUT /;
  const others = { redirect_uri: redirectUri, policy_id: "gold", description: "Theirs" };

  function theirs(scene: Scene): () => Promise<unknown> {
    const path = { apiID: "orders", keyName: "app" };
    return () => scene.raw.updateOAuthClient({ path, body: others });
  }

  test("after the write reports a conflict, and leaves what the other stored", async () => {
    const scene = await withClient();
    const tyk = meanwhile(scene, "after", put, theirs(scene));
    const error = await failure(tyk.clients.update(onOrders, { description: "Ours" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(error.message).toContain("changed meta_data, description of the client app");
    expect(await stored(scene)).toMatchObject({ description: "Theirs", meta_data: null });
  });

  test("between the read and the write cannot notice it: there is no ETag", async () => {
    const scene = await withClient();
    const tyk = meanwhile(scene, "before", put, theirs(scene));
    await tyk.clients.update(onOrders, { description: "Ours" });
    expect(await stored(scene)).toMatchObject({ ...first, description: "Ours" });
  });

  test("during the revocation of tokens writes nothing", async () => {
    const scene = await withClient();
    await mint(scene);
    const tyk = meanwhile(scene, "after", /revoke_all$/, theirs(scene));
    const call = tyk.clients.update(onOrders, { policy_id: "silver" }, { tokens: "revoke" });
    // The tokens are gone, which is a change too.
    expect(await failure(call)).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(await stored(scene)).toMatchObject({ description: "Theirs", policy_id: "gold" });
  });

  test("who deletes the client after the write reports that too", async () => {
    const scene = await withClient();
    const path = { apiID: "orders", keyName: "app" };
    const tyk = meanwhile(scene, "after", put, () => scene.raw.deleteOAuthClient({ path }));
    const error = await failure(tyk.clients.update(onOrders, { description: "Ours" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
  });
});
