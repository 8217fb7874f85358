import { TykError } from "../errors/base.ts";
import { readAuthorizationRequest } from "./authorization-request.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import { Decisions } from "./decisions.ts";
import { grant } from "./grant.ts";
import { resolveOptions } from "./options.ts";
import type { ConsentSettings } from "./options.ts";
import { renderConsentPage, renderProblemPage } from "./page/render.ts";
import type { PageFrame } from "./page/render.ts";
import { readDetails } from "./read-details.ts";
import { maxFormBytes } from "./read-form.ts";
import { pageResponse, redirectResponse } from "./responses.ts";
import { createTicket } from "./ticket.ts";
import type { Consent, ConsentProblem, CreateConsentOptions } from "./types.ts";

/**
 * Creates the consent page of an API: the page that the gateway's `auth_login_redirect` leads to.
 *
 * - GET checks the client's request, with `clients.loginPage`. An unknown user is sent to `loginUrl`. Then the page shows who wants to
 *   use which API.
 * - POST is the user's decision. `clients.authorize` grants a code or a token, and the browser returns to the client. A denial returns
 *   `error=access_denied`.
 *
 * The form has a ticket that is signed, expires after ten minutes, works once, and is bound to the user. A redirect URI that is not
 * exactly one of the client's leads to an error page, never to a redirect (trap 20). The pages need no JavaScript, and no page, log or
 * error has the gateway's secret. docs/consent-page.md has the threat model, and what the gateway itself does not do, such as PKCE
 * (trap 21).
 *
 * @throws {@link TykConfigError} if an option is wrong.
 *
 * @example
 * ```ts
 * import { createConsent } from "@tyk-oauth/sdk/consent";
 *
 * // The API's auth_login_redirect is https://login.example/consent/orders
 * const consent = createConsent({
 *   tyk,
 *   signingKey: process.env.CONSENT_KEY ?? "",
 *   user: ({ headers }) => (headers.has("cookie") ? { id: "u1", name: "Ann" } : undefined),
 *   loginUrl: "https://login.example/login",
 * });
 * const response = await consent.fetch(new Request("https://login.example/consent/orders"));
 * ```
 */
export function createConsent(options: CreateConsentOptions): Consent {
  const settings = resolveOptions(options);
  const decisions = new Decisions(settings);
  return {
    fetch: async (request) => {
      try {
        if (request.method === "GET") return await showPage(settings, request);
        if (request.method !== "POST") return problemPage(settings, "method");
        const result = await decisions.handle(request);
        if ("problem" in result) return problemPage(settings, result.problem);
        return "location" in result
          ? redirectResponse(result.location)
          : redirectToLogin(settings, request);
      } catch (error) {
        report(settings, error, request);
        return problemPage(settings, problemOf(error));
      }
    },
  };
}

async function showPage(settings: ConsentSettings, request: Request): Promise<Response> {
  const authorization = readAuthorizationRequest(new URL(request.url), settings.apiId(request));
  if (authorization === undefined) return problemPage(settings, "bad-request");
  const user = await settings.user(request);
  if (user === undefined) return redirectToLogin(settings, request);
  const details = await readDetails(settings.tyk, authorization, user);
  if (await isRemembered(settings, authorization, user.id))
    return redirectResponse(await grant(settings, authorization, details));
  const ticket = await settings.signer.sign(createTicket(authorization, user, Date.now()));
  // The form has the ticket and little else. Its page could not be submitted.
  if (ticket.length > maxFormBytes - 100) return problemPage(settings, "bad-request");
  const frame = createFrame(settings);
  const markup = renderConsentPage(frame, details, ticket);
  const targets = [authorization.redirectUri, settings.loginUrl.href];
  return pageResponse(200, markup, frame.nonce, targets);
}

async function isRemembered(
  { remember }: ConsentSettings,
  { apiId, clientId, redirectUri }: AuthorizationRequest,
  userId: string,
): Promise<boolean> {
  return (await remember?.has({ userId, apiId, clientId, redirectUri })) === true;
}

function redirectToLogin({ loginUrl }: ConsentSettings, { url }: Request): Response {
  const { pathname, search } = new URL(url);
  const target = new URL(loginUrl);
  // Never a whole URL, and two slashes would begin one: the login must not become an open redirect.
  target.searchParams.set("return_to", pathname.replace(/^\/+/, "/") + search);
  return redirectResponse(target.href);
}

const statuses: Readonly<Record<ConsentProblem, number>> = {
  "bad-request": 400,
  expired: 400,
  used: 409,
  "other-session": 403,
  unavailable: 503,
  method: 405,
};

function problemPage(settings: ConsentSettings, problem: ConsentProblem): Response {
  const frame = createFrame(settings);
  return pageResponse(statuses[problem], renderProblemPage(frame, problem), frame.nonce);
}

function createFrame({ texts, css }: ConsentSettings): PageFrame {
  return { texts, css, nonce: crypto.randomUUID() };
}

/** The codes of errors that mean that the client's request is wrong, or that the client or the API is. */
const requestCodes = new Set([
  "input",
  "not-found",
  "unsupported",
  "oauth",
  "permission",
  "bad-request",
]);

function problemOf(error: unknown): ConsentProblem {
  return error instanceof TykError && requestCodes.has(error.code) ? "bad-request" : "unavailable";
}

function report({ onError }: ConsentSettings, error: unknown, request: Request): void {
  try {
    onError(error, request);
  } catch {
    // A failing listener must not replace the page.
  }
}
