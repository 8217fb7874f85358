import { createErrorResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { requireManager } from "../gateway-state.ts";
import type { GatewayState } from "../gateway-state.ts";
import { generateId, generateSecret, pickIndex, shuffle } from "../random.ts";
import type { StoredClient } from "../storage/client-store.ts";
import {
  createClientResponse,
  readClientDocument,
  toUpdatableFields,
  unmarshallingFailed,
} from "./client-document.ts";
import type { ControlCall } from "./control-call.ts";

/**
 * Stores a client on the API that the document names, or on every OAuth API of its policy. Overwrites an existing id
 * (Trap 5).
 */
export function handleCreateClient({ state, request }: ControlCall): GatewayResponse {
  const document = readClientDocument(request);
  if (document === undefined) return unmarshallingFailed;
  const client: StoredClient = {
    ...toUpdatableFields(document),
    id: document.client_id || generateId(state.random),
    secret: document.secret || generateSecret(state.random),
  };
  const error =
    document.api_id === ""
      ? storeOnPolicyApis(state, client)
      : storeOnApi(state, client, document.api_id);
  return error ?? createClientResponse(client);
}

function storeOnApi(
  state: GatewayState,
  client: StoredClient,
  apiId: string,
): GatewayResponse | undefined {
  const api = state.apis.find(apiId);
  if (api === undefined) return createErrorResponse(400, "API doesn't exist");
  if (!api.isOAuth) return createErrorResponse(400, "API is not OAuth2");
  requireManager(state, api).storage.clients.put(client);
  return undefined;
}

/** Responds with an error if the policy grants an unknown API. The client is still stored on other APIs (Trap 27). */
function storeOnPolicyApis(state: GatewayState, client: StoredClient): GatewayResponse | undefined {
  const policy = state.policies.find(client.policyId);
  if (policy === undefined) return createErrorResponse(400, "Policy doesn't exist");
  const apis = policy.apiIds.map((apiId) => state.apis.find(apiId));
  const oauthApis = apis.filter((api) => api !== undefined).filter((api) => api.isOAuth);
  const isBroken = apis.includes(undefined);
  for (const api of isBroken ? selectReachedApis(state, oauthApis) : oauthApis) {
    // Unlike a create that names the API, this create gives a cold API its OAuth manager.
    if (state.traits.createsManagerOnRead) state.apis.addManager(api);
    requireManager(state, api).storage.clients.put(client);
  }
  if (isBroken) return createErrorResponse(400, "API doesn't exist");
  return oauthApis.length > 0 ? undefined : createErrorResponse(400, "API is not OAuth2");
}

/** Selects the APIs that store the client before the gateway finds the unknown one: all of them, or a random part. */
function selectReachedApis<T>(state: GatewayState, apis: readonly T[]): readonly T[] {
  if (!state.traits.createsInRandomOrder || apis.length === 0) return apis;
  const count = 1 + pickIndex(state.random, apis.length);
  return shuffle(state.random, apis).slice(0, count);
}
