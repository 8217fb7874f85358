import { keyRules } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { failure } from "../expecting.ts";
import type { Case, World } from "../world.ts";

const definitions = "api-definition";

async function create(
  { tyk }: World,
  client_id: string,
  secret: string,
  redirect_uri: string,
  policy_id = "gold",
): Promise<void> {
  await tyk.clients.create({ client_id, secret, redirect_uri, api_id: "orders", policy_id });
}

export const authorizeCases: readonly Case[] = [
  {
    name: "a consent page's code is exchanged, used, refreshed and ended",
    recordings: ["authorize-code", definitions],
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      const ref = { apiId: "orders", clientId: "app" };
      const redirectUri = "https://app.example/cb";
      await nextSecond();
      await create(world, "app", "app-secret", redirectUri);
      const rules = {
        alias: "user-1",
        rate: 5,
        per: 1,
        quota_max: -1,
        org_id: "acme",
        access_rights: { orders: { api_id: "orders", api_name: "orders", versions: ["Default"] } },
        meta_data: { user: "u1" },
      };
      const granted = await tyk.clients.authorize(ref, {
        redirectUri,
        state: "xyz",
        keyRules: rules,
      });
      expect(granted).toEqual({
        code: granted.code,
        redirect_to: `${redirectUri}?code=${encodeURIComponent(granted.code)}&state=xyz`,
        state: "xyz",
      });
      const exchange = {
        grant_type: "authorization_code",
        code: granted.code,
        redirect_uri: redirectUri,
      };
      const tokens = await app.token("app:app-secret", exchange);
      expect(tokens).toMatchObject({
        token_type: "bearer",
        expires_in: world.gateway.tokenTtlSeconds,
      });
      expect((await failure(app.token("app:app-secret", exchange), "oauth")).error).toBe(
        "invalid_grant",
      );
      expect(await app.use(tokens.access_token)).toBe(200);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Tokens).toHaveLength(1);
      const refresh = (token = ""): ReturnType<typeof app.token> =>
        app.token("app:app-secret", { grant_type: "refresh_token", refresh_token: token });
      const refreshed = await refresh(tokens.refresh_token);
      const refreshToken = refreshed.refresh_token ?? "";
      const ended = await tyk.tokens.revoke({ apiId: "orders", refreshToken });
      expect(ended).toEqual({ key: refreshToken, status: "ok", action: "deleted" });
      expect((await failure(refresh(refreshToken), "oauth")).error).toBe("invalid_grant");
      expect(await app.use(refreshed.access_token)).toBe(200);
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "the implicit grant gives a token in the redirect's fragment",
    recordings: ["authorize-token", definitions],
    run: async (world) => {
      const { tyk } = world;
      const ref = { apiId: "orders", clientId: "spa" };
      const redirectUri = "https://spa.example/cb";
      await create(world, "spa", "spa-secret", redirectUri);
      const granted = await tyk.clients.authorize(ref, { responseType: "token", redirectUri });
      expect(granted).toMatchObject({
        token_type: "bearer",
        expires_in: world.gateway.tokenTtlSeconds,
      });
      expect(granted.redirect_to).toContain("#access_token=");
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "what authorization is refused is an OAuth error; an API that is not OAuth never sees the secret",
    recordings: ["authorize-refusals", definitions],
    run: async (world) => {
      const { tyk } = world;
      const redirectUri = "https://r.example/cb";
      await create(world, "ref", "r", redirectUri);
      const ref = { apiId: "orders", clientId: "ref" };
      const unknown = tyk.clients.authorize({ ...ref, clientId: "nobody" }, { redirectUri });
      expect(await failure(unknown, "oauth")).toMatchObject({ error: "server_error", status: 403 });
      const evil = tyk.clients.authorize(ref, { redirectUri: "https://evil.example/cb" });
      expect((await failure(evil, "oauth")).error).toBe("invalid_request");
      const open = tyk.clients.authorize({ apiId: "open", clientId: "ref" }, { redirectUri });
      expect(await failure(open, "unsupported")).toMatchObject({ outcome: "not-sent" });
      const missing = tyk.clients.authorize(
        { apiId: "no-such-api", clientId: "ref" },
        { redirectUri },
      );
      await failure(missing, "not-found", "API not found");
      const body = { response_type: "code", client_id: "ref", redirect_uri: redirectUri };
      const documented = tyk.raw.authorizeClient({ path: { listenPath: "/" }, body });
      expect(await failure(documented, "route")).toMatchObject({ status: 404, outcome: "refused" });
      const nowhere = tyk.raw.authorizeClient({ path: { listenPath: "/nowhere/" }, body });
      await failure(nowhere, "route");
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "rules of one user's token name a policy, and the metadata goes along",
    recordings: ["key-rules", definitions],
    run: async (world) => {
      const { tyk, app } = world;
      const ref = { apiId: "orders", clientId: "rules" };
      const redirectUri = "https://app.example/cb";
      await create(world, "rules", "s", redirectUri, "orders-only");
      const rules = keyRules({
        orgId: "acme",
        policies: ["orders-only"],
        metaData: { user: "u1" },
      });
      const { code } = await tyk.clients.authorize(ref, { redirectUri, keyRules: rules });
      const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
      const { access_token } = await app.token("rules:s", form);
      expect(await app.use(access_token)).toBe(200);
      expect(await app.use(access_token, "vault")).toBe(403);
      const open = tyk.clients.authorize(ref, { redirectUri, keyRules: { org_id: "acme" } });
      expect(await failure(open, "input")).toMatchObject({ field: "keyRules" });
      await tyk.raw.revokeAllTokens({ body: { client_id: "rules", client_secret: "s" } });
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "the gateway compares redirect URIs by prefix",
    recordings: ["redirect-match", definitions],
    run: async (world) => {
      const { tyk } = world;
      await create(world, "red", "s", "https://r.example/cb");
      const ref = { apiId: "orders", clientId: "red" };
      const to = async (redirectUri: string): Promise<string> =>
        (await tyk.clients.authorize(ref, { redirectUri })).redirect_to;
      expect(await to("https://r.example/cb")).toContain("https://r.example/cb?code=");
      expect(await to("https://r.example/cb-other")).toContain("https://r.example/cb-other?code=");
      expect((await failure(to("http://r.example/cb"), "oauth")).error).toBe("invalid_request");
      await failure(to("/cb"), "input");
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "the browser is sent to the login page",
    recordings: ["authorize-code"],
    run: async (world) => {
      const { tyk } = world;
      await create(world, "app", "app-secret", "https://app.example/cb");
      const query = {
        response_type: "code",
        client_id: "app",
        redirect_uri: "https://app.example/cb",
        state: "xyz",
      };
      const start = tyk.raw.oauthAuthorize({ path: { listenPath: "/orders/" }, query });
      const { response } = await start.withResponse();
      expect(response.status).toBe(307);
      expect(response.headers.get("location")).toBe(
        "http://127.0.0.1:19000/login?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=xyz",
      );
      await tyk.clients.delete({ apiId: "orders", clientId: "app" });
    },
  },
];
