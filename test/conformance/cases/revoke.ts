import { expect } from "vitest";
import {
  expectFailure,
  expectTokenRefused,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  requestTokens,
  createClient,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Tokens } from "../../support/conformance/requests.ts";
import { isBefore, tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const ok = { status: "ok", message: "token revoked successfully" };
const access = { tokenTypeHint: "access_token" } as const;

export const revokeCases: readonly Case[] = [
  {
    name: "trap 17: a revoked token stops working and the others do not; the gateway confirms any token, and refuses an unknown client",
    recordings: ["revoke"],
    // There a removed token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      const revoke = (token: string, client_id = "rev"): Promise<unknown> =>
        tyk.raw.revokeSingleToken({
          body: { token, client_id, token_type_hint: "access_token" },
        });
      await nextSecond();
      await createClient(context, "rev", { secret: "rs" });
      const { access_token: one } = await app.token("rev:rs", {});
      const { access_token: two } = await app.token("rev:rs", {});
      expect(await tyk.tokens.list({ apiId: "orders", clientId: "rev" })).toHaveLength(2);
      expect(await app.use(one)).toBe(200);
      expect(await revoke(one)).toEqual(ok);
      await expectTokenRefused(context, one);
      expect(await app.use(two)).toBe(200);
      expect(await revoke("no-such-token")).toEqual(ok);
      await expectFailure(revoke(two, "nobody"), "bad-request", "oauth client doesn't exist");
      await expectFailure(tyk.tokens.revoke({ clientId: "rev", token: "" }), "input");
      await deleteClient(context, "rev");
    },
  },
  {
    name: "trap 17: a revocation reports what is known of the token: nothing, for an unknown one",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const clientId = "precise";
      await createClient(context, clientId);
      await createClient(context, "stranger");
      const { access_token: token } = await app.token("precise:s", {});
      const nowhere = await tyk.tokens.revoke({ clientId, token: "no-such-token", ...access });
      expect(nowhere).toMatchObject({ state: "unverified", dropped: [] });
      // In the name of another client it works. Whose the token is shows the session, which is read by the token's hash.
      const { access_token: other } = await app.token("precise:s", {});
      const named = await tyk.tokens.revoke({ clientId: "stranger", token: other, ...access });
      const isSeen = gateway.hash !== undefined;
      expect(named.state).toBe(isSeen ? "gone-from-storage" : "unverified");
      expect(named.dropped).toHaveLength(isSeen ? 1 : 0);
      expect(await app.use(other)).toBe(403);
      const known = await tyk.tokens.revoke({ clientId, token, ...access });
      expect(known.unreached).toEqual(["refresh_token"]);
      expect(await app.use(token)).toBe(403);
      const nobody = tyk.tokens.revoke({ clientId: "nobody", token, ...access });
      await expectFailure(nobody, "bad-request", "oauth client doesn't exist");
      await deleteClient(context, clientId);
      await deleteClient(context, "stranger");
    },
  },
  {
    name: "trap 11: the gateway confirms a listed hash, revokes nothing and hides the token; the method rejects the hash",
    recordings: ["revoke-apart"],
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway, wait } = context;
      const ref = { apiId: "orders", clientId: "apart" };
      const revoke = (token: string): Promise<unknown> => {
        const body = { token, client_id: "apart", token_type_hint: "access_token" };
        return tyk.raw.revokeSingleToken({ body });
      };
      await createClient(context, "apart");
      const { access_token: one } = await app.token("apart:s", {});
      await wait(1100);
      const { access_token: two } = await app.token("apart:s", {});
      await wait(1100);
      await app.token("apart:s", {});
      const listed = await tyk.tokens.list(ref);
      expect(listed).toHaveLength(3);
      const code = listed[1]?.code ?? "";
      if (gateway.hash !== undefined) {
        const byHash = tyk.tokens.revoke({ clientId: "apart", token: code, ...access });
        expect(await expectFailure(byHash, "input")).toMatchObject({
          field: "token",
          outcome: "not-sent",
          attempts: 0,
        });
      }
      expect(await revoke(one)).toEqual(ok);
      expect(await tyk.tokens.list(ref)).toHaveLength(2);
      expect(await revoke(code)).toEqual(ok);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      // Where keys are not hashed the list names the token itself.
      const status = gateway.hash === undefined ? 403 : 200;
      expect(await app.use(two)).toBe(status);
      await tyk.raw.revokeAllTokens({ body: { client_id: "apart", client_secret: "s" } });
      expect(await app.use(two)).toBe(status);
      await deleteClient(context, "apart");
    },
  },
  {
    name: "trap 12: revoking a token removes all tokens of its second from the list, so revoke_all misses them, and they stay alive",
    recordings: ["revoke-same-second"],
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      await createClient(context, "same");
      await nextSecond();
      const { access_token: one } = await app.token("same:s", {});
      const { access_token: two } = await app.token("same:s", {});
      const { access_token: three } = await app.token("same:s", {});
      const ref = { apiId: "orders", clientId: "same" };
      expect(await tyk.tokens.list(ref)).toHaveLength(3);
      await tyk.raw.revokeSingleToken({
        body: { token: one, client_id: "same", token_type_hint: "access_token" },
      });
      expect(await tyk.tokens.list(ref)).toEqual([]);
      await tyk.raw.revokeAllTokens({ body: { client_id: "same", client_secret: "s" } });
      expect(await app.use(one)).toBe(403);
      expect(await app.use(two)).toBe(200);
      expect(await app.use(three)).toBe(200);
      await deleteClient(context, "same");
    },
  },
  {
    name: "trap 12: a revocation names the tokens that it dropped off the list; they are alive and can be ended one by one",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      const ref = { apiId: "orders", clientId: "dropped" };
      await createClient(context, ref.clientId);
      await nextSecond();
      const { access_token: one } = await app.token("dropped:s", {});
      const { access_token: two } = await app.token("dropped:s", {});
      const { access_token: three } = await app.token("dropped:s", {});
      const target = { clientId: ref.clientId, token: one, ...access };
      const { state, dropped } = await tyk.tokens.revoke(target);
      expect(state).toBe("gone-from-storage");
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect(await app.use(one)).toBe(403);
      expect([await app.use(two), await app.use(three)]).toEqual([200, 200]);
      expect(dropped).toHaveLength(2);
      for (const entry of dropped) {
        expect((await tyk.tokens.inspect(entry)).life).toBe("alive");
        const ended = await tyk.tokens.revoke(entry);
        expect(ended).toMatchObject({ state: "gone-from-storage", unreached: ["refresh_token"] });
        expect((await tyk.tokens.inspect(entry)).life).toBe("gone");
        await expectFailure(tyk.tokens.revoke(entry), "not-found");
      }
      await expectTokenRefused(context, [two, three]);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 15: the gateway's revocation of one of the two, access token or refresh token, leaves the other",
    recordings: ["revoke-all-refresh"],
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      const uri = "https://app.example/cb";
      const grant = (): Promise<Tokens> => requestTokens(context, "rr", uri);
      const revoke = (token: string, token_type_hint: string): Promise<unknown> =>
        tyk.raw.revokeSingleToken({ body: { token, client_id: "rr", token_type_hint } });
      await nextSecond();
      await createClient(context, "rr", { redirect_uri: uri });
      const first = await grant();
      await tyk.raw.revokeAllTokens({ body: { client_id: "rr", client_secret: "s" } });
      await expectOAuthError("invalid_grant", refresh(context, "rr:s", first.refresh));
      const second = await grant();
      await revoke(second.access, "access_token");
      await refresh(context, "rr:s", second.refresh);
      const third = await grant();
      await revoke(third.refresh, "refresh_token");
      expect(await app.use(third.access)).toBe(200);
      await expectOAuthError("invalid_grant", refresh(context, "rr:s", third.refresh));
      await deleteClient(context, "rr");
    },
  },
  {
    name: "trap 15: a revocation reports the related token that is still alive, which can be ended separately",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    run: async (context) => {
      const { tyk, app } = context;
      const clientId = "halves";
      await createClient(context, clientId);
      const first = await requestTokens(context, clientId);
      const one = await tyk.tokens.revoke({ clientId, token: first.access, ...access });
      expect(one.unreached).toEqual(["refresh_token"]);
      expect(await app.use(first.access)).toBe(403);
      // It minted on, so it is ended next.
      const minted = await refresh(context, "halves:s", first.refresh);
      const refreshToken = minted.refresh_token ?? "";
      const two = await tyk.tokens.revoke({ apiId: "orders", refreshToken });
      expect(two).toMatchObject({ state: "unverified", unreached: ["access_token"] });
      await expectOAuthError("invalid_grant", refresh(context, "halves:s", refreshToken));
      expect(await app.use(minted.access_token)).toBe(200);
      await deleteClient(context, clientId);
    },
  },
  {
    name: "trap 17: ending a refresh token always succeeds, so its result proves nothing",
    recordings: ["refresh-refusals"],
    run: async ({ tyk, gateway }) => {
      const end = (apiId: string): ReturnType<typeof tyk.tokens.revoke> =>
        tyk.tokens.revoke({ apiId, refreshToken: "some-token" });
      expect(await end("orders")).toMatchObject({
        state: "unverified",
        dropped: [],
        unreached: ["access_token"],
      });
      await expectFailure(end("no-such-api"), "not-found", "API for this refresh token not found");
      const onOpen = end("open");
      if (isBefore(gateway.version, "4.0.0"))
        await expectFailure(onOpen, "bad-request", "OAuth is not enabled on this API");
      else expect((await onOpen).state).toBe("unverified");
    },
  },
];
