import { deletedAnswer, errorAnswer, jsonAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { firstJsonValue, normalizeJson, readFields, UnreadableJson } from "../go/go-json.ts";
import { bodyText } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import { apisOfClient, clientsOf, removeListedTokens } from "../oauth/revoke.ts";
import { randomId, randomIndex, randomSecret, shuffle } from "../random.ts";
import type { Api } from "../settings.ts";
import { findApi, storageIfAny, storageOrPanic } from "../state.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/clients.ts";
import type { ControlCall } from "./call.ts";

interface ClientDocument {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly api_id: string;
  readonly policy_id: string;
  readonly secret: string;
  readonly meta_data: unknown;
  readonly description: string;
}

/** Creates a client on the API that the document names, or on every OAuth API of its policy. An id that is taken is overwritten. */
export function createClient({ state, request }: ControlCall): Answer {
  const document = readClientDocument(request);
  if (document === undefined) return unreadable();
  const client: StoredClient = {
    ...changeableFields(document),
    id: document.client_id === "" ? randomId(state.random) : document.client_id,
    secret: document.secret === "" ? randomSecret(state.random) : document.secret,
  };
  const { api_id } = document;
  const refusal =
    api_id === "" ? putOnApisOfPolicy(state, client) : putOnApi(state, client, api_id);
  return refusal ?? clientAnswer(client);
}

/** One client, or all of an API where no id is given. */
export function readClients(call: ControlCall): Answer {
  const api = findApi(call.state, call.param("apiID"));
  const clientId = call.param("keyName");
  if (clientId === "") {
    const clients = clientsOf(call.state, api);
    return clients === undefined ? jsonAnswer(404, null) : jsonAnswer(200, clients.map(clientJson));
  }
  if (api === undefined) return clientNotFound();
  // The one handler that gives an API its OAuth manager. The manager then stays as long as the process.
  if (call.state.traits.keepsClientsOfAnyApi) call.state.apis.addManager(api);
  const client = storageOrPanic(call.state, api).clients.get(clientId);
  return client === undefined ? clientNotFound() : clientAnswer(client);
}

/** Replaces all of a client but its id and its secret. */
export function updateClient(call: ControlCall): Answer {
  const { state } = call;
  const document = readClientDocument(call.request);
  if (document === undefined) return unreadable();
  const api = findApi(state, call.param("apiID"));
  if (api === undefined) return errorAnswer(404, "API doesn't exist");
  if (document.policy_id !== "") {
    const policy = state.policies.inOrganisation(api.orgId, document.policy_id);
    if (policy === undefined) return errorAnswer(404, "Policy doesn't exist");
    if (!policy.apiIds.includes(api.id)) {
      return errorAnswer(
        400,
        "Policy access rights doesn't contain API this OAuth client belongs to",
      );
    }
  }
  const storage = storageOrPanic(state, api);
  const client = storage.clients.get(call.param("keyName"));
  if (client === undefined) return clientNotFound();
  const updated = { ...client, ...changeableFields(document) };
  return storeChanged(state, api, storage, client, updated);
}

/** Gives a client a new secret; whatever the body asks for is not looked at. */
export function rotateClient(call: ControlCall): Answer {
  const { state } = call;
  const api = findApi(state, call.param("apiID"));
  if (api === undefined) return errorAnswer(404, "API doesn't exist");
  const storage = storageOrPanic(state, api);
  const client = storage.clients.get(call.param("keyName"));
  if (client === undefined) return clientNotFound();
  return storeChanged(state, api, storage, client, {
    ...client,
    secret: randomSecret(state.random),
  });
}

/** Deletes a client, known or not. Its tokens and their list stay. */
export function deleteClient(call: ControlCall): Answer {
  const api = findApi(call.state, call.param("apiID"));
  const storage = api === undefined ? undefined : storageIfAny(call.state, api);
  if (storage === undefined) return clientNotFound();
  const clientId = call.param("keyName");
  storage.clients.delete(clientId);
  return deletedAnswer(clientId);
}

/** The ids of the APIs that a client is on. */
export function listApisOfClient(call: ControlCall): Answer {
  const apis = apisOfClient(call.state, call.param("appID"), call.request.query.get("orgID"));
  return jsonAnswer(
    200,
    apis.map((api) => api.id),
  );
}

function putOnApi(state: GatewayState, client: StoredClient, apiId: string): Answer | undefined {
  const api = findApi(state, apiId);
  if (api === undefined) return errorAnswer(400, "API doesn't exist");
  if (!api.usesOAuth) return errorAnswer(400, "API is not OAuth2");
  storageOrPanic(state, api).clients.put(client);
  return undefined;
}

/** An API of the policy that does not exist makes it an error, and the client is on other APIs all the same. */
function putOnApisOfPolicy(state: GatewayState, client: StoredClient): Answer | undefined {
  const policy = state.policies.byId(client.policyId);
  if (policy === undefined) return errorAnswer(400, "Policy doesn't exist");
  const apis = policy.apiIds.map((apiId) => findApi(state, apiId));
  const oauthApis = apis.filter((api) => api !== undefined).filter((api) => api.usesOAuth);
  const isBroken = apis.includes(undefined);
  for (const api of isBroken ? reachedApis(state, oauthApis) : oauthApis) {
    // Other than a create that names the API, this one gives a cold API its manager.
    if (state.traits.keepsClientsOfAnyApi) state.apis.addManager(api);
    storageOrPanic(state, api).clients.put(client);
  }
  if (isBroken) return errorAnswer(400, "API doesn't exist");
  return oauthApis.length > 0 ? undefined : errorAnswer(400, "API is not OAuth2");
}

/** The APIs that get the client before the gateway finds the one that does not exist: all of them, or a random part. */
function reachedApis<T>(state: GatewayState, apis: readonly T[]): readonly T[] {
  if (!state.traits.walksPoliciesInRandomOrder || apis.length === 0) return apis;
  const count = 1 + randomIndex(state.random, apis.length);
  return shuffle(state.random, apis).slice(0, count);
}

function storeChanged(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  before: StoredClient,
  after: StoredClient,
): Answer {
  storage.clients.put(after);
  if (before.policyId !== "" && before.policyId !== after.policyId)
    removeListedTokens(state, api, storage, after.id);
  return clientAnswer(after);
}

function readClientDocument(request: GatewayRequest): ClientDocument | undefined {
  const nothing = {
    client_id: "",
    redirect_uri: "",
    api_id: "",
    policy_id: "",
    secret: "",
    description: "",
  };
  try {
    const fields = readFields(firstJsonValue(bodyText(request)), {
      client_id: "string",
      redirect_uri: "string",
      api_id: "string",
      policy_id: "string",
      secret: "string",
      meta_data: "any",
      description: "string",
    });
    return normalizeJson({ ...nothing, meta_data: null, ...fields }) as ClientDocument;
  } catch (error) {
    if (error instanceof UnreadableJson) return undefined;
    throw error;
  }
}

function changeableFields(document: ClientDocument): Omit<StoredClient, "id" | "secret"> {
  return {
    redirectUri: document.redirect_uri,
    policyId: document.policy_id,
    metaData: document.meta_data,
    description: document.description,
  };
}

function clientJson(client: StoredClient): Partial<ClientDocument> {
  return {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    ...(client.policyId === "" ? {} : { policy_id: client.policyId }),
    secret: client.secret,
    meta_data: client.metaData,
    description: client.description,
  };
}

function clientAnswer(client: StoredClient): Answer {
  return jsonAnswer(200, clientJson(client));
}

function clientNotFound(): Answer {
  return errorAnswer(404, "OAuth Client ID not found");
}

function unreadable(): Answer {
  return errorAnswer(500, "Unmarshalling failed");
}
