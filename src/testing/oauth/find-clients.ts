import { requireStorage } from "../gateway-state.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { Api } from "../settings/apis.ts";
import type { ApiStorage } from "../storage/api-storage.ts";

/**
 * Returns the APIs of an organisation ("" for all) that list the client. A broken list counts as empty
 * (Trap 10). A cold OAuth API drops the connection (Trap 38).
 */
export function findApisOfClient(state: GatewayState, clientId: string, orgId: string): Api[] {
  return state.apis
    .list()
    .filter((api) => orgId === "" || api.orgId === orgId)
    .filter(
      (api) => listClientsOfApi(state, api)?.some((client) => client.id === clientId) === true,
    );
}

/**
 * Returns the clients of an API, and none if it is not OAuth. Returns `undefined` if the API is unknown or
 * its list is broken.
 */
export function listClientsOfApi(
  state: GatewayState,
  api: Api | undefined,
): ReturnType<ApiStorage["clients"]["list"]> {
  if (api === undefined || state.apis.find(api.id) === undefined) return undefined;
  return api.isOAuth ? requireStorage(state, api).clients.list() : [];
}
