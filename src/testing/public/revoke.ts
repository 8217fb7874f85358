import { errorAnswer, okAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { readForm } from "../http/form.ts";
import type { GatewayRequest } from "../http/request.ts";
import { revokeAllTokens, revokeToken } from "../oauth/revoke.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";

/** `{listen_path}oauth/revoke`: anyone may revoke a token that they hold. */
export function revokeEndpoint(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  const form = readForm(request);
  if (!form.wellFormed) return errorAnswer(400, "error parsing form. Form malformed");
  const token = form.body.get("token");
  if (token === "") return errorAnswer(400, "token is required");
  revokeToken(state, api, storage, token, form.body.get("token_type_hint"));
  return okAnswer("token revoked successfully");
}

/** `{listen_path}oauth/revoke_all`: here, other than on the control API, a wrong secret is told. */
export function revokeAllEndpoint(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): Answer {
  const form = readForm(request);
  if (!form.wellFormed) return errorAnswer(400, "error parsing form. Form malformed");
  const clientId = form.body.get("client_id");
  const secret = form.body.get("client_secret");
  if (clientId === "") return errorAnswer(401, "client_id is required");
  if (secret === "") return errorAnswer(401, "client_secret is required");
  const outcome = revokeAllTokens(state, api, storage, clientId, secret);
  if (outcome === "unknown") return errorAnswer(404, "error getting oauth client");
  if (outcome === "wrong-secret") return errorAnswer(401, "client secret is wrong");
  return okAnswer("tokens revoked successfully");
}
