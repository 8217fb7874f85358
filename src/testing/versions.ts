/**
 * The differences between gateway versions. Long-term branches received some changes later than the main
 * line. Ranges exclude their upper bound.
 */

/**
 * How a version of the gateway behaves. The version is the subject of each name: "hasPolicies" reads "this
 * version has policies".
 */
export interface VersionTraits {
  /** Serves `GET /tyk/policies` and `/tyk/policies/{id}`. */
  readonly hasPolicies: boolean;
  /** Shows the ids of policies that it reads from a file. Earlier versions show "", and find no policy by id. */
  readonly policiesHaveIds: boolean;
  /** Finds a policy only in the organisation of the session or of the API. */
  readonly policiesPerOrganisation: boolean;
  /** Refuses a session whose policies grant nothing. In earlier versions the session opens every API (Trap 6). */
  readonly refusesEmptyPolicies: boolean;
  /** Ignores an unknown policy if a session has several. */
  readonly skipsUnknownPolicies: boolean;
  /** Only the policies decide whether a session is inactive, not the session's own field. */
  readonly policiesDecideInactive: boolean;
  /** Omits the API's id and name from a session's rights when policies are applied. */
  readonly rightsOmitApi: boolean;
  /** Shows the limits of an API in a session as zeros if none are set. Earlier versions show `null`. */
  readonly rightsHaveLimits: boolean;
  /** Serves `DELETE /tyk/oauth/tokens`. */
  readonly hasPurge: boolean;
  /**
   * Creates the OAuth manager of any API when a client is read (Trap 32). In earlier versions the read drops
   * the connection.
   */
  readonly createsManagerOnRead: boolean;
  /** Keeps a session in storage after its token has expired. Earlier versions remove both. */
  readonly keepsExpiredSessions: boolean;
  /** Uses murmur64 for keys of the session cache, whatever function hashes keys in storage (Trap 16). */
  readonly cacheHashesByMurmur64: boolean;
  /** Responds with 404 to the deletion of an unknown key. Earlier versions respond with 400. */
  readonly findsKeyBeforeDelete: boolean;
  /** Lists only the keys of that API for `GET /tyk/keys?api_id=`. Earlier versions list all keys. */
  readonly filtersKeysByApi: boolean;
  /** Serves `GET /hello` on the control API's own address. Earlier versions serve it on the APIs' address. */
  readonly hasHelloOnControl: boolean;
  /**
   * Responds with `Not Found` on the APIs' own address if no API matches. Earlier versions respond with
   * `404 page not found`.
   */
  readonly usesNotFoundOnApis: boolean;
  /** Serves `GET /ready`. */
  readonly hasReadiness: boolean;
  /** Serves each API under `/{api_id}/` too (Trap 34). */
  readonly servesApisById: boolean;
  /**
   * Tries APIs with a domain before all others. In earlier versions the longest listen path alone decides
   * (Trap 34).
   */
  readonly prefersDomains: boolean;
  /** Does not count a segment that is a pattern for the length of a listen path. */
  readonly ignoresPatternLength: boolean;
  /** Reads `domain_disabled` of a definition. Earlier versions ignore it. */
  readonly readsDomainDisabled: boolean;
  /**
   * Serves APIs with the same domain and listen path under separate paths. Other versions serve only the
   * first (Trap 34).
   */
  readonly separatesSamePaths: boolean;
  /**
   * Gives an internal API neither routes nor an OAuth manager. Earlier versions serve its OAuth endpoints
   * (Trap 38).
   */
  readonly hidesInternalApis: boolean;
  /**
   * Gives an API with a space in its listen path neither routes nor an OAuth manager. Other versions serve
   * its OAuth endpoints.
   */
  readonly skipsInvalidPaths: boolean;
  /** Keeps an API with an unchanged definition as it was on reload. Earlier versions load every API anew. */
  readonly keepsUnchangedApis: boolean;
  /** Omits empty fields from a session's JSON (Trap 33). */
  readonly omitsEmptyFields: boolean;
  /**
   * Writes back a changed session only if it is still stored. In earlier versions a removed session comes
   * back (Trap 24).
   */
  readonly updatesOnlyStoredSessions: boolean;
  /**
   * A create by a policy that grants an unknown API stores the client on a random part of the other APIs.
   * Other versions store it on all of them (Trap 27). Measured on 5.14.0, and not on 5.3.0; the first version
   * is unknown.
   */
  readonly createsInRandomOrder: boolean;
  /** Sends the errors of a protected API as XML if the request's content type is XML. */
  readonly answersXml: boolean;
}

interface VersionRange {
  readonly since: string;
  /** Ranges before `since`, each without its upper bound. */
  readonly backports?: readonly (readonly [string, string])[];
}

const traitRanges: Readonly<Record<keyof VersionTraits, VersionRange>> = {
  hasPolicies: { since: "4.1.0" },
  policiesHaveIds: { since: "5.12.0" },
  policiesPerOrganisation: { since: "5.12.0" },
  refusesEmptyPolicies: { since: "5.7.1", backports: [["5.3.9", "5.4.0"]] },
  skipsUnknownPolicies: {
    since: "5.1.1",
    backports: [
      ["4.0.16", "4.1.0"],
      ["5.0.4", "5.1.0"],
    ],
  },
  policiesDecideInactive: { since: "5.10.1", backports: [["5.8.7", "5.9.0"]] },
  rightsOmitApi: { since: "5.7.0", backports: [["5.3.8", "5.4.0"]] },
  rightsHaveLimits: { since: "3.2.2", backports: [["3.0.7", "3.1.0"]] },
  hasPurge: {
    since: "5.2.4",
    backports: [
      ["4.0.16", "4.1.0"],
      ["5.0.9", "5.1.0"],
    ],
  },
  createsManagerOnRead: { since: "3.2.0" },
  keepsExpiredSessions: { since: "5.0.3", backports: [["4.0.14", "4.1.0"]] },
  cacheHashesByMurmur64: { since: "3.2.0", backports: [["3.0.5", "3.1.0"]] },
  findsKeyBeforeDelete: { since: "3.2.2", backports: [["3.0.7", "3.1.0"]] },
  filtersKeysByApi: { since: "5.12.0", backports: [["5.8.12", "5.9.0"]] },
  hasHelloOnControl: { since: "3.2.0", backports: [["3.0.4", "3.1.0"]] },
  usesNotFoundOnApis: { since: "5.13.1", backports: [["5.8.15", "5.9.0"]] },
  hasReadiness: { since: "5.8.3" },
  servesApisById: { since: "5.0.1", backports: [["4.0.13", "4.1.0"]] },
  prefersDomains: { since: "5.7.0", backports: [["5.3.9", "5.4.0"]] },
  ignoresPatternLength: { since: "5.8.1", backports: [["5.3.11", "5.4.0"]] },
  readsDomainDisabled: { since: "4.1.0" },
  separatesSamePaths: {
    since: "5.0.1",
    backports: [
      ["3.0.0", "3.0.5"],
      ["3.1.0", "3.2.0"],
      ["4.0.13", "4.1.0"],
    ],
  },
  // Measured on 5.14.0 and 5.3.0 only. For older versions it follows from the order in which their source
  // registers routes and skips APIs.
  hidesInternalApis: { since: "5.0.1", backports: [["4.0.13", "4.1.0"]] },
  skipsInvalidPaths: {
    since: "5.0.1",
    backports: [
      ["3.0.0", "4.0.7"],
      ["4.0.13", "4.2.2"],
    ],
  },
  keepsUnchangedApis: { since: "4.2.2", backports: [["4.0.7", "4.1.0"]] },
  omitsEmptyFields: { since: "5.12.0" },
  updatesOnlyStoredSessions: { since: "5.15.0" },
  createsInRandomOrder: { since: "5.14.0" },
  answersXml: { since: "3.1.2", backports: [["3.0.3", "3.1.0"]] },
};

/** Returns the traits of a version that {@link isSupportedVersion} accepts. */
export function getVersionTraits(version: string): VersionTraits {
  const entries = Object.entries(traitRanges).map(
    ([name, range]) => [name, isWithin(version, range)] as const,
  );
  // `fromEntries` loses the names. `traitRanges` has every trait.
  return Object.fromEntries(entries) as unknown as VersionTraits;
}

/** Whether a string is a supported version: a semantic version from 3.0.0 up to, but not including, 6. */
export function isSupportedVersion(version: string): boolean {
  return /^[345]\.\d{1,4}\.\d{1,4}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(version);
}

function isWithin(version: string, range: VersionRange): boolean {
  if (isAtLeast(version, range.since)) return true;
  return (range.backports ?? []).some(
    ([from, to]) => isAtLeast(version, from) && !isAtLeast(version, to),
  );
}

function isAtLeast(version: string, other: string): boolean {
  return toComparable(version) >= toComparable(other);
}

function toComparable(version: string): number {
  const [numbers = ""] = version.split(/[-+]/, 1);
  return numbers.split(".").reduce((order, part) => order * 10_000 + Number(part), 0);
}
