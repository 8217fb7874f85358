import { NotModelledError } from "../errors.ts";
import { errorAnswer, mislabelledJsonAnswer, redirectAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { readForm, readFormOrMultipart } from "../http/form.ts";
import { UnreadableJson, writeJson } from "../go/go-json.ts";
import { percentDecode } from "../go/percent.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { Values } from "../go/values.ts";
import { oauthErrors, OAuthRefusal, refusalFields } from "../oauth/errors.ts";
import { grantAccess } from "../oauth/grant-access.ts";
import { firstRedirectUri, isRedirectUriAllowed, redirectTarget } from "../oauth/redirect-uri.ts";
import { randomCode } from "../random.ts";
import { policyIdsOf, sessionOfRules } from "../session/session.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/clients.ts";

interface AuthorizeRequest {
  readonly type: "code" | "token";
  readonly client: StoredClient;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
}

/** How long a code can be exchanged, in seconds. */
const codeSeconds = 250;

/** `{listen_path}tyk/oauth/authorize-client`: the consent page says yes, and is told the code or the token. */
export function authorizeClient(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  const form = readFormOrMultipart(request).all;
  const rules = form.get("key_rules");
  refuseEmptyRules(rules);
  let redirect: string | undefined;
  let inFragment = false;
  try {
    const asked = readAuthorizeRequest(state, api, storage, form);
    redirect = asked.redirectUri;
    inFragment = asked.type === "token";
    const fields = inFragment
      ? grantToken(state, api, storage, asked, rules)
      : grantCode(state, storage, asked, rules);
    return authorizeAnswer(200, fields, redirect, inFragment);
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    const target = redirect ?? error.redirect;
    const status = state.settings.oauthErrorStatusCode;
    return authorizeAnswer(status, refusalFields(error), target, inFragment);
  }
}

/** `{listen_path}oauth/authorize`: sends the user to the API's login page, if the client and its redirect URI are known. */
export function authorizeEndpoint(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  if (request.method !== "GET" && request.method !== "POST")
    return errorAnswer(405, "Method not supported");
  try {
    readAuthorizeRequest(state, api, storage, readForm(request).all);
  } catch (error) {
    if (error instanceof OAuthRefusal)
      return errorAnswer(state.settings.oauthErrorStatusCode, oauthErrors[error.code]);
    throw error;
  }
  return redirectAnswer(
    307,
    request.method === "GET" ? `${api.loginRedirect}?${request.rawQuery}` : api.loginRedirect,
  );
}

/** Rules that name neither policies nor rights do what no test should rely on. */
function refuseEmptyRules(rules: string): void {
  if (rules === "") return;
  try {
    const session = sessionOfRules(rules);
    if (policyIdsOf(session) !== undefined || Object.keys(session.access_rights ?? {}).length > 0)
      return;
  } catch (error) {
    if (error instanceof UnreadableJson) return;
    throw error;
  }
  throw new NotModelledError(
    "key_rules that name neither apply_policies nor access_rights must never be sent, and are not modelled: name the policies that the token is to have.",
  );
}

function readAuthorizeRequest(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  form: Values,
): AuthorizeRequest {
  const type = form.get("response_type");
  if (!api.authorizeTypes.includes(type) || (type !== "code" && type !== "token")) {
    throw new OAuthRefusal("unsupported_response_type");
  }
  const carried = form.get("state");
  const client = storage.clients.get(form.get("client_id"));
  if (client === undefined) throw new OAuthRefusal("server_error", carried);
  if (client.redirectUri === "") throw new OAuthRefusal("unauthorized_client", carried);
  const separator = state.settings.redirectUriSeparator;
  const first = firstRedirectUri(client.redirectUri, separator);
  // It is decoded once more than a form is.
  const redirectUri = (percentDecode(form.get("redirect_uri"), "query") ?? "") || first;
  if (!isRedirectUriAllowed(client.redirectUri, redirectUri, separator)) {
    throw new OAuthRefusal("invalid_request", carried, first);
  }
  return { type, client, redirectUri, scope: form.get("scope"), state: carried };
}

function grantCode(
  state: GatewayState,
  storage: ApiStorage,
  asked: AuthorizeRequest,
  rules: string,
): Record<string, string> {
  const { client, redirectUri, scope } = asked;
  const code = randomCode(state.random);
  const granted = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    redirectUri,
    scope,
    rules,
  };
  storage.codes.set(code, granted, codeSeconds);
  return asked.state === "" ? { code } : { code, state: asked.state };
}

function grantToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  asked: AuthorizeRequest,
  rules: string,
): Record<string, string | number> {
  const { client, redirectUri, scope } = asked;
  const answer = grantAccess(state, api, storage, {
    client,
    redirectUri,
    scope,
    rules,
    withRefreshToken: false,
  });
  return asked.state === "" ? answer : { ...answer, state: asked.state };
}

/** JSON in the order of its names, with the address that the user is to be sent to. */
function authorizeAnswer(
  status: number,
  fields: Readonly<Record<string, string | number>>,
  redirect: string | undefined,
  inFragment: boolean,
): Answer {
  const target = redirect === undefined ? undefined : redirectTarget(redirect, fields, inFragment);
  const all: Record<string, string | number> =
    target === undefined ? fields : { ...fields, redirect_to: target };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return mislabelledJsonAnswer(status, `${writeJson(sorted, { escapeHtml: false })}\n`);
}
