import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import {
  sendWithoutSdk,
  requestCode,
  exchangeCode,
  createClient,
  redirectUri,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

const orders = { path: { listenPath: "/orders/" } };
const looked =
  "the verb looks at the API, the client and the policy first, and no recording looks so";

export const authorizeCases: readonly Case[] = [
  {
    name: "a consent page's code is exchanged, used, refreshed and ended",
    recordings: ["authorize-code"],
    run: async (context) => {
      const { tyk, app, nextSecond } = context;
      const ref = { apiId: "orders", clientId: "app" };
      const appUri = "https://app.example/cb";
      await nextSecond();
      await createClient(context, "app", { secret: "app-secret", redirect_uri: appUri });
      const asked = {
        response_type: "code",
        client_id: "app",
        redirect_uri: appUri,
        state: "xyz",
      };
      const start = tyk.raw.oauthAuthorize({ ...orders, query: asked });
      const { response } = await start.withResponse();
      expect(response.status).toBe(307);
      expect(response.headers.get("location")).toMatch(
        /\/login\?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=xyz$/,
      );
      const rules = {
        alias: "user-1",
        rate: 5,
        per: 1,
        quota_max: -1,
        org_id: "acme",
        access_rights: { orders: { api_id: "orders", api_name: "orders", versions: ["Default"] } },
        meta_data: { user: "u1" },
      };
      const body = { ...asked, key_rules: JSON.stringify(rules) };
      const granted = await tyk.raw.authorizeClient({ ...orders, body });
      const code = "code" in granted ? granted.code : "";
      expect(granted).toEqual({
        code,
        redirect_to: `${appUri}?code=${encodeURIComponent(code)}&state=xyz`,
        state: "xyz",
      });
      const form = { grant_type: "authorization_code", code, redirect_uri: appUri };
      const tokens = await app.token("app:app-secret", form);
      expect(tokens).toMatchObject({
        token_type: "bearer",
        expires_in: context.gateway.tokenTtlSeconds,
      });
      await expectOAuthError("invalid_grant", app.token("app:app-secret", form));
      expect(await app.use(tokens.access_token)).toBe(200);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Tokens).toHaveLength(1);
      const old = tokens.refresh_token ?? "";
      const refreshed = await refresh(context, "app:app-secret", old);
      const refreshToken = refreshed.refresh_token ?? "";
      const ended = await tyk.tokens.revoke({ apiId: "orders", refreshToken });
      expect(ended.unreached).toEqual(["access_token"]);
      await expectOAuthError("invalid_grant", refresh(context, "app:app-secret", refreshToken));
      expect(await app.use(refreshed.access_token)).toBe(200);
      await deleteClient(context, "app");
    },
  },
  {
    name: "the implicit grant returns a token in the redirect's fragment",
    recordings: ["authorize-token"],
    run: async (context) => {
      const spaUri = "https://spa.example/cb";
      await createClient(context, "spa", { secret: "spa-secret", redirect_uri: spaUri });
      const body = { response_type: "token", client_id: "spa", redirect_uri: spaUri };
      const granted = await context.tyk.raw.authorizeClient({ ...orders, body });
      expect(granted).toMatchObject({
        token_type: "bearer",
        expires_in: context.gateway.tokenTtlSeconds,
      });
      expect(granted.redirect_to).toContain("#access_token=");
      // In the fragment it would arrive as another one.
      for (const state of ["a+b", "a&b"]) {
        const asked = { responseType: "token", redirectUri: spaUri, state } as const;
        const odd = context.tyk.clients.authorize({ apiId: "orders", clientId: "spa" }, asked);
        expect(await expectFailure(odd, "input")).toMatchObject({ field: "state" });
      }
      await deleteClient(context, "spa");
    },
  },
  {
    name: "authorize grants a code or a token for the exact redirect URI, and returns the state",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "consenting" };
      await createClient(context, ref.clientId);
      const state = "a state & more";
      const granted = await tyk.clients.authorize(ref, { redirectUri, state });
      expect(granted.state).toBe(state);
      const { code = "", redirect_to = "" } = granted;
      const target = new URL(redirect_to);
      expect(`${target.origin}${target.pathname}`).toBe(redirectUri);
      expect(target.searchParams.get("state")).toBe(state);
      expect(target.searchParams.get("code")).toBe(code);
      const { access } = await exchangeCode(context, "consenting:s", code);
      expect(await app.use(access)).toBe(200);

      const request = { responseType: "token", redirectUri, state: "xyz" } as const;
      const token = await tyk.clients.authorize(ref, request);
      const fragment = new URLSearchParams(new URL(token.redirect_to ?? "").hash.slice(1));
      expect(fragment.get("state")).toBe("xyz");
      expect(await app.use(token.access_token ?? "")).toBe(200);
      expect(await tyk.clients.authorize(ref, { redirectUri })).not.toHaveProperty("state");
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "loginPage returns the login address, for exactly the client's redirect URI",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "logging-in" };
      await createClient(context, ref.clientId);
      const { url } = await tyk.clients.loginPage(ref, { redirectUri, state: "a b" });
      const query = { response_type: "code", client_id: ref.clientId, redirect_uri: redirectUri };
      const page = new URL(url);
      expect(page.pathname).toBe("/login");
      expect(Object.fromEntries(page.searchParams)).toEqual({ ...query, state: "a b" });
      const start = tyk.raw.oauthAuthorize({ ...orders, query: { ...query, state: "a b" } });
      const { headers } = (await start.withResponse()).response;
      expect(headers.get("location")).toBe(url);
      // What only begins with it the gateway would send there, and the verb does not.
      const longer = { redirectUri: `${redirectUri}/more` };
      await expectFailure(tyk.clients.loginPage(ref, longer), "input");
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "a refused authorization is an OAuth error; the documented path does not exist",
    recordings: ["authorize-refusals"],
    run: async (context) => {
      const { tyk } = context;
      await createClient(context, "ref", { secret: "r" });
      const code = { response_type: "code", client_id: "ref", redirect_uri: redirectUri };
      const authorize = (body: typeof code, listenPath = "/orders/"): Promise<unknown> =>
        tyk.raw.authorizeClient({ path: { listenPath }, body });
      const unknown = await expectFailure(authorize({ ...code, client_id: "nobody" }), "oauth");
      expect(unknown).toMatchObject({ error: "server_error", status: 403 });
      const evil = authorize({ ...code, redirect_uri: "https://evil.example/cb" });
      await expectOAuthError("invalid_request", evil);
      const banana = authorize({ ...code, response_type: "banana" });
      await expectOAuthError("unsupported_response_type", banana);
      const documented = await expectFailure(authorize(code, "/"), "route");
      expect(documented).toMatchObject({ status: 404, outcome: "refused" });
      await expectFailure(authorize(code, "/nowhere/"), "route");
      await deleteClient(context, "ref");
    },
  },
  {
    name: "trap 18: on an API that is not OAuth the gateway's secret goes to its upstream; the verb looks first and sends nothing",
    recordings: ["authorize-refusals", "api-definition"],
    run: async (context) => {
      const { tyk, control } = context;
      const code = { response_type: "code", client_id: "ref", redirect_uri: redirectUri };
      const path = "/open/tyk/oauth/authorize-client/";
      const passedOn = await sendWithoutSdk(context, "POST", path, new URLSearchParams(code));
      expect(JSON.parse(passedOn.body)).toMatchObject({ "x-tyk-authorization": control.secret });
      const open = tyk.clients.authorize({ apiId: "open", clientId: "ref" }, { redirectUri });
      const { outcome, steps } = await expectFailure(open, "unsupported");
      expect(outcome).toBe("not-sent");
      expect(steps.map(({ operation }) => operation)).toEqual(["getApi"]);
      const missing = { apiId: "no-such-api", clientId: "ref" };
      await expectFailure(
        tyk.clients.authorize(missing, { redirectUri }),
        "not-found",
        "API not found",
      );
    },
  },
  {
    name: "trap 21: the gateway takes a wrong code_verifier; the verb takes no code challenge, which would protect nobody",
    recordings: ["authorize-refusals"],
    // Each recording has a challenge of its own.
    notRecordedOn: ({ version, hash }) => version !== "5.14.0" || hash === undefined,
    run: async (context) => {
      const { tyk, app } = context;
      await createClient(context, "ref", { secret: "r" });
      const code = await requestCode(context, "ref", {
        code_challenge: "cAncPZ44982gn2EauqswcjSiq8VIAyUMF1wNHTem6iY",
        code_challenge_method: "S256",
      });
      const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
      const code_verifier = "wrong-verifier-wrong-verifier-wrong-verifier";
      await app.token("ref:r", { ...form, code_verifier });
      const again = { ...form, code_verifier: "VLShgUsEbwKq_hMv3dUe_pftHi8o450QOFGgh-LPjUE" };
      await expectOAuthError("invalid_grant", app.token("ref:r", again));
      const request = { redirectUri, codeChallenge: "x" };
      const challenged = tyk.clients.authorize({ apiId: "orders", clientId: "ref" }, request);
      const refused = await expectFailure(challenged, "input");
      expect(refused).toMatchObject({ field: "codeChallenge", outcome: "not-sent", attempts: 0 });
      expect(refused.message).toContain("PKCE");
      await deleteClient(context, "ref");
    },
  },
];
