import { expect } from "vitest";
import {
  expectFailure,
  expectTokenRefused,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import { consent, make, refresh, remove } from "../../support/conformance/requests.ts";
import type { Tokens } from "../../support/conformance/requests.ts";
import { isBefore, liveAnHour } from "../../support/conformance/world.ts";
import type { Case } from "../../support/conformance/world.ts";

const ok = { status: "ok", message: "token revoked successfully" };
const access = { tokenTypeHint: "access_token" } as const;

export const revokeCases: readonly Case[] = [
  {
    name: "trap 17: a revoked token stops working and the others do not; the gateway confirms any token, and refuses an unknown client",
    recordings: ["revoke"],
    // There a removed token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      const revoke = (token: string, client_id = "rev"): Promise<unknown> =>
        tyk.raw.revokeSingleToken({
          body: { token, client_id, token_type_hint: "access_token" },
        });
      await nextSecond();
      await make(world, "rev", { secret: "rs" });
      const { access_token: one } = await app.token("rev:rs", {});
      const { access_token: two } = await app.token("rev:rs", {});
      expect(await tyk.tokens.list({ apiId: "orders", clientId: "rev" })).toHaveLength(2);
      expect(await app.use(one)).toBe(200);
      expect(await revoke(one)).toEqual(ok);
      await expectTokenRefused(world, one);
      expect(await app.use(two)).toBe(200);
      expect(await revoke("no-such-token")).toEqual(ok);
      await expectFailure(revoke(two, "nobody"), "bad-request", "oauth client doesn't exist");
      await expectFailure(tyk.tokens.revoke({ clientId: "rev", token: "" }), "input");
      await remove(world, "rev");
    },
  },
  {
    name: "trap 17: a revocation reports what is known of the token: nothing, for an unknown one",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, gateway } = world;
      const clientId = "precise";
      await make(world, clientId);
      await make(world, "stranger");
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
      await remove(world, clientId);
      await remove(world, "stranger");
    },
  },
  {
    name: "trap 11: the gateway confirms a listed hash, revokes nothing and hides the token; the method rejects the hash",
    recordings: ["revoke-apart"],
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, gateway, wait } = world;
      const ref = { apiId: "orders", clientId: "apart" };
      const revoke = (token: string): Promise<unknown> => {
        const body = { token, client_id: "apart", token_type_hint: "access_token" };
        return tyk.raw.revokeSingleToken({ body });
      };
      await make(world, "apart");
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
      await remove(world, "apart");
    },
  },
  {
    name: "trap 12: revoking a token removes all tokens of its second from the list, so revoke_all misses them, and they stay alive",
    recordings: ["revoke-same-second"],
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      await make(world, "same");
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
      await remove(world, "same");
    },
  },
  {
    name: "trap 12: a revocation names the tokens that it dropped off the list; they are alive and can be ended one by one",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      const ref = { apiId: "orders", clientId: "dropped" };
      await make(world, ref.clientId);
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
      await expectTokenRefused(world, [two, three]);
      await remove(world, ref.clientId);
    },
  },
  {
    name: "trap 15: the gateway's revocation of one of the two, access token or refresh token, leaves the other",
    recordings: ["revoke-all-refresh"],
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      const uri = "https://app.example/cb";
      const grant = (): Promise<Tokens> => consent(world, "rr", uri);
      const revoke = (token: string, token_type_hint: string): Promise<unknown> =>
        tyk.raw.revokeSingleToken({ body: { token, client_id: "rr", token_type_hint } });
      await nextSecond();
      await make(world, "rr", { redirect_uri: uri });
      const first = await grant();
      await tyk.raw.revokeAllTokens({ body: { client_id: "rr", client_secret: "s" } });
      await expectOAuthError("invalid_grant", refresh(world, "rr:s", first.refresh));
      const second = await grant();
      await revoke(second.access, "access_token");
      await refresh(world, "rr:s", second.refresh);
      const third = await grant();
      await revoke(third.refresh, "refresh_token");
      expect(await app.use(third.access)).toBe(200);
      await expectOAuthError("invalid_grant", refresh(world, "rr:s", third.refresh));
      await remove(world, "rr");
    },
  },
  {
    name: "trap 15: a revocation reports the related token that is still alive, which can be ended separately",
    recordings: [],
    unrecorded: "the verb reads the lists before and after, and no recording does",
    run: async (world) => {
      const { tyk, app } = world;
      const clientId = "halves";
      await make(world, clientId);
      const first = await consent(world, clientId);
      const one = await tyk.tokens.revoke({ clientId, token: first.access, ...access });
      expect(one.unreached).toEqual(["refresh_token"]);
      expect(await app.use(first.access)).toBe(403);
      // It minted on, so it is ended next.
      const minted = await refresh(world, "halves:s", first.refresh);
      const refreshToken = minted.refresh_token ?? "";
      const two = await tyk.tokens.revoke({ apiId: "orders", refreshToken });
      expect(two).toMatchObject({ state: "unverified", unreached: ["access_token"] });
      await expectOAuthError("invalid_grant", refresh(world, "halves:s", refreshToken));
      expect(await app.use(minted.access_token)).toBe(200);
      await remove(world, clientId);
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
