import type { ClientTarget, RevokeAllArgs, TokensReport } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import {
  expectFailure,
  expectIncomplete,
  expectTokenRefused,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  requestCode,
  requestTokens,
  exchangeCode,
  createClient,
  createOnBothApis,
  redirectUri,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const allOk = { status: "ok", message: "tokens revoked successfully" };
const looked = "the verb proves what it did, by requests that no recording has";
const atOnce = { wait: false } as const;

/**
 * Ends all tokens of a client. Where keys are not listed that cannot be proved, since nobody can look for tokens that dropped
 * off a list: it must say so.
 */
async function revokeAll(
  { tyk, gateway }: CaseContext,
  target: ClientTarget,
  args?: RevokeAllArgs,
): Promise<TokensReport> {
  const call = tyk.tokens.revokeAll(target, args);
  if (gateway.listsHashes) return call;
  const report = await expectIncomplete<TokensReport>(call);
  for (const api of report.apis) expect(api).toMatchObject({ state: "unverified", count: 0 });
  return report;
}

/** What is known where all could be looked through. */
function stateOn({ gateway }: CaseContext, best: string): string {
  return gateway.listsHashes ? best : "unverified";
}

export const revokeAllCases: readonly Case[] = [
  {
    name: "trap 13: the gateway's revoke_all with a wrong secret is a success that revokes nothing",
    recordings: ["revoke-all"],
    on: tokensLiveAnHour,
    // There a removed token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      const ref = { apiId: "orders", clientId: "all" };
      await nextSecond();
      await createClient(context, "all", { secret: "as" });
      const { access_token: one } = await app.token("all:as", {});
      await app.token("all:as", {});
      const wrong = { client_id: "all", client_secret: "wrong" };
      expect(await tyk.raw.revokeAllTokens({ body: wrong })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toHaveLength(2);
      expect(await app.use(one)).toBe(200);
      const right = { client_id: "all", client_secret: "as" };
      expect(await tyk.raw.revokeAllTokens({ body: right })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toEqual([]);
      await expectTokenRefused(context, one);
      const nobody = { client_id: "nobody", client_secret: "as" };
      const message = "oauth client doesn't exist";
      await expectFailure(tyk.raw.revokeAllTokens({ body: nobody }), "not-found", message);
      await expectFailure(
        tyk.raw.revokeAllTokens({ body: { ...right, org_id: "other" } }),
        "not-found",
        message,
      );
      await deleteClient(context, "all");
    },
  },
  {
    name: "trap 13: revokeAll uses the secret that each copy has, drifted or not",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const clientId = "drifted";
      await createOnBothApis(context, clientId);
      const { secret } = await tyk.raw.rotateOAuthClient(clientPath(clientId));
      const { access_token: one } = await app.token(`${clientId}:${secret}`, {});
      const two = await app.token(`${clientId}:s`, {}, "billing");
      // The gateway's own call reaches one of the two, and says yes.
      const body = { client_id: clientId, client_secret: secret };
      expect(await tyk.raw.revokeAllTokens({ body })).toEqual(allOk);
      expect(await app.use(one)).toBe(403);
      expect(await app.use(two.access_token, "billing")).toBe(200);
      const { access_token: three } = await app.token(`${clientId}:${secret}`, {});
      const report = await revokeAll(context, { clientId, apis: "all" }, atOnce);
      const state = stateOn(context, "gone-from-storage");
      expect(report.apis).toMatchObject([
        { apiId: "billing", state },
        { apiId: "orders", state },
      ]);
      expect(await app.use(three)).toBe(403);
      await expectTokenRefused(context, two.access_token, "billing");
      await expectFailure(tyk.tokens.revokeAll({ clientId: "nobody", apis: "all" }), "not-found");
      await expectFailure(
        tyk.tokens.revokeAll({ apiId: "orders", clientId: "nobody" }),
        "not-found",
      );
      await deleteClient(context, clientId, "orders", "billing");
    },
  },
  {
    name: "trap 13: revokeAll on one API leaves the tokens that open the other API alone",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const clientId = "apart-apis";
      await createClient(context, clientId, { policy_id: "orders-only" });
      await createClient(context, clientId, { policy_id: "billing-only", api_id: "billing" });
      const { access_token: one } = await app.token(`${clientId}:s`, {});
      const { access_token: two } = await app.token(`${clientId}:s`, {}, "billing");
      const { apis } = await revokeAll(context, { apiId: "orders", clientId }, atOnce);
      expect(apis).toMatchObject([{ apiId: "orders", ended: 1 }]);
      expect(await app.use(one)).toBe(403);
      expect((await app.token(`${clientId}:s`, {}, "billing")).token_type).toBe("bearer");
      expect(await app.use(two, "billing")).toBe(200);
      // The gateway's own call ends both, as they have the same secret.
      await tyk.raw.revokeAllTokens({ body: { client_id: clientId, client_secret: "s" } });
      await expectTokenRefused(context, two, "billing");
      await deleteClient(context, clientId, "orders", "billing");
    },
  },
  {
    name: "trap 12: a refresh removes tokens from the list, and the gateway's revoke_all misses them",
    recordings: ["refresh-drops"],
    on: tokensLiveAnHour,
    // There the old token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (context) => {
      const { tyk, app, nextSecond, wait } = context;
      const ref = { apiId: "orders", clientId: "drop" };
      const uri = "https://app.example/cb";
      await createClient(context, "drop", { redirect_uri: uri });
      const code = await requestCode(context, "drop", { redirect_uri: uri });
      await nextSecond();
      const first = await exchangeCode(context, "drop:s", code, uri);
      const { access_token: two } = await app.token("drop:s", {});
      expect(await tyk.tokens.list(ref)).toHaveLength(2);
      await nextSecond();
      await wait(1100);
      const { access_token: three } = await refresh(context, "drop:s", first.refresh);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      expect(await app.use(first.access)).toBe(403);
      expect([await app.use(two), await app.use(three)]).toEqual([200, 200]);
      await expectOAuthError("invalid_grant", refresh(context, "drop:s", first.refresh));
      await tyk.raw.revokeAllTokens({ body: { client_id: "drop", client_secret: "s" } });
      expect(await app.use(two)).toBe(200);
      await expectTokenRefused(context, three);
      await deleteClient(context, "drop");
    },
  },
  {
    name: "trap 12: revokeAll finds tokens that dropped off the list among the gateway's keys, or reports that it cannot",
    recordings: [],
    unrecorded: looked,
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway, nextSecond, wait } = context;
      const ref = { apiId: "orders", clientId: "strayed" };
      await createClient(context, ref.clientId);
      await nextSecond();
      const tokens = await requestTokens(context, ref.clientId);
      const { access_token: strayed } = await app.token("strayed:s", {});
      await wait(1100);
      const after = await refresh(context, "strayed:s", tokens.refresh);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      const { apis } = await revokeAll(context, ref, atOnce);
      const [api] = apis;
      expect(api).toMatchObject({ state: stateOn(context, "gone-from-storage") });
      expect(await app.use(after.access_token)).toBe(403);
      const newest = after.refresh_token ?? "";
      await expectOAuthError("invalid_grant", refresh(context, "strayed:s", newest));
      if (gateway.listsHashes) {
        expect(api).toMatchObject({ ended: 2 });
        expect(await app.use(strayed)).toBe(403);
      } else {
        expect(api?.reason).toContain("enable_hashed_keys_listing");
        expect(await app.use(strayed)).toBe(200);
      }
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 12: without the sweep revokeAll does not report that all tokens are gone",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "unswept" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("unswept:s", {});
      const args = { ...atOnce, sweep: false };
      const thrown = await expectIncomplete<TokensReport>(tyk.tokens.revokeAll(ref, args));
      expect(thrown.apis).toMatchObject([{ state: "unverified", ended: 1 }]);
      expect(await app.use(access_token)).toBe(403);
      const report = await tyk.tokens.revokeAll(ref, { ...args, ifUnproved: "report" });
      expect(report.apis).toMatchObject([{ state: "unverified" }]);
      expect(report.beyondReach.map(({ what }) => what)).toEqual([
        "refresh tokens",
        "authorization codes",
      ]);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 16: revokeAll waits for the session cache, which accepts a removed token for ten seconds",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { app, gateway } = context;
      const ref = { apiId: "orders", clientId: "cached" };
      await createClient(context, ref.clientId, { redirect_uri: redirectUri });
      const { access_token: one } = await app.token("cached:s", {});
      expect(await app.use(one)).toBe(200);
      const soon = await revokeAll(context, ref, atOnce);
      expect(soon.apis[0]?.state).toBe(stateOn(context, "gone-from-storage"));
      expect(await app.use(one)).toBe(gateway.hash === "murmur32" ? 200 : 403);
      const { access_token: two } = await app.token("cached:s", {});
      expect(await app.use(two)).toBe(200);
      const report = await revokeAll(context, ref);
      expect(report.apis[0]?.state).toBe(stateOn(context, "refused-at-api"));
      expect(await app.use(two)).toBe(403);
      await deleteClient(context, ref.clientId);
    },
  },
];
