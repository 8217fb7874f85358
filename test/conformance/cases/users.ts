import { expect } from "vitest";
import {
  createClient,
  deleteClient,
  exchangeCode,
  redirectUri,
  refresh,
} from "../../support/conformance/requests.ts";
import { expectOAuthError } from "../../support/conformance/expectations.ts";
import { tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const unrecorded = "the method reads every key, or every list, and waits";

/** Issues tokens for a user, by a code. */
async function tokensOf(
  { tyk, ...context }: CaseContext,
  clientId: string,
  userId: string,
): ReturnType<typeof exchangeCode> {
  const ref = { apiId: "orders", clientId };
  const { code = "" } = await tyk.clients.authorize(ref, { redirectUri, userId });
  return exchangeCode({ tyk, ...context }, `${clientId}:s`, code);
}

export const userCases: readonly Case[] = [
  {
    name: "traps 12, 15 and 17: the tokens of one user end, and a client that other users share is named, because it can issue more",
    recordings: [],
    unrecorded,
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      await createClient(context, "shared");
      const leaving = await tokensOf(context, "shared", "one-leaving");
      const staying = await tokensOf(context, "shared", "one-staying");
      const input = { apiId: "orders", where: { meta_data: { user: "one-leaving" } } };
      const first = await tyk.tokens.revokeByUser(input, { ifUnproved: "report" });
      const state = gateway.listsHashes ? "refused-at-api" : "unverified";
      expect(first.apis).toMatchObject([{ apiId: "orders", state, ended: 1 }]);
      expect(first.clients).toMatchObject([{ clientId: "shared", refreshTokens: "may-be-alive" }]);
      expect([await app.use(leaving.access), await app.use(staying.access)]).toEqual([403, 200]);
      // The report is right: the refresh token still works. The new token has the same session.
      const next = await refresh(context, "shared:s", leaving.refresh);
      expect(await app.use(next.access_token)).toBe(200);
      const second = await tyk.tokens.revokeByUser(input, {
        ifUnproved: "report",
        refreshTokens: [next.refresh_token ?? ""],
      });
      expect(second.refreshTokens).toMatchObject({ count: 1, confirmed: 1, state: "unverified" });
      await expectOAuthError(
        "invalid_grant",
        refresh(context, "shared:s", next.refresh_token ?? ""),
      );
      if (gateway.listsHashes) expect(await app.use(next.access_token)).toBe(403);
      expect(await app.use(staying.access)).toBe(200);
      await deleteClient(context, "shared");
    },
  },
  {
    name: "trap 13: a client whose whole list is one user's is ended with its secret, its refresh tokens too",
    recordings: [],
    unrecorded,
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app } = context;
      await createClient(context, "of-one-user");
      const { access, refresh: refreshToken } = await tokensOf(context, "of-one-user", "only-one");
      const input = { apiId: "orders", where: { meta_data: { user: "only-one" } } };
      const report = await tyk.tokens.revokeByUser(input, { ifUnproved: "report" });
      expect(report.clients).toMatchObject([{ clientId: "of-one-user", refreshTokens: "revoked" }]);
      expect(await app.use(access)).toBe(403);
      await expectOAuthError("invalid_grant", refresh(context, "of-one-user:s", refreshToken));
      await deleteClient(context, "of-one-user");
    },
  },
];
