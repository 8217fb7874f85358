import { NotModelledError } from "../errors.ts";
import type { OAuthManager } from "../gateway-state.ts";
import { encodeGoJson, InvalidJsonError } from "../go/go-json.ts";
import { percentDecode } from "../go/percent-encoding.ts";
import type { UrlValues } from "../go/url-values.ts";
import { readForm } from "../http/form.ts";
import type { GatewayRequest } from "../http/request.ts";
import {
  createErrorResponse,
  createRedirectResponse,
  createTextResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { issueToken } from "../oauth/issue-token.ts";
import { OAuthError, toErrorFields } from "../oauth/oauth-error.ts";
import {
  buildRedirectUrl,
  getDefaultRedirectUri,
  isRedirectUriAllowed,
} from "../oauth/redirect-uri.ts";
import { generateCode } from "../random.ts";
import { findSecretError } from "../routing/gateway-secret.ts";
import { parseKeyRules } from "../session/key-rules.ts";
import { getPolicyIds } from "../session/session.ts";
import type { StoredClient } from "../storage/client-store.ts";

interface AuthorizationRequest {
  readonly type: "code" | "token";
  readonly client: StoredClient;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
}

/** How long an authorization code is valid, in seconds. */
const codeTtlSeconds = 250;

/** `{listen_path}tyk/oauth/authorize-client`: issues the code or the token that the consent page requests for its user. */
export function handleAuthorizeClient(
  manager: OAuthManager,
  request: GatewayRequest,
): GatewayResponse {
  const secretError = findSecretError(manager.state, request);
  if (secretError !== undefined) return secretError;
  if (request.method !== "POST") return createErrorResponse(405, "Method not supported");
  const form = readForm(request).all;
  if (request.multipartFields !== undefined) form.addAll(request.multipartFields);
  const keyRules = form.get("key_rules");
  assertModelledKeyRules(keyRules);
  let redirectUri: string | undefined;
  let isInFragment = false;
  try {
    const authorization = parseAuthorizationRequest(manager, form);
    redirectUri = authorization.redirectUri;
    isInFragment = authorization.type === "token";
    const fields = authorize(manager, authorization, keyRules);
    return createAuthorizeResponse(200, fields, redirectUri, isInFragment);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const target = redirectUri ?? error.redirectUri;
    const status = manager.state.settings.oauthErrorStatusCode;
    return createAuthorizeResponse(status, toErrorFields(error), target, isInFragment);
  }
}

/** `{listen_path}oauth/authorize`: redirects the user to the API's login page, if the client and its redirect URI are valid. */
export function handleAuthorize(manager: OAuthManager, request: GatewayRequest): GatewayResponse {
  if (request.method !== "GET" && request.method !== "POST")
    return createErrorResponse(405, "Method not supported");
  const { state, api } = manager;
  try {
    parseAuthorizationRequest(manager, readForm(request).all);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return createErrorResponse(state.settings.oauthErrorStatusCode, error.message);
  }
  const query = request.method === "GET" ? `?${request.rawQuery}` : "";
  return createRedirectResponse(307, `${api.loginRedirect}${query}`);
}

/** Rejects rules without policies and rights, which no test should rely on (Trap 19). */
function assertModelledKeyRules(keyRules: string): void {
  if (keyRules === "") return;
  try {
    const session = parseKeyRules(keyRules);
    if (getPolicyIds(session) !== undefined || Object.keys(session.access_rights ?? {}).length > 0)
      return;
  } catch (error) {
    if (error instanceof InvalidJsonError) return;
    throw error;
  }
  throw new NotModelledError(
    "key_rules that name neither apply_policies nor access_rights must never be sent, and are not modelled: set apply_policies to the policies of the token.",
  );
}

function parseAuthorizationRequest(
  { state, api, storage }: OAuthManager,
  form: UrlValues,
): AuthorizationRequest {
  const type = form.get("response_type");
  if (!api.authorizeTypes.includes(type) || (type !== "code" && type !== "token"))
    throw new OAuthError("unsupported_response_type");
  const clientState = form.get("state");
  const client = storage.clients.get(form.get("client_id"));
  if (client === undefined) throw new OAuthError("server_error", clientState);
  if (client.redirectUri === "") throw new OAuthError("unauthorized_client", clientState);
  const separator = state.settings.redirectUriSeparator;
  const first = getDefaultRedirectUri(client.redirectUri, separator);
  // The gateway decodes this field twice.
  const redirectUri = (percentDecode(form.get("redirect_uri"), "query") ?? "") || first;
  if (!isRedirectUriAllowed(client.redirectUri, redirectUri, separator))
    throw new OAuthError("invalid_request", clientState, first);
  return { type, client, redirectUri, scope: form.get("scope"), state: clientState };
}

/** Issues the code or the token, and returns the fields of the response. */
function authorize(
  manager: OAuthManager,
  authorization: AuthorizationRequest,
  keyRules: string,
): Record<string, string | number> {
  const { type, client, redirectUri, scope, state } = authorization;
  const clientState = state === "" ? {} : { state };
  if (type === "token") {
    const grant = { client, redirectUri, scope, keyRules, hasRefreshToken: false };
    return { ...issueToken(manager, grant), ...clientState };
  }
  const code = generateCode(manager.state.random);
  const record = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    redirectUri,
    scope,
    keyRules,
  };
  manager.storage.authorizationCodes.set(code, record, codeTtlSeconds);
  return { code, ...clientState };
}

/** Creates JSON sorted by name and labelled as text, with the URL that the user is redirected to. */
function createAuthorizeResponse(
  status: number,
  fields: Readonly<Record<string, string | number>>,
  redirectUri: string | undefined,
  isInFragment: boolean,
): GatewayResponse {
  const target =
    redirectUri === undefined ? undefined : buildRedirectUrl(redirectUri, fields, isInFragment);
  const all = target === undefined ? fields : { ...fields, redirect_to: target };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createTextResponse(status, `${encodeGoJson(sorted, { escapeHtml: false })}\n`);
}
