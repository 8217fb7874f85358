import type { OAuthClient } from "../../../generated/index.ts";

/** What an update can change of a client. The gateway leaves out what is empty: here it is `""`, or `null` as metadata. */
export interface ClientFields {
  readonly redirect_uri: string;
  readonly policy_id: string;
  readonly meta_data: unknown;
  readonly description: string;
}

/** Reads what an update can change of a client. */
export function fieldsOf(client: OAuthClient): ClientFields {
  const { redirect_uri = "", policy_id = "", meta_data = null, description = "" } = client;
  return { redirect_uri, policy_id, meta_data, description };
}
