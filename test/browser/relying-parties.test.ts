import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { AuthorizationCode } from "simple-oauth2";
import type { AccessToken } from "simple-oauth2";
import { describe, expect, test } from "vitest";
import { decide, openTab, useBrowser } from "./support/browser.ts";
import { clientId, clientSecret, startFlow } from "./support/consent-flow.ts";
import type { ConsentFlow } from "./support/consent-flow.ts";

useBrowser();

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
}

/** A library that runs the flow of a client. */
interface RelyingParty {
  loginUrl(state: string): string;
  /** Checks the callback, and exchanges its code. */
  finish(callback: URL, state: string): Promise<Tokens>;
  refresh(tokens: Tokens): Promise<Tokens>;
  revoke(tokens: Tokens): Promise<unknown>;
}

function useOpenidClient({ endpoints, redirectUri }: ConsentFlow): RelyingParty {
  const authentication = openid.ClientSecretBasic(clientSecret);
  const config = new openid.Configuration(endpoints, clientId, undefined, authentication);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the library marks it only so that it stands out
  openid.allowInsecureRequests(config);
  return {
    loginUrl: (state) =>
      openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, state }).href,
    finish: (callback, expectedState) =>
      openid.authorizationCodeGrant(config, callback, { expectedState }),
    refresh: ({ refresh_token = "" }) => openid.refreshTokenGrant(config, refresh_token),
    revoke: ({ access_token }) => openid.tokenRevocation(config, access_token),
  };
}

function useOauth4webapi({ endpoints, redirectUri, startUrl }: ConsentFlow): RelyingParty {
  const app = { client_id: clientId };
  const auth = oauth.ClientSecretBasic(clientSecret);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
  const insecure = { [oauth.allowInsecureRequests]: true };
  return {
    // The library builds no URL.
    loginUrl: (state) => startUrl({ state }),
    finish: async (callback, state) => {
      const params = oauth.validateAuthResponse(endpoints, app, callback, state);
      const response = await oauth.authorizationCodeGrantRequest(
        endpoints,
        app,
        auth,
        params,
        redirectUri,
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above; the gateway ignores PKCE
        oauth.nopkce,
        insecure,
      );
      return oauth.processAuthorizationCodeResponse(endpoints, app, response);
    },
    refresh: async ({ refresh_token = "" }) =>
      oauth.processRefreshTokenResponse(
        endpoints,
        app,
        await oauth.refreshTokenGrantRequest(endpoints, app, auth, refresh_token, insecure),
      ),
    revoke: async ({ access_token }) =>
      oauth.processRevocationResponse(
        await oauth.revocationRequest(endpoints, app, oauth.None(), access_token, insecure),
      ),
  };
}

function useSimpleOauth2({ endpoints, redirectUri }: ConsentFlow): RelyingParty {
  const { origin, pathname } = new URL(endpoints.token_endpoint ?? "");
  const app = new AuthorizationCode({
    client: { id: clientId, secret: clientSecret },
    auth: {
      tokenHost: origin,
      tokenPath: pathname,
      authorizePath: new URL(endpoints.authorization_endpoint ?? "").pathname,
      revokePath: new URL(endpoints.revocation_endpoint).pathname,
    },
    options: { credentialsEncodingMode: "loose" },
  });
  // The library gives the response as a record of unknown values.
  const tokensOf = ({ token }: AccessToken): Tokens => token as unknown as Tokens;
  const toToken = (tokens: Tokens): AccessToken => app.createToken({ ...tokens });
  return {
    loginUrl: (state) => app.authorizeURL({ redirect_uri: redirectUri, state }),
    finish: async ({ searchParams }, state) => {
      // The library reads no callback.
      const error = searchParams.get("error");
      if (error !== null) throw new Error(error);
      if (searchParams.get("state") !== state) throw new Error("the state is forged");
      const code = searchParams.get("code") ?? "";
      return tokensOf(await app.getToken({ code, redirect_uri: redirectUri }));
    },
    refresh: async (tokens) => tokensOf(await toToken(tokens).refresh()),
    revoke: (tokens) => toToken(tokens).revoke("access_token"),
  };
}

describe.each([
  ["openid-client", useOpenidClient],
  ["oauth4webapi", useOauth4webapi],
  ["simple-oauth2", useSimpleOauth2],
])("%s", (_, useLibrary) => {
  test("allow, call, refresh and revoke", async () => {
    const flow = await startFlow();
    const library = useLibrary(flow);
    const callback = await decideInBrowser(library.loginUrl("s1"), "Allow");
    const tokens = await library.finish(callback, "s1");
    expect(await call(flow, tokens)).toBe(200);
    const refreshed = await library.refresh(tokens);
    expect([await call(flow, tokens), await call(flow, refreshed)]).toEqual([403, 200]);
    await library.revoke(refreshed);
    expect(await call(flow, refreshed)).toBe(403);
  });

  test("deny, and a forged state", async () => {
    const flow = await startFlow();
    const library = useLibrary(flow);
    const denied = await decideInBrowser(library.loginUrl("s2"), "Deny");
    const error: unknown = await library.finish(denied, "s2").catch((one: unknown) => one);
    expect(JSON.stringify(error, ["error"]) + String(error)).toContain("access_denied");
    const allowed = await decideInBrowser(library.loginUrl("s3"), "Allow");
    await expect(library.finish(allowed, "s4")).rejects.toThrow();
    // Refused before the code was sent.
    expect(flow.gateway.requests.filter(({ path }) => path.endsWith("/token/"))).toEqual([]);
  });
});

/** Decides as a user in a browser, and returns the address at which the browser comes back. */
async function decideInBrowser(loginUrl: string, button: "Allow" | "Deny"): Promise<URL> {
  const page = await openTab();
  await page.goto(loginUrl);
  await decide(page, button);
  await page.getByRole("heading", { name: "Returned" }).waitFor();
  return new URL(page.url());
}

/** Calls the API, and returns the status. */
async function call({ gatewayUrl }: ConsentFlow, { access_token }: Tokens): Promise<number> {
  const headers = { authorization: `Bearer ${access_token}` };
  return (await fetch(`${gatewayUrl}/orders/list`, { headers })).status;
}
