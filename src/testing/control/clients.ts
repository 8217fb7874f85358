import { findManager, requireManager } from "../gateway-state.ts";
import type { GatewayState, OAuthManager } from "../gateway-state.ts";
import { createDeleteResponse, createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { removeListedTokens } from "../oauth/revoke.ts";
import { generateSecret } from "../random.ts";
import type { Api } from "../settings/apis.ts";
import type { StoredClient } from "../storage/client-store.ts";
import {
  createClientResponse,
  readClientDocument,
  toClientDocument,
  toUpdatableFields,
  unmarshallingFailed,
} from "./client-document.ts";
import type { ControlCall } from "./control-call.ts";

const clientNotFound = createErrorResponse(404, "OAuth Client ID not found");
const apiNotFound = createErrorResponse(404, "API doesn't exist");

/** Responds with one client, or with all clients of the API if the id is empty (Trap 1). */
export function handleReadClients({ state, param }: ControlCall): GatewayResponse {
  const api = state.apis.find(param("apiID"));
  const clientId = param("keyName");
  if (clientId === "") {
    const clients = api === undefined ? undefined : listClients(state, api);
    return clients === undefined
      ? createJsonResponse(404, null)
      : createJsonResponse(200, clients.map(toClientDocument));
  }
  if (api === undefined) return clientNotFound;
  // Only this handler, and a create without `api_id`, give an API its OAuth manager (Trap 32). The manager stays until the
  // process ends.
  if (state.traits.createsManagerOnRead) state.apis.addManager(api);
  const client = requireManager(state, api).storage.clients.get(clientId);
  return client === undefined ? clientNotFound : createClientResponse(client);
}

/** Replaces every field but the id and the secret (Trap 7). */
export function handleUpdateClient({ state, request, param }: ControlCall): GatewayResponse {
  const document = readClientDocument(request);
  if (document === undefined) return unmarshallingFailed;
  const api = state.apis.find(param("apiID"));
  if (api === undefined) return apiNotFound;
  if (document.policy_id !== "") {
    const policy = state.policies.findInOrganisation(api.orgId, document.policy_id);
    if (policy === undefined) return createErrorResponse(404, "Policy doesn't exist");
    if (!policy.apiIds.includes(api.id))
      return createErrorResponse(
        400,
        "Policy access rights doesn't contain API this OAuth client belongs to",
      );
  }
  return storeUpdate(requireManager(state, api), param("keyName"), () =>
    toUpdatableFields(document),
  );
}

/** Replaces the secret with a new one. The body is ignored. */
export function handleRotateClient({ state, param }: ControlCall): GatewayResponse {
  const api = state.apis.find(param("apiID"));
  if (api === undefined) return apiNotFound;
  const manager = requireManager(state, api);
  return storeUpdate(manager, param("keyName"), () => ({ secret: generateSecret(state.random) }));
}

/** Deletes a client, even an unknown one (Trap 8). Its tokens and their list stay (Trap 9). */
export function handleDeleteClient({ state, param }: ControlCall): GatewayResponse {
  const api = state.apis.find(param("apiID"));
  const manager = api === undefined ? undefined : findManager(state, api);
  if (manager === undefined) return clientNotFound;
  const clientId = param("keyName");
  manager.storage.clients.delete(clientId);
  return createDeleteResponse(clientId);
}

/** Responds with the ids of the APIs that have the client. */
export function handleListApisOfClient({ state, request, param }: ControlCall): GatewayResponse {
  const managers = findManagersOfClient(state, param("appID"), request.query.get("orgID"));
  const ids = managers.map(({ api }) => api.id);
  return createJsonResponse(200, ids);
}

/**
 * Returns the OAuth managers of an organisation's APIs ("" for all) that list the client. A broken list counts as empty
 * (Trap 10). A cold OAuth API drops the connection (Trap 38).
 */
export function findManagersOfClient(
  state: GatewayState,
  clientId: string,
  orgId: string,
): OAuthManager[] {
  return state.apis
    .list()
    .filter((api) => orgId === "" || api.orgId === orgId)
    .filter((api) => listClients(state, api)?.some((client) => client.id === clientId) === true)
    .map((api) => requireManager(state, api));
}

/** Returns the clients of an API, or none if it is not OAuth. Returns `undefined` if the list is broken. */
function listClients(state: GatewayState, api: Api): StoredClient[] | undefined {
  return api.isOAuth ? requireManager(state, api).storage.clients.list() : [];
}

function storeUpdate(
  manager: OAuthManager,
  clientId: string,
  getChanges: () => Partial<StoredClient>,
): GatewayResponse {
  const before = manager.storage.clients.get(clientId);
  if (before === undefined) return clientNotFound;
  const after = { ...before, ...getChanges() };
  manager.storage.clients.put(after);
  if (before.policyId !== "" && before.policyId !== after.policyId)
    removeListedTokens(manager, after.id);
  return createClientResponse(after);
}
