import { createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";
import { AccessDeniedError, checkAccess, toAccessDeniedResponse } from "../public/check-access.ts";
import { handleAuthorize, handleAuthorizeClient } from "../public/authorize.ts";
import { handlePublicRevokeAll, handlePublicRevoke } from "../public/revoke.ts";
import { handleToken } from "../public/token.ts";
import { callUpstream } from "../public/upstream.ts";
import type { Api } from "../settings/apis.ts";
import { requireStorage } from "../gateway-state.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { ApiEndpoint } from "./api-table.ts";
import type { RoutedRequest } from "./router.ts";

type EndpointHandler = (
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
) => GatewayResponse;

/** The handlers of an OAuth API's public endpoints. */
const handlers: Readonly<Record<Exclude<ApiEndpoint, "rateLimits">, EndpointHandler>> = {
  authorizeClient: handleAuthorizeClient,
  oauthAuthorize: handleAuthorize,
  oauthToken: handleToken,
  oauthRevoke: handlePublicRevoke,
  oauthRevokeAll: handlePublicRevokeAll,
};

/** Finds the API that receives a request. Returns `undefined` if none does. */
export function routeApi(state: GatewayState, request: GatewayRequest): RoutedRequest | undefined {
  const match = state.apis.table.match(request.host, request.path);
  if (match === undefined) return undefined;
  const { api, endpoint, path } = match;
  if (endpoint === undefined || endpoint === "rateLimits")
    return {
      operation: undefined,
      handle: () => handleProtected(state, api, path, endpoint !== undefined, request),
    };
  return {
    operation: endpoint,
    handle: () => handlers[endpoint](state, api, requireStorage(state, api), request),
  };
}

function handleProtected(
  state: GatewayState,
  api: Api,
  path: string,
  isRateLimitsRequest: boolean,
  request: GatewayRequest,
): GatewayResponse | Promise<GatewayResponse> {
  try {
    const session = checkAccess(state, api, path, request);
    if (session === undefined || !isRateLimitsRequest) return callUpstream(state, api, request);
    const { rate = 0, per = 0, quota_max = 0 } = session.otherFields;
    const quota = { quota_max, quota_remaining: 0, quota_renews: 0 };
    return createJsonResponse(200, { quota, rate_limit: { requests: rate, per_unit: per } });
  } catch (error) {
    if (error instanceof AccessDeniedError) return toAccessDeniedResponse(state, request, error);
    throw error;
  }
}
