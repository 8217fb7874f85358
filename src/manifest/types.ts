/** Where a client's secret is. Manifests and plans have references, never secrets. */
export type SecretReference =
  { readonly env: string } | { readonly file: string } | { readonly generate: true };

/** A reference to a secret that exists already. */
export type StoredSecretReference = Exclude<SecretReference, { readonly generate: true }>;

/**
 * Returns the secret that a reference names. It must remove the newline at the end of a file. Its errors are not shown, because
 * they could quote the secret.
 */
export type SecretResolver = (reference: StoredSecretReference) => string | Promise<string>;

/** The fields of a client that a manifest manages. Absent, `null` and `""` mean the same. */
export interface ManifestFields {
  /** The URI that browsers return to. */
  readonly redirect_uri?: string;
  /** The policy of the client's tokens. */
  readonly policy_id?: string;
  /** A description for people. */
  readonly description?: string;
  /** Metadata, an object unless `lint` is `"warn"`. An empty object means the same as none. */
  readonly meta_data?: unknown;
}

/** A client of a manifest. */
export interface ManifestClient extends ManifestFields {
  /** The APIs on which the client exists. */
  readonly apis: readonly string[];
  /** Where the secret is. Without it the gateway's secret stays, and a new client gets a generated one. */
  readonly secret?: SecretReference;
  /** What happens to the tokens if the policy changes. */
  readonly on_policy_change?: "revoke" | "keep";
  /** Whether the client is never deleted. */
  readonly protected?: true;
  /** Allows values that the gateway stores but that do not work everywhere. */
  readonly lint?: "warn";
}

/** The clients of some APIs, as {@link parseManifest} returns them: plain JSON that is a valid manifest itself. */
export interface Manifest {
  readonly version: 1;
  /** The scope: the APIs whose clients are managed. */
  readonly apis: readonly string[];
  /** The clients by their `client_id`, with the defaults and the environment applied. */
  readonly clients: Readonly<Record<string, ManifestClient>>;
  /** The ids of clients to delete. */
  readonly removed: readonly string[];
}
