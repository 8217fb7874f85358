import { createErrorResponse } from "./http/response.ts";
import type { GatewayResponse } from "./http/response.ts";
import type { GatewayState } from "./gateway-state.ts";
import { createApiStorage } from "./storage/api-storage.ts";
import { PurgeLock } from "./storage/purge-lock.ts";

/** How long a gateway waits for a storage that is down, in milliseconds: 5 to 10 seconds were seen. */
export const defaultOutageWaitMs = 5000;

/** What the gateway answers from its own memory, at once. */
const storageFreeOperations = ["hello", "listApis", "getApi", "listPolicies", "getPolicy"];

/** Whether a request has to wait for storage. */
export function needsStorage(operation: string | undefined): boolean {
  return operation === undefined || !storageFreeOperations.includes(operation);
}

/**
 * The gateway's state as a request sees it while storage is down: nothing is stored, and what the request writes is lost.
 *
 * What the process holds in memory is still there: definitions, policies and the session cache. So an API with auth tokens
 * lets a token in for the rest of the cache's ten seconds. An OAuth API does not: it reads the token's client again
 * after a second, and finds none. That is why real gateways were seen to refuse the token.
 */
export function createOutageState(state: GatewayState): GatewayState {
  const ids = [...state.storages.keys()];
  return {
    ...state,
    sessions: state.sessions.withoutStorage(),
    clientCache: state.clientCache.copy(),
    purgeLock: new PurgeLock(state.clock),
    storages: new Map(ids.map((id) => [id, createApiStorage(state.clock)])),
  };
}

/**
 * The answer of an operation while storage is down, from the one it gives on an empty storage. They differ if the gateway
 * reports the failed read or write. The statuses of create and of the list of tokens were measured; that of purge, and all
 * three messages, are what gateways say of such a failure and were not recorded.
 */
export function toOutageResponse(
  state: GatewayState,
  operation: string | undefined,
  response: GatewayResponse,
): GatewayResponse {
  if (response.status !== 200) return response;
  switch (operation) {
    case "createOAuthClient":
      return createErrorResponse(500, "Failure in storing client data.");
    case "getOAuthClientTokens":
      return createErrorResponse(500, "Get client tokens failed");
    case "purgeOAuthTokens":
      // Without a retention period purge returns before it reads storage.
      return state.settings.retainSeconds > 0
        ? createErrorResponse(500, "error purging lapsed tokens")
        : response;
    case undefined:
    default:
      return response;
  }
}
