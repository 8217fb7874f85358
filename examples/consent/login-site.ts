// The site that knows the users: login, consent page, the user's account, and the receiver of the gateway's notifications.
import { createHash } from "node:crypto";
import { parseNotification, TykInputError } from "@tyk-oauth/sdk";
import type { TykOAuth } from "@tyk-oauth/sdk";
import { createConsent } from "@tyk-oauth/sdk/consent";
import type { GivenConsent } from "@tyk-oauth/sdk/consent";
import { html, isFromOtherSite, page, redirect, Sessions } from "./web.ts";
import type { Handler } from "./web.ts";

export interface LoginSiteOptions {
  readonly tyk: TykOAuth;
  readonly origin: string;
  readonly apiId: string;
  /** Signs the tickets of the consent page: at least 32 random bytes, the same after a restart. */
  readonly signingKey: string;
  /** The API's `notifications.shared_secret`. */
  readonly sharedSecret: string;
}

export function createLoginSite(options: LoginSiteOptions): Handler {
  const { tyk, origin, apiId, signingKey, sharedSecret } = options;
  const sessions = new Sessions<string>("login_session");
  const consents = new Map<string, GivenConsent>();
  /** The refresh tokens of each user, from the notifications. The gateway itself cannot list them. */
  const refreshTokens = new Map<string, Set<string>>();
  const events: string[] = [];

  const consent = createConsent({
    tyk,
    signingKey,
    loginUrl: `${origin}/login`,
    user: (request) => {
      const session = sessions.find(request);
      if (session === undefined) return undefined;
      // The ticket in the page has the session's id, so it must not be the cookie itself.
      const sessionId = createHash("sha256").update(session.id).digest("base64url");
      return { id: session.value, name: session.value, sessionId };
    },
    remember: {
      has: (given) => consents.has(JSON.stringify(given)),
      add: (given) => consents.set(JSON.stringify(given), given),
    },
  });

  function showLogin(url: URL): Response {
    return page(
      200,
      "Sign in",
      html`<form method="post" action="/login">
        <input type="hidden" name="return_to" value="${url.searchParams.get("return_to") ?? "/"}" />
        <p>
          <label for="user">User name</label>
          <input id="user" name="user" required autocomplete="username" />
        </p>
        <p>This example needs no password.</p>
        <button>Sign in</button>
      </form>`,
    );
  }

  async function signIn(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const user = form.get("user") ?? "";
    if (user === "") return showLogin(new URL(request.url));
    const target = new URL(form.get("return_to") ?? "/", origin);
    // An address of another site must not be the end of a login.
    return redirect(target.origin === origin ? target.href : "/", sessions.open(user));
  }

  function showAccount(user: string): Response {
    const given = [...consents.values()].filter(({ userId }) => userId === user);
    return page(
      200,
      "Your account",
      html`<p>You are signed in as ${user}.</p>
        <h2>Applications with access</h2>
        <ul>
          ${given.map(({ clientId }) => html`<li>${clientId}</li>`)}
        </ul>
        <form method="post" action="/remove-access"><button>Remove all access</button></form>
        <h2>Notifications of the gateway</h2>
        <ul>
          ${events.map((event) => html`<li>${event}</li>`)}
        </ul>
        <form method="post" action="/sign-out"><button>Sign out</button></form>`,
    );
  }

  /** Ends the user's tokens, and forgets the consents: otherwise the next request would be granted without the page. */
  async function removeAccess(user: string): Promise<Response> {
    for (const [key, { userId }] of consents) if (userId === user) consents.delete(key);
    const { apis, clients } = await tyk.tokens.revokeByUser(
      { apiId, where: { meta_data: { user } } },
      // Without `wait` the user would wait eleven seconds, until no cache of the gateway can have a token.
      { refreshTokens: [...(refreshTokens.get(user) ?? [])], ifUnproved: "report", wait: false },
    );
    refreshTokens.delete(user);
    const isEnded = apis.every(({ state }) =>
      ["gone-from-storage", "refused-at-api"].includes(state),
    );
    return page(
      200,
      isEnded ? "Access removed" : "Access may remain",
      html`<p>
          ${
            isEnded
              ? "All access tokens are removed. The gateway accepts none of them after ten seconds."
              : "Not all tokens could be checked. Try again later."
          }
        </p>
        <ul>
          ${clients.map((one) => html`<li>${one.clientId}: refresh tokens ${one.refreshTokens}</li>`)}
        </ul>
        <p><a href="/">Back to your account</a></p>`,
    );
  }

  /** Receives a notification. Unless the response has the status 200, the gateway posts again. */
  async function receiveNotification(request: Request): Promise<Response> {
    try {
      const { event, answer } = await parseNotification(request, { sharedSecret });
      if (event.type === "other") return answer;
      const { metaData } = await tyk.tokens.inspect({ apiId, token: event.accessToken });
      const user = String(metaData?.["user"]);
      if (event.refreshToken !== undefined)
        refreshTokens.set(user, new Set(refreshTokens.get(user)).add(event.refreshToken));
      // Tokens are secrets, so none is shown.
      events.push(`${event.type === "new" ? "A new token" : "A refreshed token"} of ${user}`);
      return answer;
    } catch (error) {
      if (!(error instanceof TykInputError)) throw error;
      return new Response(null, { status: error.field === "x-tyk-shared-secret" ? 401 : 400 });
    }
  }

  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/consent/")) return consent.fetch(request);
    const route = `${request.method} ${url.pathname}`;
    if (route === "POST /notifications") return receiveNotification(request);
    if (route === "GET /login") return showLogin(url);
    if (request.method === "POST" && isFromOtherSite(request))
      return page(403, "Not allowed", html`<p>Another site sent this form.</p>`);
    if (route === "POST /login") return signIn(request);
    const user = sessions.find(request)?.value;
    if (route === "GET /") return user === undefined ? redirect("/login") : showAccount(user);
    if (route === "POST /remove-access" && user !== undefined) return removeAccess(user);
    if (route === "POST /sign-out") {
      sessions.close(request);
      return redirect("/login");
    }
    return page(404, "Not found", html`<p><a href="/">Your account</a></p>`);
  };
}
