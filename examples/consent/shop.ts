// The application that uses the API for its users: a relying party with openid-client.
import * as client from "openid-client";
import { html, isFromOtherSite, page, redirect, Sessions } from "./web.ts";
import type { Handler } from "./web.ts";

export interface ShopOptions {
  readonly origin: string;
  /** The endpoints of the API, as `tyk.apis.endpoints` returns them. */
  readonly endpoints: client.ServerMetadata;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the shop remembers of a browser. */
interface ShopSession {
  /** The state of the flow that this browser started. A callback with another state is forged. */
  state?: string | undefined;
  accessToken?: string | undefined;
  refreshToken?: string | undefined;
}

export function createShop(options: ShopOptions): Handler {
  const { origin, endpoints, clientId, clientSecret } = options;
  const sessions = new Sessions<ShopSession>("shop_session");
  const authentication = client.ClientSecretBasic(clientSecret);
  const config = new client.Configuration(endpoints, clientId, undefined, authentication);
  // Only for this example: its gateway has no https.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the library marks it only so that it stands out
  client.allowInsecureRequests(config);

  function connect(request: Request): Response {
    const state = client.randomState();
    const found = sessions.find(request)?.value;
    if (found !== undefined) found.state = state;
    const redirect_uri = `${origin}/callback`;
    const url = client.buildAuthorizationUrl(config, { redirect_uri, state });
    return redirect(url.href, found === undefined ? sessions.open({ state }) : {});
  }

  async function finish(request: Request, session: ShopSession): Promise<Response> {
    const expectedState = session.state;
    session.state = undefined;
    if (expectedState === undefined) return showFailure("This browser did not start the sign-in.");
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(request.url), {
        expectedState,
      });
      keepTokens(session, tokens);
      return redirect("/");
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError && error.error === "access_denied")
        return showFailure("You did not allow the shop to see your orders.");
      return showFailure("The sign-in failed.");
    }
  }

  async function showHome(session: ShopSession): Promise<Response> {
    if (session.accessToken === undefined)
      return page(200, "Shop", html`<p><a href="/connect">Show my orders</a></p>`);
    const url = new URL(`${endpoints.issuer}/list`);
    const response = await client
      .fetchProtectedResource(config, session.accessToken, url, "GET")
      .catch(() => undefined);
    if (response?.ok !== true) {
      session.accessToken = undefined;
      return page(
        200,
        "Shop",
        html`<p>The access has ended.</p>
          <p><a href="/connect">Show my orders</a></p>
          ${refreshForm}`,
      );
    }
    const { orders } = (await response.json()) as { orders: string[] };
    return page(
      200,
      "Your orders",
      html`<ul>
          ${orders.map((order) => html`<li>${order}</li>`)}
        </ul>
        ${refreshForm}
        <form method="post" action="/disconnect"><button>Disconnect</button></form>`,
    );
  }

  async function refresh(session: ShopSession): Promise<Response> {
    if (session.refreshToken === undefined) return showFailure("There is nothing to refresh.");
    try {
      keepTokens(session, await client.refreshTokenGrant(config, session.refreshToken));
      return redirect("/");
    } catch {
      keepTokens(session, undefined);
      return showFailure("The refresh token has ended.");
    }
  }

  /** Revokes both tokens. Either one alone would leave the other alive. */
  async function disconnect(session: ShopSession): Promise<Response> {
    const { accessToken, refreshToken } = session;
    keepTokens(session, undefined);
    const tokens: [string | undefined, string][] = [
      [refreshToken, "refresh_token"],
      [accessToken, "access_token"],
    ];
    for (const [token, token_type_hint] of tokens)
      if (token !== undefined) await client.tokenRevocation(config, token, { token_type_hint });
    return redirect("/");
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    const route = `${request.method} ${pathname}`;
    if (route === "GET /connect") return connect(request);
    const session = sessions.find(request)?.value ?? {};
    if (route === "GET /callback") return finish(request, session);
    if (route === "GET /") return showHome(session);
    if (request.method === "POST" && isFromOtherSite(request))
      return showFailure("Another site sent this form.");
    if (route === "POST /refresh") return refresh(session);
    if (route === "POST /disconnect") return disconnect(session);
    return page(404, "Not found", html`<p><a href="/">Back to the shop</a></p>`);
  };
}

const refreshForm = html`<form method="post" action="/refresh">
  <button>Refresh the token</button>
</form>`;

function keepTokens(session: ShopSession, tokens: client.TokenEndpointResponse | undefined): void {
  session.accessToken = tokens?.access_token;
  session.refreshToken = tokens?.refresh_token;
}

function showFailure(text: string): Response {
  return page(
    400,
    "Not signed in",
    html`<p role="alert">${text}</p>
      <p><a href="/">Back to the shop</a></p>`,
  );
}
