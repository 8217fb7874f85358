/** The function that hashes keys, as the length of a listed code shows. */
export type KeyHash = "murmur32" | "murmur64" | "murmur128" | "sha256";

/** What a gateway can do, cached for up to one minute. A field is `undefined` if it could not be found out. */
export interface GatewayCapabilities {
  /** The version that the build reports. It can be wrong. */
  readonly version: string | undefined;
  /**
   * Whether `baseUrl` is the address of the control API. If `false`, all fields except `version` and `checkedAt` are
   * `undefined`.
   */
  readonly control: boolean;
  /** Whether the gateway is an edge of a larger deployment, which serves only a part of the control API. */
  readonly edge: boolean | undefined;
  /** Whether the gateway hashes keys in storage. */
  readonly hashedKeys: boolean | undefined;
  /** The function that hashes keys. Known only if the gateway lists a key that shows it. */
  readonly keyHash: KeyHash | undefined;
  /** Whether the gateway lists its keys. Only then can tokens be found that no client's list names. */
  readonly keyListing: boolean | undefined;
  /** Whether policies can be read. */
  readonly policies: boolean | undefined;
  /** Whether policies can be read by id. Policies from a file have no id before 5.12. */
  readonly policiesById: boolean | undefined;
  /** Whether tokens can be listed in pages. */
  readonly paging: boolean | undefined;
  /** Whether expired tokens can be purged. */
  readonly purge: boolean | undefined;
  /** When the gateway was probed, as an ISO 8601 string. */
  readonly checkedAt: string;
}
