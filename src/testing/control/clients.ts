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

/** One client, or all of an API where no id is given. */
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
  // The one handler that gives an API its OAuth manager. The manager then stays as long as the process.
  if (call.state.traits.createsManagerOnRead) call.state.apis.addManager(api);
  const client = requireStorage(call.state, api).clients.get(clientId);
  return client === undefined ? createClientNotFoundResponse() : createClientResponse(client);
}

/** Replaces all of a client but its id and its secret. */
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

/** Gives a client a new secret; whatever the body asks for is not looked at. */
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

/** Deletes a client, known or not. Its tokens and their list stay. */
export function handleDeleteClient(call: ControlCall): GatewayResponse {
  const api = call.state.apis.find(call.param("apiID"));
  const storage = api === undefined ? undefined : findStorage(call.state, api);
  if (storage === undefined) return createClientNotFoundResponse();
  const clientId = call.param("keyName");
  storage.clients.delete(clientId);
  return createDeletedResponse(clientId);
}

/** The ids of the APIs that a client is on. */
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
