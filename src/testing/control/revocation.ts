import { errorAnswer, okAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { readForm } from "../http/form.ts";
import { apisOfClient, revokeAllTokens, revokeToken } from "../oauth/revoke.ts";
import { storageIfAny } from "../state.ts";
import type { ControlCall } from "./call.ts";

/** Revokes a token on every API of the named client, whoever it belongs to. */
export function revoke({ state, request }: ControlCall): Answer {
  const form = readForm(request);
  if (!form.wellFormed) return errorAnswer(400, "cannot parse form. Form malformed");
  const token = form.body.get("token");
  const clientId = form.body.get("client_id");
  if (token === "") return errorAnswer(400, "token is required");
  if (clientId === "") return errorAnswer(400, "client_id is required");
  const apis = apisOfClient(state, clientId, form.body.get("org_id"));
  if (apis.length === 0) return errorAnswer(400, "oauth client doesn't exist");
  for (const api of apis) {
    const storage = storageIfAny(state, api);
    if (storage !== undefined)
      revokeToken(state, api, storage, token, form.body.get("token_type_hint"));
  }
  return okAnswer("token revoked successfully");
}

/** Revokes the tokens of a client on each of its APIs where the secret is the client's. It says so where none was. */
export function revokeAll({ state, request }: ControlCall): Answer {
  const form = readForm(request);
  if (!form.wellFormed) return errorAnswer(400, "cannot parse form. Form malformed");
  const clientId = form.body.get("client_id");
  const secret = form.body.get("client_secret");
  if (clientId === "") return errorAnswer(401, "client_id is required");
  if (secret === "") return errorAnswer(401, "client_secret is required");
  const apis = apisOfClient(state, clientId, form.body.get("org_id"));
  if (apis.length === 0) return errorAnswer(404, "oauth client doesn't exist");
  for (const api of apis) {
    const storage = storageIfAny(state, api);
    if (storage !== undefined) revokeAllTokens(state, api, storage, clientId, secret);
  }
  return okAnswer("tokens revoked successfully");
}
