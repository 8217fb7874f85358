import { expect } from "vitest";
import { expectFailure, expectTokenRefused } from "../../support/conformance/expectations.ts";
import { requestTokens, createClient, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore, tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const keyCases: readonly Case[] = [
  {
    name: "trap 16: a token known only by its listed code is ended by its key; the list still names it",
    recordings: ["keys-sweep"],
    run: async (context) => {
      const { tyk, app, gateway, wait } = context;
      const ref = { apiId: "orders", clientId: "sweep" };
      const key = (keyID: string): { path: { keyID: string }; query: object } => ({
        path: { keyID },
        query: { hashed: true, api_id: "orders" },
      });
      await createClient(context, "sweep");
      const { access_token: first } = await app.token("sweep:s", {});
      await wait(1100);
      const { access_token: second } = await app.token("sweep:s", {});
      const [entry, other] = await tyk.tokens.list(ref);
      const code = entry?.code ?? "";
      expect(await tyk.raw.deleteKey(key(code))).toEqual({
        key: code,
        status: "ok",
        action: "deleted",
      });
      // That these codes belong to these tokens in this order is what the second between them is for.
      expect(await app.use(first)).toBe(403);
      expect(await app.use(second)).toBe(200);
      expect(await tyk.tokens.list(ref)).toEqual([entry, other]);
      // The method would read more than is recorded before it believes a 404.
      const unknown = tyk.raw.deleteKey(key("0000000000000000"));
      await expectFailure(
        unknown,
        isBefore(gateway.version, "4.0.0") ? "bad-request" : "not-found",
      );
      await deleteClient(context, "sweep");
    },
  },
  {
    name: "trap 16: keys cannot be listed if the gateway does not list hashes",
    recordings: ["keys-sweep"],
    run: async ({ tyk, gateway }) => {
      const keys = tyk.raw.listKeys();
      if (gateway.listsHashes) {
        // Another case's tokens may be alive on a running gateway.
        expect((await keys).keys.every((key) => key !== "")).toBe(true);
      } else {
        const message = "Hashed key listing is disabled in config (enable_hashed_keys_listing)";
        await expectFailure(keys, "not-found", message);
      }
    },
  },
  {
    name: "trap 16: gone from storage is not refused at the API: it is let in for ten seconds where keys are hashed by the default function",
    recordings: ["revocation-takes-time"],
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway, nextSecond } = context;
      const ref = { apiId: "orders", clientId: "late" };
      await createClient(context, "late");
      await nextSecond();
      const { access_token: token } = await app.token("late:s", {});
      expect(await app.use(token)).toBe(200);
      const [entry] = await tyk.tokens.list(ref);
      const body = { token, client_id: "late", token_type_hint: "access_token" };
      await tyk.raw.revokeSingleToken({ body });
      const query = { api_id: "orders", ...(gateway.hash === undefined ? {} : { hashed: true }) };
      const session = tyk.raw.getKey({ path: { keyID: entry?.code ?? "" }, query });
      await expectFailure(session, "not-found", "Key not found");
      if (gateway.hash === "murmur32") expect(await app.use(token)).toBe(200);
      await expectTokenRefused(context, token);
      await deleteClient(context, "late");
    },
  },
  {
    name: "trap 16: inspect reports whether a token is alive, and if not why, by its listed code or the token",
    recordings: [],
    unrecorded: "the verb names no API where it asks for a hashed key, and the recordings do",
    run: async (context) => {
      const { tyk, app, gateway, wait } = context;
      const ref = { apiId: "orders", clientId: "inspected" };
      await createClient(context, ref.clientId, { policy_id: "orders-only" });
      const { access_token: token } = await app.token("inspected:s", {});
      const listedCode = (await tyk.tokens.list(ref))[0]?.code ?? "";
      const seen = await tyk.tokens.inspect({ apiId: "orders", listedCode });
      expect(seen).toMatchObject({
        life: "alive",
        clientId: "inspected",
        orgId: "acme",
        policies: ["orders-only"],
        apiIds: ["orders"],
      });
      expect(await tyk.tokens.inspect({ apiId: "orders", token })).toEqual(seen);
      const life = async (apiId = "orders"): Promise<string> =>
        (await tyk.tokens.inspect({ apiId, listedCode })).life;
      expect(await life("billing")).toBe("no-access");
      if (gateway.tokenTtlSeconds < 60) {
        await wait(gateway.tokenTtlSeconds * 1000 + 1100);
        expect(await life()).toBe("lapsed");
      } else {
        await deleteClient(context, ref.clientId);
        expect(await life()).toBe("client-gone");
        await createClient(context, ref.clientId, { policy_id: "orders-only" });
      }
      await tyk.tokens.revoke({ apiId: "orders", listedCode });
      expect(await life()).toBe("gone");
      const never = tyk.tokens.inspect({ apiId: "orders", listedCode: "0123456789abcdef" });
      expect(await never).toEqual({ life: "gone" });
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 16: the method ends a token known only by its listed code, and verifies that it is gone",
    recordings: [],
    unrecorded: "the verb names no API where it asks for a hashed key, and the recordings do",
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "by-code" };
      await createClient(context, ref.clientId);
      const tokens = await requestTokens(context, ref.clientId);
      const listedCode = (await tyk.tokens.list(ref))[0]?.code ?? "";
      const ended = await tyk.tokens.revoke({ apiId: "orders", listedCode });
      expect(ended).toEqual({
        state: "gone-from-storage",
        dropped: [],
        unreached: ["refresh_token"],
        writtenBack: 0,
      });
      expect(await app.use(tokens.access)).toBe(403);
      const again = tyk.tokens.revoke({ apiId: "orders", listedCode });
      await expectFailure(again, "not-found");
      // As it says, the refresh token goes on.
      const form = { grant_type: "refresh_token", refresh_token: tokens.refresh };
      expect((await app.token("by-code:s", form)).token_type).toBe("bearer");
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 35: the session cache keeps a removed token for ten seconds, so a shorter wait proves no more than that it is gone from storage",
    recordings: [],
    unrecorded: "the method reads keys, and waits",
    on: (kind) => kind.listsHashes && tokensLiveAnHour(kind),
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "cached" };
      await createClient(context, ref.clientId);
      const states = [
        [10_499, "gone-from-storage"],
        [10_500, "refused-at-api"],
      ] as const;
      for (const [wait, state] of states) {
        await app.token("cached:s", {});
        const { apis } = await tyk.tokens.revokeAll(ref, { wait });
        expect(apis).toMatchObject([{ state, ended: 1 }]);
      }
      await deleteClient(context, ref.clientId);
    },
  },
];
