import {
  createZeroFields,
  decodeFields,
  InvalidJsonError,
  normalizeGoJson,
  parseFirstGoJsonValue,
} from "../go/go-json.ts";
import type { FieldKinds } from "../go/go-json.ts";
import { decodeBody } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
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

const documentFields: FieldKinds = {
  client_id: "string",
  redirect_uri: "string",
  api_id: "string",
  policy_id: "string",
  secret: "string",
  meta_data: "any",
  description: "string",
};

/** The response to a body that {@link readClientDocument} cannot read. */
export const unmarshallingFailed: GatewayResponse = createErrorResponse(
  500,
  "Unmarshalling failed",
);

/** Reads the body. Returns `undefined` if it is not the document of a client. */
export function readClientDocument(request: GatewayRequest): ClientDocument | undefined {
  try {
    const fields = decodeFields(parseFirstGoJsonValue(decodeBody(request)), documentFields);
    return normalizeGoJson({ ...createZeroFields(documentFields), ...fields }) as ClientDocument;
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
