import { compilePattern } from "../go/text.ts";
import { getMediaType } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { AccessRights, FoundSession, Session } from "../session/session.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";

/** Ends a request that a protected API refuses. */
export class AccessDeniedError extends Error {
  override readonly name: string = "AccessDeniedError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const minKeyLength = 4;
const clientCacheTtlSeconds = 1;

/**
 * Returns the session that opens an API to a request, or `undefined` if the API needs none. `path` is the part behind the
 * listen path.
 *
 * @throws AccessDeniedError if the API refuses the request.
 */
export function checkAccess(
  state: GatewayState,
  api: Api,
  path: string,
  request: GatewayRequest,
): Session | undefined {
  if (api.isKeyless) return undefined;
  const { session, found, key } = authenticateRequest(state, api, request);
  if (session.is_inactive) throw new AccessDeniedError(403, "Key is inactive, please renew");
  if (session.expires >= 1 && state.clock.now() > session.expires * 1000)
    throw new AccessDeniedError(401, "Key has expired, please renew");
  const rights = Object.keys(session.access_rights ?? {});
  if (rights.length > 0 && !rights.includes(api.id))
    throw new AccessDeniedError(403, "Access to this API has been disallowed");
  if (!isRequestAllowed(session.access_rights?.[api.id], request.method, path))
    throw new AccessDeniedError(403, "Access to this resource has been disallowed");
  state.sessions.markUsed(found, key);
  return session;
}

/** Whether an access right allows a request. A right without `allowed_urls` allows every request. */
function isRequestAllowed(
  right: AccessRights[string] | undefined,
  method: string,
  path: string,
): boolean {
  const allowed = right?.["allowed_urls"];
  if (!Array.isArray(allowed) || allowed.length === 0) return true;
  return allowed.some((entry) => {
    const { url, methods } = (entry ?? {}) as { url?: unknown; methods?: unknown };
    if (typeof url !== "string" || !Array.isArray(methods) || !methods.includes(method))
      return false;
    // An invalid pattern matches nothing, because `key_rules` come from outside.
    return compilePattern(url)?.test(path) === true;
  });
}

/** Creates the response to a refused request. */
export function toAccessDeniedResponse(
  state: GatewayState,
  request: GatewayRequest,
  error: AccessDeniedError,
): GatewayResponse {
  const { status, message } = error;
  const type = getMediaType(request);
  const isXml = state.traits.answersXml && ["application/xml", "text/xml"].includes(type);
  const headers = { "content-type": isXml ? type : "application/json", "x-generator": "tyk.io" };
  const body = isXml
    ? `<?xml version = "1.0" encoding = "UTF-8"?>\n<error>${message}</error>\n`
    : `{\n    "error": "${message}"\n}`;
  return { status, headers, body };
}

/** The key of a request, the session that was found by it, and that session with its policies applied. */
interface AuthenticatedKey {
  readonly key: string;
  readonly found: FoundSession;
  readonly session: Session;
}

/** An API with both kinds of authentication requires both, and uses the session of the second. */
function authenticateRequest(
  state: GatewayState,
  api: Api,
  request: GatewayRequest,
): AuthenticatedKey {
  const authorization = request.headers.get("authorization") ?? "";
  const oauth = api.isOAuth ? authenticateOAuth(state, api, authorization) : undefined;
  return oauth === undefined || api.hasStandardAuth
    ? authenticateAuthToken(state, api, authorization)
    : oauth;
}

function authenticateOAuth(state: GatewayState, api: Api, authorization: string): AuthenticatedKey {
  const [scheme = "", token] = authorization.split(" ");
  if (token === undefined) throw new AccessDeniedError(400, "Authorization field missing");
  if (scheme.toLowerCase() !== "bearer") throw new AccessDeniedError(400, "Bearer token malformed");
  const authenticated = findKey(state, api, token);
  if (authenticated === undefined) throw new AccessDeniedError(403, "Key not authorised");
  if (!hasClient(state, api, authenticated.session.oauth_client_id))
    throw new AccessDeniedError(403, "Key not authorised. OAuth client access was revoked");
  return authenticated;
}

function authenticateAuthToken(
  state: GatewayState,
  api: Api,
  authorization: string,
): AuthenticatedKey {
  const token = authorization.replace(/^bearer /i, "");
  if (token === "") throw new AccessDeniedError(401, "Authorization field missing");
  const authenticated = findKey(state, api, token);
  if (authenticated === undefined)
    throw new AccessDeniedError(403, "Access to this API has been disallowed");
  return authenticated;
}

function findKey(state: GatewayState, api: Api, key: string): AuthenticatedKey | undefined {
  if (key.length < minKeyLength) return undefined;
  const found = state.sessions.findCached(api.orgId, key);
  if (found === undefined) return undefined;
  const { session, isRefused } = state.policies.apply(found.session, api);
  return isRefused ? undefined : { key, found, session };
}

/** Whether an API has the client. The gateway caches the result for one second (Trap 9). */
function hasClient(state: GatewayState, api: Api, clientId: string): boolean {
  const cacheKey = `${api.id}${clientId}`;
  const cached = state.clientCache.get(cacheKey);
  if (cached !== undefined) return cached;
  const isStored = state.storages.get(api.id)?.clients.get(clientId) !== undefined;
  state.clientCache.set(cacheKey, isStored, clientCacheTtlSeconds);
  return isStored;
}
