import type * as spec from "../../generated/index.ts";
import type { AllowUndefined } from "./allow-undefined.ts";

/** The fields of a client to store. A field that is `undefined` is omitted. */
export type NewClientRequest = AllowUndefined<spec.NewClientRequest>;

/** A client to create on the API that it names. */
export interface NewClientOfApi extends NewClientRequest {
  /** The API of the client. */
  api_id: string;
}

/** A client to create on each OAuth API that its policy grants, or on its `api_id`. */
export interface NewClientOfPolicy extends NewClientRequest {
  /** The policy of the client's tokens. */
  policy_id: string;
}

/** The fields that `clients.replace` stores: all of a client except its id and its secret. */
export type ClientReplacement = Pick<
  NewClientRequest,
  "redirect_uri" | "policy_id" | "meta_data" | "description"
>;

/** The fields that `clients.update` changes. A field that is omitted or `undefined` stays, and `null` clears a field. */
export interface ClientPatch {
  /** The URI that browsers return to. A client without a redirect URI gets no token. */
  readonly redirect_uri?: string | null | undefined;
  /** The policy of the client's tokens. */
  readonly policy_id?: string | null | undefined;
  /** Metadata, replaced as a whole. */
  readonly meta_data?: Readonly<Record<string, unknown>> | null | undefined;
  /** A description for people. */
  readonly description?: string | null | undefined;
}
