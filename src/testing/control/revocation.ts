import { findFormError, readForm } from "../http/form.ts";
import { createErrorResponse, createOkResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { revokeAllTokens, revokeToken } from "../oauth/revoke.ts";
import { findManagersOfClient } from "./clients.ts";
import type { ControlCall } from "./control-call.ts";

const malformed = "cannot parse form. Form malformed";

/** Revokes a token on every API of the named client. The client need not own the token (Trap 17). */
export function handleRevoke({ state, request }: ControlCall): GatewayResponse {
  const form = readForm(request);
  const error = findFormError(form, malformed, ["token", "client_id"], 400);
  if (error !== undefined) return error;
  const { body } = form;
  const managers = findManagersOfClient(state, body.get("client_id"), body.get("org_id"));
  if (managers.length === 0) return createErrorResponse(400, "oauth client doesn't exist");
  for (const manager of managers)
    revokeToken(manager, body.get("token"), body.get("token_type_hint"));
  return createOkResponse("token revoked successfully");
}

/** Revokes a client's tokens on each API with a matching secret. Responds with 200 even if no secret matches (Trap 13). */
export function handleRevokeAll({ state, request }: ControlCall): GatewayResponse {
  const form = readForm(request);
  const error = findFormError(form, malformed, ["client_id", "client_secret"], 401);
  if (error !== undefined) return error;
  const clientId = form.body.get("client_id");
  const managers = findManagersOfClient(state, clientId, form.body.get("org_id"));
  if (managers.length === 0) return createErrorResponse(404, "oauth client doesn't exist");
  for (const manager of managers)
    revokeAllTokens(manager, clientId, form.body.get("client_secret"));
  return createOkResponse("tokens revoked successfully");
}
