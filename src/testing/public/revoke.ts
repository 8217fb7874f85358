import { createErrorResponse, createOkResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { readForm } from "../http/form.ts";
import type { GatewayRequest } from "../http/request.ts";
import { revokeAllTokensOnApi, revokeTokenOnApi } from "../oauth/revoke.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";

/** `{listen_path}oauth/revoke`: revokes a token for anyone who has it. */
export function handlePublicRevoke(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): GatewayResponse {
  const form = readForm(request);
  if (!form.isWellFormed) return createErrorResponse(400, "error parsing form. Form malformed");
  const token = form.body.get("token");
  if (token === "") return createErrorResponse(400, "token is required");
  revokeTokenOnApi(state, api, storage, token, form.body.get("token_type_hint"));
  return createOkResponse("token revoked successfully");
}

/** `{listen_path}oauth/revoke_all`: unlike the control API, it refuses a wrong secret. */
export function handlePublicRevokeAll(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): GatewayResponse {
  const form = readForm(request);
  if (!form.isWellFormed) return createErrorResponse(400, "error parsing form. Form malformed");
  const clientId = form.body.get("client_id");
  const secret = form.body.get("client_secret");
  if (clientId === "") return createErrorResponse(401, "client_id is required");
  if (secret === "") return createErrorResponse(401, "client_secret is required");
  const outcome = revokeAllTokensOnApi(state, api, storage, clientId, secret);
  if (outcome === "unknown") return createErrorResponse(404, "error getting oauth client");
  if (outcome === "wrong-secret") return createErrorResponse(401, "client secret is wrong");
  return createOkResponse("tokens revoked successfully");
}
