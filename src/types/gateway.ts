/** What keys are hashed by, as the length of a code tells. */
export type KeyHash = "murmur32" | "murmur64" | "murmur128" | "sha256";

/** What a gateway can do, as it was less than a minute ago. Where it could not be told a field is `undefined`. */
export interface GatewayCapabilities {
  /** What the build says of itself; a hint. */
  readonly version: string | undefined;
  /** Whether `baseUrl` is where the control API is. Where it is not nothing else is known. */
  readonly control: boolean;
  /** Whether it is the edge of a larger deployment, which serves a part of the control API. */
  readonly edge: boolean | undefined;
  /** Whether tokens are hashed in storage. */
  readonly hashedKeys: boolean | undefined;
  /** What they are hashed by: known where there is a token to tell it by. */
  readonly keyHash: KeyHash | undefined;
  /** Whether keys can be listed, and so tokens found that no list names. */
  readonly keyListing: boolean | undefined;
  /** Whether policies can be read. */
  readonly policies: boolean | undefined;
  /** Whether a policy can be read by its id: not where policies of a file have none. */
  readonly policiesById: boolean | undefined;
  /** Whether tokens can be listed by page. */
  readonly paging: boolean | undefined;
  /** Whether expired tokens can be purged. */
  readonly purge: boolean | undefined;
  /** When it was found out, as an ISO 8601 text. */
  readonly checkedAt: string;
}
