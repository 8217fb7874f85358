import { errorAnswer, jsonAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import type { GatewayRequest } from "../http/request.ts";
import { AccessRefusal, checkAccess, refusalAnswer } from "../public/access.ts";
import { authorizeClient, authorizeEndpoint } from "../public/authorize.ts";
import { revokeAllEndpoint, revokeEndpoint } from "../public/revoke.ts";
import { tokenEndpoint } from "../public/token.ts";
import { callUpstream } from "../public/upstream.ts";
import type { Api } from "../settings.ts";
import { storageOrPanic } from "../state.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { Endpoint } from "./api-table.ts";
import type { Routed } from "./router.ts";
import { isAdministrator, refuseAdministration } from "./secret.ts";

type Handler = (
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
) => Answer;

/** The public endpoints of an OAuth API. */
const handlers: Readonly<Record<Exclude<Endpoint, "rateLimits">, Handler>> = {
  authorizeClient: guardedAuthorizeClient,
  oauthAuthorize: authorizeEndpoint,
  oauthToken: tokenEndpoint,
  oauthRevoke: revokeEndpoint,
  oauthRevokeAll: revokeAllEndpoint,
};

/** The API that a request leads to and how it answers, or `undefined` if none gets it. */
export function routeApi(state: GatewayState, request: GatewayRequest): Routed | undefined {
  const match = state.apis.table.match(request.host, request.path);
  if (match === undefined) return undefined;
  const { api, endpoint, path } = match;
  if (endpoint === undefined || endpoint === "rateLimits")
    return {
      operation: undefined,
      run: () => protectedAnswer(state, api, path, endpoint !== undefined, request),
    };
  return {
    operation: endpoint,
    run: () => handlers[endpoint](state, api, storageOrPanic(state, api), request),
  };
}

function protectedAnswer(
  state: GatewayState,
  api: Api,
  path: string,
  asksLimits: boolean,
  request: GatewayRequest,
): Answer | Promise<Answer> {
  try {
    const session = checkAccess(state, api, path, request);
    if (session === undefined || !asksLimits) return callUpstream(state, api, request);
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
