/**
 * How versions of the gateway behave: the first version that has each trait, and ranges before it, because long-term
 * branches received some changes later than the main line. Ranges exclude their upper bound. The version is the subject of
 * each name: "hasPolicies" reads "this version has policies".
 */
const traitRanges = {
  /** Serves `GET /tyk/policies` and `/tyk/policies/{id}`. */
  hasPolicies: ["4.1.0"],
  /** Shows the ids of policies that it reads from a file. Earlier versions show "", and find no policy by id. */
  policiesHaveIds: ["5.12.0"],
  /** Finds a policy only in the organisation of the session or of the API. */
  policiesPerOrganisation: ["5.12.0"],
  /** Refuses a session whose policies grant nothing. In earlier versions the session opens every API (Trap 6). */
  refusesEmptyPolicies: ["5.7.1", ["5.3.9", "5.4.0"]],
  /** Ignores an unknown policy if a session has several. */
  skipsUnknownPolicies: ["5.1.1", ["4.0.16", "4.1.0"], ["5.0.4", "5.1.0"]],
  /** Only the policies decide whether a session is inactive, not the session's own field. */
  policiesDecideInactive: ["5.10.1", ["5.8.7", "5.9.0"]],
  /** Omits the API's id and name from a session's rights when policies are applied. */
  rightsOmitApi: ["5.7.0", ["5.3.8", "5.4.0"]],
  /** Shows the limits of an API in a session as zeros if none are set. Earlier versions show `null`. */
  rightsHaveLimits: ["3.2.2", ["3.0.7", "3.1.0"]],
  /** Serves `DELETE /tyk/oauth/tokens`. */
  hasPurge: ["5.2.4", ["4.0.16", "4.1.0"], ["5.0.9", "5.1.0"]],
  /**
   * Creates the OAuth manager of any API when a client is read (Trap 32). In earlier versions the read drops the connection.
   */
  createsManagerOnRead: ["3.2.0"],
  /** Keeps a session in storage after its token has expired. Earlier versions remove both. */
  keepsExpiredSessions: ["5.0.3", ["4.0.14", "4.1.0"]],
  /** Uses murmur64 for keys of the session cache, whatever function hashes keys in storage (Trap 16). */
  cacheHashesByMurmur64: ["3.2.0", ["3.0.5", "3.1.0"]],
  /** Responds with 404 to the deletion of an unknown key. Earlier versions respond with 400. */
  findsKeyBeforeDelete: ["3.2.2", ["3.0.7", "3.1.0"]],
  /** Lists only the keys of that API for `GET /tyk/keys?api_id=`. Earlier versions list all keys. */
  filtersKeysByApi: ["5.12.0", ["5.8.12", "5.9.0"]],
  /** Serves `GET /hello` on the control API's own address. Earlier versions serve it on the APIs' address. */
  hasHelloOnControl: ["3.2.0", ["3.0.4", "3.1.0"]],
  /**
   * Responds with `Not Found` on the APIs' own address if no API matches. Earlier versions respond with
   * `404 page not found`.
   */
  usesNotFoundOnApis: ["5.13.1", ["5.8.15", "5.9.0"]],
  /** Serves `GET /ready`. */
  hasReadiness: ["5.8.3"],
  /** Serves each API under `/{api_id}/` too (Trap 34). */
  servesApisById: ["5.0.1", ["4.0.13", "4.1.0"]],
  /** Tries APIs with a domain before all others. In earlier versions the longest listen path alone decides (Trap 34). */
  prefersDomains: ["5.7.0", ["5.3.9", "5.4.0"]],
  /** Does not count a segment that is a pattern for the length of a listen path. */
  ignoresPatternLength: ["5.8.1", ["5.3.11", "5.4.0"]],
  /** Reads `domain_disabled` of a definition. Earlier versions ignore it. */
  readsDomainDisabled: ["4.1.0"],
  /**
   * Serves APIs with the same domain and listen path under separate paths. Other versions serve only the first (Trap 34).
   */
  separatesSamePaths: ["5.0.1", ["3.0.0", "3.0.5"], ["3.1.0", "3.2.0"], ["4.0.13", "4.1.0"]],
  /**
   * Gives an internal API neither routes nor an OAuth manager. Earlier versions serve its OAuth endpoints (Trap 38).
   * Measured on 5.14.0 and 5.3.0 only. For older versions it follows from the order in which their source registers routes
   * and skips APIs.
   */
  hidesInternalApis: ["5.0.1", ["4.0.13", "4.1.0"]],
  /**
   * Gives an API with a space in its listen path neither routes nor an OAuth manager. Other versions serve its OAuth
   * endpoints.
   */
  skipsInvalidPaths: ["5.0.1", ["3.0.0", "4.0.7"], ["4.0.13", "4.2.2"]],
  /** Keeps an API with an unchanged definition as it was on reload. Earlier versions load every API anew. */
  keepsUnchangedApis: ["4.2.2", ["4.0.7", "4.1.0"]],
  /** Omits empty fields from a session's JSON (Trap 33). */
  omitsEmptyFields: ["5.12.0"],
  /**
   * Writes back a changed session only if it is still stored. In earlier versions a removed session comes back (Trap 24).
   */
  updatesOnlyStoredSessions: ["5.15.0"],
  /**
   * A create by a policy that grants an unknown API stores the client on a random part of the other APIs. Other versions
   * store it on all of them (Trap 27). Measured on 5.14.0, and not on 5.3.0; the first version is unknown.
   */
  createsInRandomOrder: ["5.14.0"],
  /** Sends the errors of a protected API as XML if the request's content type is XML. */
  answersXml: ["3.1.2", ["3.0.3", "3.1.0"]],
} as const;

type VersionRange = readonly [since: string, ...backports: (readonly [from: string, to: string])[]];

/** The traits of a version. */
export type VersionTraits = { readonly [Trait in keyof typeof traitRanges]: boolean };

/** Returns the traits of a version that {@link isSupportedVersion} accepts. */
export function getVersionTraits(version: string): VersionTraits {
  const entries = Object.entries(traitRanges).map(([name, range]) => [
    name,
    isWithin(version, range),
  ]);
  return Object.fromEntries(entries) as VersionTraits;
}

/** Whether a string is a supported version: a semantic version from 3.0.0 up to, but not including, 6. */
export function isSupportedVersion(version: string): boolean {
  return /^[345]\.\d{1,4}\.\d{1,4}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(version);
}

function isWithin(version: string, [since, ...backports]: VersionRange): boolean {
  const isInRange = ([from, to]: readonly [string, string]): boolean =>
    isAtLeast(version, from) && !isAtLeast(version, to);
  return isAtLeast(version, since) || backports.some(isInRange);
}

function isAtLeast(version: string, other: string): boolean {
  return toComparable(version) >= toComparable(other);
}

function toComparable(version: string): number {
  const [numbers = ""] = version.split(/[-+]/, 1);
  return numbers.split(".").reduce((order, part) => order * 10_000 + Number(part), 0);
}
