import { requireManager } from "../gateway-state.ts";
import type { GatewayState, OAuthManager } from "../gateway-state.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { handleAuthorize, handleAuthorizeClient } from "../public/authorize.ts";
import { AccessDeniedError, checkAccess, toAccessDeniedResponse } from "../public/check-access.ts";
import { handlePublicRevoke, handlePublicRevokeAll } from "../public/revoke.ts";
import { handleToken } from "../public/token.ts";
import { callUpstream } from "../public/upstream.ts";
import type { ApiEndpoint, ApiMatch } from "./api-table.ts";
import type { RoutedRequest } from "./router.ts";

type EndpointHandler = (manager: OAuthManager, request: GatewayRequest) => GatewayResponse;

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
  const { api, endpoint } = match;
  if (endpoint === undefined || endpoint === "rateLimits")
    return { operation: undefined, handle: () => handleProtected(state, match, request) };
  return {
    operation: endpoint,
    handle: () => handlers[endpoint](requireManager(state, api), request),
  };
}

function handleProtected(
  state: GatewayState,
  { api, endpoint, path }: ApiMatch,
  request: GatewayRequest,
): GatewayResponse | Promise<GatewayResponse> {
  try {
    const session = checkAccess(state, api, path, request);
    if (session === undefined || endpoint === undefined) return callUpstream(state, api, request);
    const { rate = 0, per = 0, quota_max = 0 } = session.otherFields;
    const quota = { quota_max, quota_remaining: 0, quota_renews: 0 };
    return createJsonResponse(200, { quota, rate_limit: { requests: rate, per_unit: per } });
  } catch (error) {
    if (error instanceof AccessDeniedError) return toAccessDeniedResponse(state, request, error);
    throw error;
  }
}
