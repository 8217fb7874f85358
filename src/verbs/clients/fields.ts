import type { OAuthClient } from "../../../generated/index.ts";

/** The fields of a client that an update can change. A field that the gateway leaves out is `""`, or `null` for metadata. */
export interface ClientFields {
  readonly redirect_uri: string;
  readonly policy_id: string;
  readonly meta_data: unknown;
  readonly description: string;
}

/** Returns the fields of a client that an update can change. */
export function fieldsOf(client: OAuthClient): ClientFields {
  const { redirect_uri = "", policy_id = "", meta_data = null, description = "" } = client;
  return { redirect_uri, policy_id, meta_data, description };
}
