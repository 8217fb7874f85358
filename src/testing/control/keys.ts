import { makeToken } from "../../util/hash/key-hash.ts";
import {
  createDeletedResponse,
  createErrorResponse,
  createJsonResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { encodeBase64 } from "../../util/base64.ts";
import { toSessionDocument } from "../session/session-document.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ControlCall } from "./control-call.ts";

/** Responds with the names of all keys in storage, if listing is enabled (Trap 16). */
export function listKeys({ state, request }: ControlCall): GatewayResponse {
  const { settings, sessions, traits } = state;
  const apiId = request.query.get("api_id");
  const filter = request.query.get("filter");
  if (settings.hashKeys && !settings.listHashedKeys) {
    return createErrorResponse(
      404,
      "Hashed key listing is disabled in config (enable_hashed_keys_listing)",
    );
  }
  if (!settings.hashKeys && traits.filtersKeysByApi && apiId !== "" && filter === "") {
    return createErrorResponse(
      400,
      "The 'filter' parameter (Org ID) is required when filtering by 'api_id' in legacy mode",
    );
  }
  const storageKeys =
    settings.hashKeys || filter === ""
      ? sessions.listStorageKeys()
      : listKeysOfOrganisation(state, filter);
  if (!traits.filtersKeysByApi || apiId === "")
    return createJsonResponse(200, { keys: storageKeys });
  const ofApi = storageKeys.filter(
    (name) => apiId in (sessions.findByStorageKey(name)?.access_rights ?? {}),
  );
  return createJsonResponse(200, { keys: ofApi.sort() });
}

/** Responds with the session of a key after its policies were applied, if they can be. */
export function handleReadKeys(call: ControlCall): GatewayResponse {
  const { state, request } = call;
  if (call.param("keyName") === "") return listKeys(call);
  const byHash = isHashed(call);
  if (byHash && !state.settings.hashKeys) {
    return createErrorResponse(400, "Key requested by hash but key hashing is not enabled");
  }
  const api = state.apis.find(request.query.get("api_id"));
  // The API decides the organisation. Without an API the query does, except on the oldest gateways.
  const requestedOrgId = state.traits.findsKeyBeforeDelete ? request.query.get("org_id") : "";
  const orgId = api?.orgId ?? requestedOrgId;
  for (const key of getCandidateKeys(call)) {
    const session = byHash
      ? state.sessions.findByStorageKey(key)
      : state.sessions.findByKey(orgId, key)?.session;
    if (session !== undefined)
      return createJsonResponse(
        200,
        toSessionDocument(state.policies.apply(session, api).session, state.traits),
      );
  }
  return createErrorResponse(404, "Key not found");
}

/** Removes a key's session. The client's list still contains the key (Trap 16). */
export function handleDeleteKey(call: ControlCall): GatewayResponse {
  for (const key of getCandidateKeys(call)) {
    const removed = call.state.traits.findsKeyBeforeDelete
      ? removeExistingKey(call, key)
      : removeKeyUnchecked(call, key);
    if (removed !== undefined)
      return call.request.query.get("api_id") === "-1"
        ? createJsonResponse(200, null)
        : createDeletedResponse(removed);
  }
  return call.state.traits.findsKeyBeforeDelete
    ? createErrorResponse(404, "There is no such key found")
    : createErrorResponse(400, "Failed to remove the key");
}

/** Removes a key that exists, and returns the key. */
function removeExistingKey(call: ControlCall, key: string): string | undefined {
  const { state, request } = call;
  const orgId = request.query.get("org_id");
  if (isHashed(call))
    return state.sessions.findByStorageKey(key) !== undefined && removeSession(call, orgId, key)
      ? key
      : undefined;
  const found = state.sessions.findByKey(orgId, key)?.key;
  return found !== undefined && removeSession(call, orgId, found) ? found : undefined;
}

function removeKeyUnchecked(call: ControlCall, key: string): string | undefined {
  const orgId = call.state.apis.find(call.request.query.get("api_id"))?.orgId ?? "";
  return removeSession(call, orgId, key) ? key : undefined;
}

function removeSession(call: ControlCall, orgId: string, key: string): boolean {
  const { sessions } = call.state;
  return isHashed(call) ? sessions.removeByStorageKey(key) : sessions.removeByKey(orgId, key);
}

function isHashed({ request }: ControlCall): boolean {
  return request.query.get("hashed") !== "";
}

/**
 * Returns the keys that the path can mean. A user's name is first completed to a token, and then tried as it
 * is.
 */
function getCandidateKeys(call: ControlCall): string[] {
  const { state, request } = call;
  const name = call.param("keyName");
  if (request.query.get("username") !== "true") return [name];
  const orgId = request.query.get("org_id");
  const { hashKeyFunction } = state.settings;
  const completed = makeToken(
    orgId,
    name.startsWith(orgId) ? name.slice(orgId.length) : name,
    hashKeyFunction,
  );
  return hashKeyFunction === undefined ? [completed] : [completed, name];
}

/** A raw key begins with its organisation, or with the base64 of a JSON that begins with it. */
function listKeysOfOrganisation(state: GatewayState, orgId: string): string[] {
  const encoded = encodeBase64(new TextEncoder().encode(`{"org":"${orgId}"`))
    .replaceAll("=", "")
    .slice(0, -2);
  const storageKeys = state.sessions.listStorageKeys();
  return [orgId, encoded].flatMap((start) => storageKeys.filter((name) => name.startsWith(start)));
}
