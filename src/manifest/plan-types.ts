import type { StoredSecretReference } from "./types.ts";

/** The name of a field that a manifest manages. */
export type ManifestField = "redirect_uri" | "policy_id" | "description" | "meta_data";

/** The change of one field. `null` means absent. */
export interface FieldChange {
  readonly field: ManifestField;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * What happens to the secret of a copy:
 *
 * - `"generate"`: a new client gets a generated secret.
 * - `"set"`: a new client gets the secret of the reference.
 * - `"share"`: a new copy gets the secret of the client's other copies.
 * - `"replace"`: the copy has another secret than the reference. The old one stops at once, and tokens continue to work.
 */
export type SecretChange = "generate" | "set" | "share" | "replace";

/**
 * What happens to the tokens of a copy:
 *
 * - `"revoke"`: they are ended first, because the copy is deleted or its policy changes.
 * - `"keep"`: the policy changes, and they keep the rights of the old one. If keys are hashed they leave the client's list
 *   (trap 14).
 * - `"may-return"`: the copy is created. If a client of this id was deleted before without its tokens, they work again (trap 9).
 */
export type TokenConsequence = "revoke" | "keep" | "may-return";

/** What the plan does with one copy of a client, on one API. */
export interface PlannedCopy {
  readonly apiId: string;
  /** `"none"` leaves the copy as it is: nothing differs, or it is unmanaged. */
  readonly action: "create" | "update" | "delete" | "none";
  /** The changes of fields, of a new copy all fields that are not empty. */
  readonly changes: readonly FieldChange[];
  readonly secret?: SecretChange;
  readonly tokens?: TokenConsequence;
  /** Whether the manifest does not name the client for this API. Only `prune` deletes such a copy. */
  readonly unmanaged?: true;
}

/** What the plan does with one client. */
export interface PlannedClient {
  readonly clientId: string;
  /**
   * `"unmanaged"` is a client that the manifest does not name. It is left alone without `prune`, and if its id is unsafe in a
   * path.
   */
  readonly action: "create" | "update" | "delete" | "in-sync" | "unmanaged";
  /** Why a client is deleted. */
  readonly reason?: "removed" | "pruned";
  /** The copies on the APIs of the scope, and those to create. */
  readonly copies: readonly PlannedCopy[];
  /** The fields in which the existing copies differ from each other. `"secret"` can be among them. */
  readonly drift: readonly (ManifestField | "secret")[];
  /** Where the secret is that the plan sets. */
  readonly secret?: StoredSecretReference;
  readonly protected?: true;
  readonly lint?: "warn";
  /** Identifies the state of the existing copies. Only the gateway's secret leads from it to what was read. */
  readonly fingerprint?: string;
}

/** How many clients a plan treats in which way. */
export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly inSync: number;
  readonly unmanaged: number;
}

/** What {@link applyPlan} will do: plain JSON without a secret. */
export interface Plan {
  readonly version: 1;
  /** When the gateway was read, as an ISO 8601 string. */
  readonly generatedAt: string;
  /** The APIs whose clients were read. */
  readonly apis: readonly string[];
  /** Whether unmanaged clients are deleted. */
  readonly prune: boolean;
  readonly summary: PlanSummary;
  /** The clients of the manifest and of the scope's APIs, sorted by id. */
  readonly clients: readonly PlannedClient[];
  /** Is part of the key of the fingerprints and of the signature. */
  readonly salt: string;
  /** Shows that the plan was not edited, and is for a gateway with the same secret. */
  readonly signature: string;
}
