import { allowsRequest } from "../session/allowed-urls.ts";
import { contentType } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { Answer } from "../http/answer.ts";
import type { FoundSession, Session } from "../session/session.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";

/** What a protected API refuses a request with. */
export class AccessRefusal extends Error {
  override readonly name: string = "AccessRefusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const shortestKey = 4;
const clientMemorySeconds = 1;
const xmlTypes = ["application/xml", "text/xml"];

/**
 * The session that opens an API to a request, or `undefined` where it needs none. Throws an {@link AccessRefusal}. The path is
 * that behind the listen path.
 */
export function checkAccess(
  state: GatewayState,
  api: Api,
  path: string,
  request: GatewayRequest,
): Session | undefined {
  if (api.keyless) return undefined;
  const { session, found, key } = readBearer(state, api, request);
  if (session.is_inactive) throw new AccessRefusal(403, "Key is inactive, please renew");
  if (session.expires >= 1 && state.clock.now() > session.expires * 1000) {
    throw new AccessRefusal(401, "Key has expired, please renew");
  }
  const rights = Object.keys(session.access_rights ?? {});
  if (rights.length > 0 && !rights.includes(api.id)) {
    throw new AccessRefusal(403, "Access to this API has been disallowed");
  }
  if (!allowsRequest(session.access_rights?.[api.id], request.method, path)) {
    throw new AccessRefusal(403, "Access to this resource has been disallowed");
  }
  state.sessions.markUsed(found, key);
  return session;
}

/** A refusal as a protected API answers it. */
export function refusalAnswer(
  state: GatewayState,
  request: GatewayRequest,
  refusal: AccessRefusal,
): Answer {
  const type = contentType(request);
  if (state.traits.answersXml && xmlTypes.includes(type)) {
    const body = `<?xml version = "1.0" encoding = "UTF-8"?>\n<error>${refusal.message}</error>\n`;
    return {
      status: refusal.status,
      headers: { "content-type": type, "x-generator": "tyk.io" },
      body,
    };
  }
  const body = `{\n    "error": "${refusal.message}"\n}`;
  return {
    status: refusal.status,
    headers: { "content-type": "application/json", "x-generator": "tyk.io" },
    body,
  };
}

/** A key as a request carries it, the session it was found by, and that session with its policies applied. */
interface Bearer {
  readonly key: string;
  readonly found: FoundSession;
  readonly session: Session;
}

/** An API with both kinds of authentication demands both, and takes the session of the second. */
function readBearer(state: GatewayState, api: Api, request: GatewayRequest): Bearer {
  const oauth = api.usesOAuth ? oauthBearer(state, api, request) : undefined;
  return oauth === undefined || api.usesStandardAuth ? tokenBearer(state, api, request) : oauth;
}

function oauthBearer(state: GatewayState, api: Api, request: GatewayRequest): Bearer {
  const [scheme = "", token] = (request.headers.get("authorization") ?? "").split(" ");
  if (token === undefined) throw new AccessRefusal(400, "Authorization field missing");
  if (scheme.toLowerCase() !== "bearer") throw new AccessRefusal(400, "Bearer token malformed");
  const bearer = findBearer(state, api, token);
  if (bearer === undefined) throw new AccessRefusal(403, "Key not authorised");
  if (!isClientThere(state, api, bearer.session.oauth_client_id)) {
    throw new AccessRefusal(403, "Key not authorised. OAuth client access was revoked");
  }
  return bearer;
}

function tokenBearer(state: GatewayState, api: Api, request: GatewayRequest): Bearer {
  const token = (request.headers.get("authorization") ?? "").replace(/^bearer /i, "");
  if (token === "") throw new AccessRefusal(401, "Authorization field missing");
  const bearer = findBearer(state, api, token);
  if (bearer === undefined) throw new AccessRefusal(403, "Access to this API has been disallowed");
  return bearer;
}

function findBearer(state: GatewayState, api: Api, key: string): Bearer | undefined {
  if (key.length < shortestKey) return undefined;
  const found = state.sessions.remembered(api.orgId, key);
  if (found === undefined) return undefined;
  const { session, refused } = state.policies.apply(found.session, api);
  return refused ? undefined : { key, found, session };
}

/** Whether the client is on the API, as the gateway last saw it: it looks again after a second. */
function isClientThere(state: GatewayState, api: Api, clientId: string): boolean {
  const name = `${api.id}${clientId}`;
  const remembered = state.clientMemory.get(name);
  if (remembered !== undefined) return remembered;
  const isThere = state.storages.get(api.id)?.clients.get(clientId) !== undefined;
  state.clientMemory.set(name, isThere, clientMemorySeconds);
  return isThere;
}
