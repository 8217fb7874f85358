import { errorAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { decodeBase64 } from "../../util/base64.ts";
import { readForm } from "../http/form.ts";
import { readFields, parseJson, UnreadableJson, writeJson } from "../go/go-json.ts";
import { bodyText } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { Values } from "../go/values.ts";
import { OAuthRefusal, refusalFields } from "../oauth/errors.ts";
import { grantAccess } from "../oauth/grant-access.ts";
import type { AccessAnswer, AccessRequest } from "../oauth/grant-access.ts";
import { firstRedirectUri, isRedirectUriAllowed } from "../oauth/redirect-uri.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/clients.ts";

interface TokenCall {
  readonly state: GatewayState;
  readonly api: Api;
  readonly storage: ApiStorage;
  readonly request: GatewayRequest;
  readonly form: Values;
}

const tokenHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-cache, no-store, must-revalidate",
  pragma: "no-cache",
  expires: "0",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-xss-protection": "1; mode=block",
};

/** The grants that end in a token, and how each is asked for. */
const grantTypes: Readonly<Record<string, (call: TokenCall) => AccessRequest>> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  password: refuseUser,
  client_credentials: (call) => forClient(call, authenticate(call)),
  assertion: assertion,
};

/** `{listen_path}oauth/token`: takes a grant, gives a token. A client shows who it is by Basic authentication only. */
export function tokenEndpoint(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  if (request.method !== "GET" && request.method !== "POST")
    return errorAnswer(405, "Method not supported", tokenHeaders);
  const call = { state, api, storage, request, form: tokenForm(request) };
  try {
    const answer = grant(call);
    notify(call, answer);
    return tokenAnswer(200, answer);
  } catch (error) {
    if (error instanceof OAuthRefusal)
      return tokenAnswer(state.settings.oauthErrorStatusCode, refusalFields(error));
    throw error;
  }
}

function grant(call: TokenCall): AccessAnswer {
  if (call.request.method !== "POST") throw new OAuthRefusal("invalid_request");
  const type = call.form.get("grant_type");
  const asked =
    call.api.accessTypes.includes(type) && Object.hasOwn(grantTypes, type)
      ? grantTypes[type]
      : undefined;
  if (asked === undefined) throw new OAuthRefusal("unsupported_grant_type");
  return grantAccess(call.state, call.api, call.storage, asked(call));
}

function exchangeCode(call: TokenCall): AccessRequest {
  const { form, storage } = call;
  const credentials = basicCredentials(call.request);
  const code = form.get("code");
  if (code === "") throw new OAuthRefusal("invalid_grant");
  const client = authenticate(call, credentials);
  const granted = storage.codes.get(code);
  if (granted?.clientId !== client.id) throw new OAuthRefusal("invalid_grant");
  const separator = call.state.settings.redirectUriSeparator;
  const redirectUri = form.get("redirect_uri") || firstRedirectUri(client.redirectUri, separator);
  if (
    !isRedirectUriAllowed(client.redirectUri, redirectUri, separator) ||
    granted.redirectUri !== redirectUri
  ) {
    throw new OAuthRefusal("invalid_request");
  }
  return {
    client,
    redirectUri,
    scope: granted.scope,
    rules: granted.rules,
    withRefreshToken: true,
    code,
  };
}

function refresh(call: TokenCall): AccessRequest {
  const credentials = basicCredentials(call.request);
  const token = call.form.get("refresh_token");
  if (token === "") throw new OAuthRefusal("invalid_grant");
  const client = authenticate(call, credentials);
  const previous = call.storage.refresh.get(token);
  if (previous === undefined) throw new OAuthRefusal("invalid_grant");
  if (previous.clientId !== client.id) throw new OAuthRefusal("invalid_client");
  const { redirectUri, rules } = previous;
  const scope = call.form.get("scope") || previous.scope;
  return { client, redirectUri, scope, rules, withRefreshToken: true, previous };
}

/** The gateway looks a user up among its Basic authentication keys, of which the embedded one has none. */
function refuseUser(call: TokenCall): never {
  const credentials = basicCredentials(call.request);
  if (call.form.get("username") === "" || call.form.get("password") === "")
    throw new OAuthRefusal("invalid_grant");
  authenticate(call, credentials);
  throw new OAuthRefusal("access_denied");
}

function assertion(call: TokenCall): AccessRequest {
  const credentials = basicCredentials(call.request);
  if (call.form.get("assertion_type") === "" || call.form.get("assertion") === "")
    throw new OAuthRefusal("invalid_grant");
  return forClient(call, authenticate(call, credentials));
}

function forClient(call: TokenCall, client: StoredClient): AccessRequest {
  const redirectUri = firstRedirectUri(
    client.redirectUri,
    call.state.settings.redirectUriSeparator,
  );
  return {
    client,
    redirectUri,
    scope: call.form.get("scope"),
    rules: undefined,
    withRefreshToken: false,
  };
}

function authenticate(
  call: TokenCall,
  credentials: Credentials = basicCredentials(call.request),
): StoredClient {
  const client = call.storage.clients.get(credentials.id);
  if (client === undefined) throw new OAuthRefusal("server_error");
  if (client.secret !== credentials.secret || client.redirectUri === "")
    throw new OAuthRefusal("unauthorized_client");
  return client;
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function basicCredentials(request: GatewayRequest): Credentials {
  const encoded = /^Basic (.*)$/s.exec(request.headers.get("authorization") ?? "")?.[1];
  const bytes = encoded === undefined ? undefined : decodeBase64(encoded);
  const text =
    bytes === undefined ? "" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const colon = text.indexOf(":");
  if (colon < 0) throw new OAuthRefusal("invalid_request");
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** The form, and a JSON body's text fields over it where the body is labelled exactly so. */
function tokenForm(request: GatewayRequest): Values {
  const { all } = readForm(request);
  if (request.headers.get("content-type") !== "application/json") return all;
  try {
    const value = parseJson(bodyText(request));
    const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
    const fields = readFields(
      value,
      Object.fromEntries(names.map((name) => [name, "string"] as const)),
    );
    for (const name of names) all.set(name, (fields[name] ?? "") as string);
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error;
  }
  return all;
}

/** What the gateway would tell the API's owner of a new token; kept, not sent. */
function notify({ state, api, form }: TokenCall, answer: AccessAnswer): void {
  if (api.notificationUrl === "") return;
  const oldRefreshToken = form.get("refresh_token");
  state.notifications.push({
    method: "POST",
    url: api.notificationUrl,
    headers: {
      "content-type": "application/json",
      "user-agent": "Tyk-Gatewy-Notifications",
      "x-tyk-shared-secret": api.sharedSecret,
    },
    body: {
      auth_code: form.get("code"),
      new_oauth_token: answer.access_token,
      refresh_token: String(answer["refresh_token"] ?? ""),
      old_refresh_token: oldRefreshToken,
      notification_type: oldRefreshToken === "" ? "new" : "refresh",
    },
  });
}

function tokenAnswer(status: number, fields: Readonly<Record<string, unknown>>): Answer {
  const body = `${writeJson(fields, { escapeHtml: false })}\n`;
  return { status, headers: { ...tokenHeaders, "content-type": "application/json" }, body };
}
