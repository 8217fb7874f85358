import {
  createDeletedResponse,
  createErrorResponse,
  createJsonResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { findApisOfClient, listClientsOfApi } from "../oauth/find-clients.ts";
import { removeListedTokens } from "../oauth/revoke.ts";
import { generateSecret } from "../random.ts";
import type { Api } from "../settings/apis.ts";
import { findStorage, requireStorage } from "../gateway-state.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/client-store.ts";
import {
  createClientResponse,
  createUnmarshallingFailedResponse,
  readClientDocument,
  toClientDocument,
  toUpdatableFields,
} from "./client-document.ts";
import type { ControlCall } from "./control-call.ts";

/** Responds with one client, or with all clients of the API if the id is empty (Trap 1). */
export function handleReadClients(call: ControlCall): GatewayResponse {
  const api = call.state.apis.find(call.param("apiID"));
  const clientId = call.param("keyName");
  if (clientId === "") {
    const clients = listClientsOfApi(call.state, api);
    return clients === undefined
      ? createJsonResponse(404, null)
      : createJsonResponse(200, clients.map(toClientDocument));
  }
  if (api === undefined) return createClientNotFoundResponse();
  // Only this handler, and a create without `api_id`, give an API its OAuth manager (Trap 32). The manager
  // stays until the process ends.
  if (call.state.traits.createsManagerOnRead) call.state.apis.addManager(api);
  const client = requireStorage(call.state, api).clients.get(clientId);
  return client === undefined ? createClientNotFoundResponse() : createClientResponse(client);
}

/** Replaces every field but the id and the secret (Trap 7). */
export function handleUpdateClient(call: ControlCall): GatewayResponse {
  const { state } = call;
  const document = readClientDocument(call.request);
  if (document === undefined) return createUnmarshallingFailedResponse();
  const api = state.apis.find(call.param("apiID"));
  if (api === undefined) return createErrorResponse(404, "API doesn't exist");
  if (document.policy_id !== "") {
    const policy = state.policies.findInOrganisation(api.orgId, document.policy_id);
    if (policy === undefined) return createErrorResponse(404, "Policy doesn't exist");
    if (!policy.apiIds.includes(api.id)) {
      return createErrorResponse(
        400,
        "Policy access rights doesn't contain API this OAuth client belongs to",
      );
    }
  }
  const storage = requireStorage(state, api);
  const client = storage.clients.get(call.param("keyName"));
  if (client === undefined) return createClientNotFoundResponse();
  const updated = { ...client, ...toUpdatableFields(document) };
  return storeUpdate(state, api, storage, client, updated);
}

/** Replaces the secret with a new one. The body is ignored. */
export function handleRotateClient(call: ControlCall): GatewayResponse {
  const { state } = call;
  const api = state.apis.find(call.param("apiID"));
  if (api === undefined) return createErrorResponse(404, "API doesn't exist");
  const storage = requireStorage(state, api);
  const client = storage.clients.get(call.param("keyName"));
  if (client === undefined) return createClientNotFoundResponse();
  return storeUpdate(state, api, storage, client, {
    ...client,
    secret: generateSecret(state.random),
  });
}

/** Deletes a client, even an unknown one (Trap 8). Its tokens and their list stay (Trap 9). */
export function handleDeleteClient(call: ControlCall): GatewayResponse {
  const api = call.state.apis.find(call.param("apiID"));
  const storage = api === undefined ? undefined : findStorage(call.state, api);
  if (storage === undefined) return createClientNotFoundResponse();
  const clientId = call.param("keyName");
  storage.clients.delete(clientId);
  return createDeletedResponse(clientId);
}

/** Responds with the ids of the APIs that have the client. */
export function handleListApisOfClient(call: ControlCall): GatewayResponse {
  const apis = findApisOfClient(call.state, call.param("appID"), call.request.query.get("orgID"));
  return createJsonResponse(
    200,
    apis.map((api) => api.id),
  );
}

function storeUpdate(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  before: StoredClient,
  after: StoredClient,
): GatewayResponse {
  storage.clients.put(after);
  if (before.policyId !== "" && before.policyId !== after.policyId)
    removeListedTokens(state, api, storage, after.id);
  return createClientResponse(after);
}

function createClientNotFoundResponse(): GatewayResponse {
  return createErrorResponse(404, "OAuth Client ID not found");
}
