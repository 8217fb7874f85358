import { makeToken } from "../../util/hash/key-hash.ts";
import { deletedAnswer, errorAnswer, jsonAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { encodeBase64 } from "../../util/base64.ts";
import { sessionJson } from "../session/session-json.ts";
import { findApi } from "../state.ts";
import type { GatewayState } from "../state.ts";
import type { ControlCall } from "./call.ts";

/** The names of all keys in storage, where the gateway lists them. */
export function listKeys({ state, request }: ControlCall): Answer {
  const { settings, sessions, traits } = state;
  const apiId = request.query.get("api_id");
  const filter = request.query.get("filter");
  if (settings.hashKeys && !settings.listHashedKeys) {
    return errorAnswer(
      404,
      "Hashed key listing is disabled in config (enable_hashed_keys_listing)",
    );
  }
  if (!settings.hashKeys && traits.filtersKeysByApi && apiId !== "" && filter === "") {
    return errorAnswer(
      400,
      "The 'filter' parameter (Org ID) is required when filtering by 'api_id' in legacy mode",
    );
  }
  const names =
    settings.hashKeys || filter === "" ? sessions.names() : namesOfOrganisation(state, filter);
  if (!traits.filtersKeysByApi || apiId === "") return jsonAnswer(200, { keys: names });
  const ofApi = names.filter((name) => apiId in (sessions.byName(name)?.access_rights ?? {}));
  return jsonAnswer(200, { keys: ofApi.sort() });
}

/** The session of a key, with its policies applied where they can be. */
export function readKey(call: ControlCall): Answer {
  const { state, request } = call;
  if (call.param("keyName") === "") return listKeys(call);
  const byHash = isByHash(call);
  if (byHash && !state.settings.hashKeys) {
    return errorAnswer(400, "Key requested by hash but key hashing is not enabled");
  }
  const api = findApi(state, request.query.get("api_id"));
  // The organisation is that of the API; without one it is asked for, which the oldest gateways do not understand.
  const asked = state.traits.looksUpKeysToDelete ? request.query.get("org_id") : "";
  const orgId = api?.orgId ?? asked;
  for (const key of namedKeys(call)) {
    const session = byHash ? state.sessions.byName(key) : state.sessions.byKey(orgId, key)?.session;
    if (session !== undefined)
      return jsonAnswer(200, sessionJson(state.policies.apply(session, api).session, state.traits));
  }
  return errorAnswer(404, "Key not found");
}

/** Removes a key's session. The list of its client still names it. */
export function deleteKey(call: ControlCall): Answer {
  for (const key of namedKeys(call)) {
    const removed = call.state.traits.looksUpKeysToDelete
      ? removeFound(call, key)
      : removeBlindly(call, key);
    if (removed !== undefined)
      return call.request.query.get("api_id") === "-1"
        ? jsonAnswer(200, null)
        : deletedAnswer(removed);
  }
  return call.state.traits.looksUpKeysToDelete
    ? errorAnswer(404, "There is no such key found")
    : errorAnswer(400, "Failed to remove the key");
}

/** The key that was found and removed. */
function removeFound(call: ControlCall, key: string): string | undefined {
  const { state, request } = call;
  const orgId = request.query.get("org_id");
  if (isByHash(call))
    return state.sessions.byName(key) !== undefined && remove(call, orgId, key) ? key : undefined;
  const found = state.sessions.byKey(orgId, key)?.key;
  return found !== undefined && remove(call, orgId, found) ? found : undefined;
}

function removeBlindly(call: ControlCall, key: string): string | undefined {
  const orgId = findApi(call.state, call.request.query.get("api_id"))?.orgId ?? "";
  return remove(call, orgId, key) ? key : undefined;
}

function remove(call: ControlCall, orgId: string, key: string): boolean {
  const { sessions } = call.state;
  return isByHash(call) ? sessions.removeByName(key) : sessions.removeByKey(orgId, key);
}

function isByHash({ request }: ControlCall): boolean {
  return request.query.get("hashed") !== "";
}

/** The key of the path; where it is called a user's name, that name completed to a token, and then, if need be, as it stands. */
function namedKeys(call: ControlCall): string[] {
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

/** Keys that are not hashed begin with their organisation, or with the base64 of a JSON that does. */
function namesOfOrganisation(state: GatewayState, orgId: string): string[] {
  const encoded = encodeBase64(new TextEncoder().encode(`{"org":"${orgId}"`))
    .replaceAll("=", "")
    .slice(0, -2);
  const names = state.sessions.names();
  return [orgId, encoded].flatMap((start) => names.filter((name) => name.startsWith(start)));
}
