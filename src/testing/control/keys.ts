import { encodeBase64 } from "../../util/base64.ts";
import type { GatewayState } from "../gateway-state.ts";
import { createDeleteResponse, createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { toSessionDocument } from "../session/session-document.ts";
import type { ControlCall } from "./control-call.ts";

/** Responds with the names of all keys in storage, if listing is enabled (Trap 16). */
function listKeys({ state, request }: ControlCall): GatewayResponse {
  const { settings, sessions, traits } = state;
  const apiId = traits.filtersKeysByApi ? request.query.get("api_id") : "";
  const filter = settings.hashKeys ? "" : request.query.get("filter");
  if (settings.hashKeys && !settings.listHashedKeys)
    return createErrorResponse(
      404,
      "Hashed key listing is disabled in config (enable_hashed_keys_listing)",
    );
  if (!settings.hashKeys && apiId !== "" && filter === "")
    return createErrorResponse(
      400,
      "The 'filter' parameter (Org ID) is required when filtering by 'api_id' in legacy mode",
    );
  const keys = filter === "" ? sessions.listStorageKeys() : listKeysOfOrganisation(state, filter);
  if (apiId === "") return createJsonResponse(200, { keys });
  const ofApi = keys.filter((key) =>
    Object.hasOwn(sessions.findByStorageKey(key)?.access_rights ?? {}, apiId),
  );
  return createJsonResponse(200, { keys: ofApi.sort() });
}

/** Responds with the session of a key after its policies were applied, if they can be. */
export function handleReadKeys(call: ControlCall): GatewayResponse {
  const { state, request } = call;
  const { apis, policies, sessions, settings, traits } = state;
  if (call.param("keyName") === "") return listKeys(call);
  const byHash = isHashed(call);
  if (byHash && !settings.hashKeys)
    return createErrorResponse(400, "Key requested by hash but key hashing is not enabled");
  const api = apis.find(request.query.get("api_id"));
  // The API decides the organisation. Without an API the query does, except on the oldest gateways.
  const orgId = api?.orgId ?? (traits.findsKeyBeforeDelete ? request.query.get("org_id") : "");
  for (const key of getCandidateKeys(call)) {
    const session = byHash
      ? sessions.findByStorageKey(key)
      : sessions.findByKey(orgId, key)?.session;
    if (session === undefined) continue;
    const { session: applied } = policies.apply(session, api);
    return createJsonResponse(200, toSessionDocument(applied, traits));
  }
  return createErrorResponse(404, "Key not found");
}

/** Removes a key's session. The client's list still contains the key (Trap 16). */
export function handleDeleteKey(call: ControlCall): GatewayResponse {
  for (const key of getCandidateKeys(call)) {
    const removed = removeKey(call, key);
    if (removed === undefined) continue;
    return call.request.query.get("api_id") === "-1"
      ? createJsonResponse(200, null)
      : createDeleteResponse(removed);
  }
  return call.state.traits.findsKeyBeforeDelete
    ? createErrorResponse(404, "There is no such key found")
    : createErrorResponse(400, "Failed to remove the key");
}

/** Removes a key, and returns it as it is in storage. Newer versions find the key first. */
function removeKey(call: ControlCall, key: string): string | undefined {
  const { query } = call.request;
  const { apis, sessions, traits } = call.state;
  const findsKey = traits.findsKeyBeforeDelete;
  if (isHashed(call)) {
    const isTried = !findsKey || sessions.findByStorageKey(key) !== undefined;
    return isTried && sessions.removeByStorageKey(key) ? key : undefined;
  }
  const orgId = findsKey ? query.get("org_id") : (apis.find(query.get("api_id"))?.orgId ?? "");
  const found = findsKey ? sessions.findByKey(orgId, key)?.key : key;
  return found !== undefined && sessions.removeByKey(orgId, found) ? found : undefined;
}

function isHashed({ request }: ControlCall): boolean {
  return request.query.get("hashed") !== "";
}

/** Returns the keys that the path can mean. A user's name is first completed to a token, and then tried as it is. */
function getCandidateKeys({ state, request, param }: ControlCall): string[] {
  const name = param("keyName");
  if (request.query.get("username") !== "true") return [name];
  const completed = state.sessions.toToken(request.query.get("org_id"), name);
  return state.settings.hashKeyFunction === undefined ? [completed] : [completed, name];
}

/** A raw key begins with its organisation, or with the base64 of a JSON that begins with it. */
function listKeysOfOrganisation(state: GatewayState, orgId: string): string[] {
  const encoded = encodeBase64(new TextEncoder().encode(`{"org":"${orgId}"`))
    .replaceAll("=", "")
    .slice(0, -2);
  const storageKeys = state.sessions.listStorageKeys();
  return [orgId, encoded].flatMap((start) => storageKeys.filter((name) => name.startsWith(start)));
}
