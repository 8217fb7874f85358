import type { NewClientRequest } from "../generated/index.ts";

/** What `clients.replace` stores: all that a client has besides its id and its secret, which a replacement keeps. */
export type ClientReplacement = Pick<
  NewClientRequest,
  "redirect_uri" | "policy_id" | "meta_data" | "description"
>;

/** What `clients.update` changes: what is left out stays, `null` clears. */
export interface ClientPatch {
  readonly redirect_uri?: string | null;
  readonly policy_id?: string | null;
  /** Replaced as one value. */
  readonly meta_data?: Readonly<Record<string, unknown>> | null;
  readonly description?: string | null;
}
