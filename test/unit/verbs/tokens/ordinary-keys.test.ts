import { describe, expect, test } from "vitest";
import type { TykFetch, TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  issueTokenPair,
  listedCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import { clientId, onOrders, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const vault = { vault: { api_id: "vault", api_name: "vault", versions: ["Default"] } };

/** Keys that no OAuth client made, as gateways of 5.14.0 show them: what is empty is left out. */
const ordinaryKeys: Readonly<Record<string, object>> = {
  // An auth token that never expires.
  "1111111111111111": { access_rights: vault, org_id: "acme", rate: 1000, per: 1 },
  // A basic user of no organisation.
  "2222222222222222": { access_rights: vault, basic_auth_data: {}, expires: 1_900_000_000 },
  // A session of a JWT: its policy alone.
  "3333333333333333": { apply_policies: ["gold"], date_created: "2030-01-01T00:00:00Z" },
};

/** A client on a gateway that holds these keys, too. */
function clientAmong(
  { gateway }: TestBed,
  keys: Readonly<Record<string, object>>,
  seen: string[] = [],
): TykOAuth {
  const fetch: TykFetch = async (url, init) => {
    const { pathname } = new URL(url);
    const [, key = ""] = /^\/tyk\/keys\/(\w+)$/.exec(pathname) ?? [];
    const session = keys[key];
    if (session !== undefined && init.method === "GET") {
      seen.push(key);
      return Response.json(session);
    }
    const response = await gateway.fetch(url, init);
    if (pathname !== "/tyk/keys") return response;
    const list = (await response.json()) as { readonly keys: readonly string[] };
    return Response.json({ keys: [...Object.keys(keys), ...list.keys] });
  };
  return gateway.client({ maxRetries: 0, fetch });
}

/** A token that dropped off its client's list, because another one of the same second was revoked. */
async function unlistedToken(bed: TestBed): Promise<string> {
  const [token, dropped] = [await issueToken(bed), await issueToken(bed)];
  await bed.raw.revokeSingleToken({ body: { token, client_id: clientId } });
  expect(await listedCodes(bed)).toEqual([]);
  return dropped;
}

describe("on a gateway with keys that belong to no OAuth client", () => {
  test("tokens.revokeAll proves that the client's tokens are gone", async () => {
    const bed = await testBedWithOneCopy();
    const dropped = await unlistedToken(bed);
    const seen: string[] = [];
    const tyk = clientAmong(bed, ordinaryKeys, seen);
    const { apis } = await tyk.tokens.revokeAll(onOrders);
    expect(apis).toMatchObject([{ state: "refused-at-api", count: 1, ended: 1 }]);
    expect(apis[0]?.reason).toBeUndefined();
    expect(await callApi(bed, dropped)).toBe(403);
    // Each is read once: a key of somebody else does not change hands.
    expect(seen.sort()).toEqual(Object.keys(ordinaryKeys));
  });

  test("clients.cutOff, clients.update and clients.delete succeed as on a gateway without such keys", async () => {
    const bed = await testBedWithOneCopy({ policies: { gold: ["orders"], silver: ["orders"] } });
    const tyk = clientAmong(bed, ordinaryKeys);
    await unlistedToken(bed);
    const { report } = await tyk.clients.cutOff({ clientId });
    expect(report.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    await tyk.clients.update(onOrders, { policy_id: "silver" }, { tokens: "revoke" });
    await tyk.clients.delete(onOrders);
    expect(await failure(tyk.clients.get(onOrders))).toMatchObject({ code: "not-found" });
  });

  test("tokens.find reads each of them", async () => {
    const bed = await testBedWithOneCopy();
    const tyk = clientAmong(bed, ordinaryKeys);
    const found = await tyk.tokens.find({ apiId: "vault", where: () => true });
    expect(found.complete).toBe(true);
    expect(found.tokens.map(({ listedCode }) => listedCode).sort()).toEqual(
      Object.keys(ordinaryKeys),
    );
    expect(found.tokens.find(({ listedCode }) => listedCode.startsWith("2"))).toEqual({
      listedCode: "2222222222222222",
      orgId: "",
      expires: 1_900_000_000,
      policies: [],
      apiIds: ["vault"],
    });
  });

  test("tokens.inspect reports a key without a client that never expires", async () => {
    const bed = await testBedWithOneCopy();
    const tyk = clientAmong(bed, ordinaryKeys);
    const target = { apiId: "vault", listedCode: "1111111111111111" };
    expect(await tyk.tokens.inspect(target)).toEqual({
      life: "alive",
      orgId: "acme",
      expires: 0,
      policies: [],
      apiIds: ["vault"],
    });
  });

  test("a value that is no session leaves an uncertainty, because it may be the client's", async () => {
    const bed = await testBedWithOneCopy();
    for (const odd of [{}, { status: "error", message: "odd" }, { oauth_client_id: null }]) {
      const tyk = clientAmong(bed, { "4444444444444444": odd });
      const { apis } = await tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
      expect(apis, JSON.stringify(odd)).toMatchObject([{ state: "unverified" }]);
    }
  });
});

describe("an OAuth token whose access rights have no organisation", () => {
  const rules = {
    org_id: "",
    access_rights: { orders: { api_id: "orders", api_name: "orders", versions: ["Default"] } },
  };

  async function tokenWithoutOrg(bed: TestBed): Promise<string> {
    const { access } = await issueTokenPair(bed, {}, rules);
    const [listedCode = ""] = await listedCodes(bed);
    const session = await bed.raw.getKey({
      path: { keyID: listedCode },
      query: { hashed: true },
    });
    // The gateway leaves out the empty organisation.
    expect(session).toMatchObject({ oauth_client_id: clientId });
    expect(session).not.toHaveProperty("org_id");
    return access;
  }

  test("is read, ended and reported by tokens.revokeAll", async () => {
    const bed = await testBedWithOneCopy();
    const token = await tokenWithoutOrg(bed);
    expect(await callApi(bed, token)).toBe(200);
    const [listedCode = ""] = await listedCodes(bed);
    expect(await bed.tyk.tokens.inspect({ apiId: "orders", listedCode })).toMatchObject({
      life: "alive",
      clientId,
      orgId: "",
    });
    const { apis } = await bed.tyk.tokens.revokeAll(onOrders);
    expect(apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", count: 1, ended: 1 }]);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("is reported as dropped if tokens.revoke removes it from the list", async () => {
    const bed = await testBedWithOneCopy();
    const other = await tokenWithoutOrg(bed);
    const [listedCode] = await listedCodes(bed);
    const { access } = await issueTokenPair(bed);
    const revoked = await bed.tyk.tokens.revoke({
      clientId,
      token: access,
      tokenTypeHint: "access_token",
    });
    expect(revoked).toMatchObject({
      state: "gone-from-storage",
      dropped: [{ apiId: "orders", listedCode }],
    });
    expect(await callApi(bed, other)).toBe(200);
    const ended = await bed.tyk.tokens.revoke({ apiId: "orders", listedCode: listedCode ?? "" });
    expect(ended.state).toBe("gone-from-storage");
    expect(await callApi(bed, other)).toBe(403);
  });
});
