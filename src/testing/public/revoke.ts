import type { OAuthManager } from "../gateway-state.ts";
import { findFormError, readForm } from "../http/form.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createErrorResponse, createOkResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { revokeAllTokens, revokeToken } from "../oauth/revoke.ts";

const malformed = "error parsing form. Form malformed";

/** `{listen_path}oauth/revoke`: revokes a token for anyone who has it. */
export function handlePublicRevoke(
  manager: OAuthManager,
  request: GatewayRequest,
): GatewayResponse {
  const form = readForm(request);
  const error = findFormError(form, malformed, ["token"], 400);
  if (error !== undefined) return error;
  revokeToken(manager, form.body.get("token"), form.body.get("token_type_hint"));
  return createOkResponse("token revoked successfully");
}

/** `{listen_path}oauth/revoke_all`: unlike the control API, it refuses a wrong secret. */
export function handlePublicRevokeAll(
  manager: OAuthManager,
  request: GatewayRequest,
): GatewayResponse {
  const form = readForm(request);
  const error = findFormError(form, malformed, ["client_id", "client_secret"], 401);
  if (error !== undefined) return error;
  const outcome = revokeAllTokens(
    manager,
    form.body.get("client_id"),
    form.body.get("client_secret"),
  );
  if (outcome === "unknown") return createErrorResponse(404, "error getting oauth client");
  if (outcome === "wrong-secret") return createErrorResponse(401, "client secret is wrong");
  return createOkResponse("tokens revoked successfully");
}
