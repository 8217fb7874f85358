import { createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import {
  decodeFields,
  InvalidJsonError,
  normalizeGoJson,
  parseFirstGoJsonValue,
} from "../go/go-json.ts";
import { decodeBody } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { StoredClient } from "../storage/client-store.ts";

interface ClientDocument {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly api_id: string;
  readonly policy_id: string;
  readonly secret: string;
  readonly meta_data: unknown;
  readonly description: string;
}

export function readClientDocument(request: GatewayRequest): ClientDocument | undefined {
  const nothing = {
    client_id: "",
    redirect_uri: "",
    api_id: "",
    policy_id: "",
    secret: "",
    description: "",
  };
  try {
    const fields = decodeFields(parseFirstGoJsonValue(decodeBody(request)), {
      client_id: "string",
      redirect_uri: "string",
      api_id: "string",
      policy_id: "string",
      secret: "string",
      meta_data: "any",
      description: "string",
    });
    return normalizeGoJson({ ...nothing, meta_data: null, ...fields }) as ClientDocument;
  } catch (error) {
    if (error instanceof InvalidJsonError) return undefined;
    throw error;
  }
}

export function toUpdatableFields(document: ClientDocument): Omit<StoredClient, "id" | "secret"> {
  return {
    redirectUri: document.redirect_uri,
    policyId: document.policy_id,
    metaData: document.meta_data,
    description: document.description,
  };
}

export function toClientDocument(client: StoredClient): Partial<ClientDocument> {
  return {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    ...(client.policyId === "" ? {} : { policy_id: client.policyId }),
    secret: client.secret,
    meta_data: client.metaData,
    description: client.description,
  };
}

export function createClientResponse(client: StoredClient): GatewayResponse {
  return createJsonResponse(200, toClientDocument(client));
}

export function createUnmarshallingFailedResponse(): GatewayResponse {
  return createErrorResponse(500, "Unmarshalling failed");
}
