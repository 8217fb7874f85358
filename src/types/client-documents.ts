import type { NewClientRequest } from "../../generated/index.ts";

/** What `clients.replace` stores: all that a client has besides its id and its secret, which a replacement keeps. */
export type ClientReplacement = Pick<
  NewClientRequest,
  "redirect_uri" | "policy_id" | "meta_data" | "description"
>;

/** What `clients.update` changes: what is left out stays, `null` clears. */
export interface ClientPatch {
  /** Where browsers go back to; a client without one gets no token. */
  readonly redirect_uri?: string | null;
  /** The policy that the client's tokens get. */
  readonly policy_id?: string | null;
  /** Replaced as one value. */
  readonly meta_data?: Readonly<Record<string, unknown>> | null;
  /** A word for people. */
  readonly description?: string | null;
}
