import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { issueToken } from "../../../support/gateway/oauth-flow.ts";
import {
  clientWithOtherWriter,
  onOrders,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed, createTestBed } from "../../../support/gateway/test-bed.ts";
import { readStoredClient } from "../../../support/gateway/snapshot.ts";

const first = { description: "Shop", meta_data: { team: "storefront", tier: 2 } };

/** Two policies of the same API, so that a client can change from the one to the other. */
const policies = { gold: ["orders"], silver: ["orders"], narrow: ["billing"] };

function withClient(options: Parameters<typeof createTestBed>[0] = {}): Promise<TestBed> {
  return testBedWithOneCopy({ policies, ...options }, first);
}

describe("clients.update with another writer", () => {
  const put = /^PUT /;
  const others = { redirect_uri: redirectUri, policy_id: "gold", description: "Theirs" };

  function theirs(bed: TestBed): () => Promise<unknown> {
    const path = { apiID: "orders", keyName: "app" };
    return () => bed.raw.updateOAuthClient({ path, body: others });
  }

  test("after the write reports a conflict, and leaves what the other stored", async () => {
    const bed = await withClient();
    const tyk = clientWithOtherWriter(bed, "after", put, theirs(bed));
    const error = await failure(tyk.clients.update(onOrders, { description: "Ours" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(error.message).toContain("changed meta_data, description of the client app");
    expect(await readStoredClient(bed)).toMatchObject({ description: "Theirs", meta_data: null });
  });

  test("between the read and the write cannot notice it: there is no ETag", async () => {
    const bed = await withClient();
    const tyk = clientWithOtherWriter(bed, "before", put, theirs(bed));
    await tyk.clients.update(onOrders, { description: "Ours" });
    expect(await readStoredClient(bed)).toMatchObject({ ...first, description: "Ours" });
  });

  test("during the revocation of tokens writes nothing", async () => {
    const bed = await withClient();
    await issueToken(bed);
    const tyk = clientWithOtherWriter(bed, "after", /revoke_all$/, theirs(bed));
    const call = tyk.clients.update(onOrders, { policy_id: "silver" }, { tokens: "revoke" });
    // The tokens are gone, which is a change too.
    expect(await failure(call)).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(await readStoredClient(bed)).toMatchObject({ description: "Theirs", policy_id: "gold" });
  });

  test("who deletes the client after the write reports that too", async () => {
    const bed = await withClient();
    const path = { apiID: "orders", keyName: "app" };
    const tyk = clientWithOtherWriter(bed, "after", put, () => bed.raw.deleteOAuthClient({ path }));
    const error = await failure(tyk.clients.update(onOrders, { description: "Ours" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
  });
});
