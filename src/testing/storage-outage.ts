import { createErrorResponse } from "./http/response.ts";
import type { GatewayResponse } from "./http/response.ts";
import type { GatewayState } from "./gateway-state.ts";
import { createApiStorage } from "./storage/api-storage.ts";
import type { ApiStorage } from "./storage/api-storage.ts";
import { PurgeLock } from "./storage/purge-lock.ts";

/** How long a gateway waits for storage that is down, in milliseconds. Real gateways waited 5 to 10 seconds. */
export const defaultOutageWaitMs = 5000;

/** Operations that need no storage. */
const storageFreeOperations = ["hello", "listApis", "getApi", "listPolicies", "getPolicy"];

/** Operations whose response reports the failed read or write, with its message. */
const failureMessages: Readonly<Record<string, string>> = {
  createOAuthClient: "Failure in storing client data.",
  getOAuthClientTokens: "Get client tokens failed",
  purgeOAuthTokens: "error purging lapsed tokens",
};

/** Whether a request has to wait for storage. */
export function needsStorage(operation: string | undefined): boolean {
  return operation === undefined || !storageFreeOperations.includes(operation);
}

/**
 * Creates the state that a request sees while storage is down (Trap 28): nothing is stored, and writes are lost.
 *
 * Definitions, policies and the session cache are in the process, so they stay. An API with auth tokens therefore accepts a
 * token for the rest of the cache's ten seconds. An OAuth API reads the client again after a second, finds none, and refuses
 * the token.
 */
export function createOutageState(state: GatewayState): GatewayState {
  const { clock, settings, storages } = state;
  const emptyStorage = (): ApiStorage => createApiStorage(clock, settings.retainSeconds);
  return {
    ...state,
    sessions: state.sessions.withoutStorage(),
    clientCache: state.clientCache.copy(),
    purgeLock: new PurgeLock(clock),
    storages: new Map([...storages.keys()].map((id) => [id, emptyStorage()])),
  };
}

/**
 * Turns the response of an empty storage into the response of a storage that is down. They differ if the gateway reports the
 * failed read or write. The statuses of create and of the list of tokens were measured. The status of purge and all three
 * messages are what gateways send for such a failure, but were not recorded.
 */
export function toOutageResponse(
  state: GatewayState,
  operation: string | undefined,
  response: GatewayResponse,
): GatewayResponse {
  if (response.status !== 200 || operation === undefined) return response;
  // Without a retention period, purge returns before it reads storage.
  if (operation === "purgeOAuthTokens" && state.settings.retainSeconds === 0) return response;
  const message = failureMessages[operation];
  return message === undefined ? response : createErrorResponse(500, message);
}
