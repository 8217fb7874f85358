import type { NewClientRequest } from "../../generated/index.ts";

/** The fields that `clients.replace` stores: all of a client except its id and its secret. */
export type ClientReplacement = Pick<
  NewClientRequest,
  "redirect_uri" | "policy_id" | "meta_data" | "description"
>;

/** The fields that `clients.update` changes. An omitted field stays, and `null` clears a field. */
export interface ClientPatch {
  /** The URI that browsers return to. A client without a redirect URI gets no token. */
  readonly redirect_uri?: string | null;
  /** The policy of the client's tokens. */
  readonly policy_id?: string | null;
  /** Metadata, replaced as a whole. */
  readonly meta_data?: Readonly<Record<string, unknown>> | null;
  /** A description for people. */
  readonly description?: string | null;
}
