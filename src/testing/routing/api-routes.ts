import { errorAnswer, jsonAnswer, type Answer } from "../http/answer.ts";
import type { GatewayRequest } from "../http/request.ts";
import { AccessRefusal, checkAccess, refusalAnswer } from "../public/access.ts";
import { authorizeClient, authorizeEndpoint } from "../public/authorize.ts";
import { revokeAllEndpoint, revokeEndpoint } from "../public/revoke.ts";
import { tokenEndpoint } from "../public/token.ts";
import { callUpstream } from "../public/upstream.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { Routed } from "./route.ts";
import { isAdministrator, refuseAdministration } from "./secret.ts";

type Endpoint = (
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
) => Answer;

/** The public endpoints of an OAuth API, behind its listen path. */
const ENDPOINTS: readonly {
  readonly path: RegExp;
  readonly operation: string;
  readonly endpoint: Endpoint;
}[] = [
  {
    path: /^\/tyk\/oauth\/authorize-client\/?$/,
    operation: "authorizeClient",
    endpoint: guardedAuthorizeClient,
  },
  { path: /^\/oauth\/authorize\/?$/, operation: "oauthAuthorize", endpoint: authorizeEndpoint },
  { path: /^\/oauth\/token\/?$/, operation: "oauthToken", endpoint: tokenEndpoint },
  { path: /^\/oauth\/revoke$/, operation: "oauthRevoke", endpoint: revokeEndpoint },
  { path: /^\/oauth\/revoke_all$/, operation: "oauthRevokeAll", endpoint: revokeAllEndpoint },
];

/** The API that a path leads to and how it answers, or `undefined` where none listens there. */
export function routeApi(state: GatewayState, request: GatewayRequest): Routed | undefined {
  const listening = findListeningApi(state, request);
  if (listening === undefined) return undefined;
  const { api, prefix } = listening;
  const storage = state.storages.get(api.id);
  const path = request.path.slice(prefix.replace(/\/+$/, "").length);
  if (api.usesOAuth && storage !== undefined) {
    const found = ENDPOINTS.find((candidate) => candidate.path.test(path));
    if (found !== undefined)
      return {
        operation: found.operation,
        run: () => found.endpoint(state, api, storage, request),
      };
  }
  return { operation: undefined, run: () => protectedAnswer(state, api, path, request) };
}

function protectedAnswer(
  state: GatewayState,
  api: Api,
  path: string,
  request: GatewayRequest,
): Answer | Promise<Answer> {
  try {
    const session = checkAccess(state, api, request);
    if (session === undefined || path !== "/tyk/rate-limits/")
      return callUpstream(state, api, request);
    const { rate = 0, per = 0, quota_max = 0 } = session.more;
    const quota = { quota_max, quota_remaining: 0, quota_renews: 0 };
    return jsonAnswer(200, { quota, rate_limit: { requests: rate, per_unit: per } });
  } catch (error) {
    if (error instanceof AccessRefusal) return refusalAnswer(state, request, error);
    throw error;
  }
}

function guardedAuthorizeClient(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  if (!isAdministrator(state, request)) return refuseAdministration();
  if (request.method !== "POST") return errorAnswer(405, "Method not supported");
  return authorizeClient(state, api, storage, request);
}

/** Of the APIs whose path a request is under, the one with the longest listen path; one with a domain comes before one without. */
function findListeningApi(
  state: GatewayState,
  request: GatewayRequest,
): { api: Api; prefix: string } | undefined {
  const host = request.host.replace(/:\d*$/, "");
  const apis = state.apis
    .all()
    .filter((api) => api.domain === "" || api.domain === host)
    .sort(
      (a, b) =>
        Number(b.domain !== "") - Number(a.domain !== "") ||
        b.listenPath.length - a.listenPath.length,
    );
  for (const api of apis) {
    const prefixes = state.traits.servesApisById
      ? [`/${api.id}/`, api.listenPath]
      : [api.listenPath];
    const prefix = prefixes.find((candidate) => request.path.startsWith(candidate));
    if (prefix !== undefined) return { api, prefix };
  }
  return undefined;
}
