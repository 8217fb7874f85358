import { requireStorage } from "../gateway-state.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { Api } from "../settings/apis.ts";
import type { ApiStorage } from "../storage/api-storage.ts";

/**
 * The APIs of an organisation (or of all, with "") whose list names the client. An API whose list is broken names none. One
 * OAuth API among them that is cold makes the gateway drop the connection.
 */
export function findApisOfClient(state: GatewayState, clientId: string, orgId: string): Api[] {
  return state.apis
    .list()
    .filter((api) => orgId === "" || api.orgId === orgId)
    .filter(
      (api) => listClientsOfApi(state, api)?.some((client) => client.id === clientId) === true,
    );
}

/** The clients of an API; none where it is not OAuth; `undefined` where there is no such API, or its list is broken. */
export function listClientsOfApi(
  state: GatewayState,
  api: Api | undefined,
): ReturnType<ApiStorage["clients"]["list"]> {
  if (api === undefined || state.apis.find(api.id) === undefined) return undefined;
  return api.isOAuth ? requireStorage(state, api).clients.list() : [];
}
