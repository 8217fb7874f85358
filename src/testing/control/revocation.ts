import { createErrorResponse, createOkResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { readForm } from "../http/form.ts";
import { findApisOfClient } from "../oauth/find-clients.ts";
import { revokeAllTokensOnApi, revokeTokenOnApi } from "../oauth/revoke.ts";
import { findStorage } from "../gateway-state.ts";
import type { ControlCall } from "./control-call.ts";

/** Revokes a token on every API of the named client. The client need not own the token (Trap 17). */
export function handleRevoke({ state, request }: ControlCall): GatewayResponse {
  const form = readForm(request);
  if (!form.isWellFormed) return createErrorResponse(400, "cannot parse form. Form malformed");
  const token = form.body.get("token");
  const clientId = form.body.get("client_id");
  if (token === "") return createErrorResponse(400, "token is required");
  if (clientId === "") return createErrorResponse(400, "client_id is required");
  const apis = findApisOfClient(state, clientId, form.body.get("org_id"));
  if (apis.length === 0) return createErrorResponse(400, "oauth client doesn't exist");
  for (const api of apis) {
    const storage = findStorage(state, api);
    if (storage !== undefined)
      revokeTokenOnApi(state, api, storage, token, form.body.get("token_type_hint"));
  }
  return createOkResponse("token revoked successfully");
}

/**
 * Revokes a client's tokens on each API with a matching secret. Responds with 200 even if no secret matches
 * (Trap 13).
 */
export function handleRevokeAll({ state, request }: ControlCall): GatewayResponse {
  const form = readForm(request);
  if (!form.isWellFormed) return createErrorResponse(400, "cannot parse form. Form malformed");
  const clientId = form.body.get("client_id");
  const secret = form.body.get("client_secret");
  if (clientId === "") return createErrorResponse(401, "client_id is required");
  if (secret === "") return createErrorResponse(401, "client_secret is required");
  const apis = findApisOfClient(state, clientId, form.body.get("org_id"));
  if (apis.length === 0) return createErrorResponse(404, "oauth client doesn't exist");
  for (const api of apis) {
    const storage = findStorage(state, api);
    if (storage !== undefined) revokeAllTokensOnApi(state, api, storage, clientId, secret);
  }
  return createOkResponse("tokens revoked successfully");
}
