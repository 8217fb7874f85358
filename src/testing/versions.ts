/**
 * What differs between versions of the gateway, and since when. Long-term branches got some changes later than the main
 * line: each range counts from a version up to, but not including, another.
 */

/** What a version of the gateway does. */
export interface VersionTraits {
  /** `GET /tyk/policies` and `/tyk/policies/{id}` are there. */
  readonly hasPolicies: boolean;
  /** Policies that are read from a file have their id in those answers; before, they have none and are never found by it. */
  readonly policiesHaveIds: boolean;
  /** A policy is looked up in the organisation of the session, or of the API. */
  readonly policiesPerOrganisation: boolean;
  /** A session whose policies grant nothing is refused; before, it opens every API. */
  readonly refusesEmptyPolicies: boolean;
  /** Of several policies of a session, one that is unknown is passed over. */
  readonly skipsUnknownPolicies: boolean;
  /** A policy's own state decides whether a session is active, not what the session says of itself. */
  readonly policiesDecideInactive: boolean;
  /** A session's rights name the API's versions, but no longer the API, once policies are applied. */
  readonly rightsOmitApi: boolean;
  /** The limits of an API in a session are zeros where none are set; before, they are `null`. */
  readonly rightsHaveLimits: boolean;
  /** `DELETE /tyk/oauth/tokens` is there. */
  readonly hasPurge: boolean;
  /** A read of a client gives an API that is not OAuth its OAuth manager; before, that read drops the connection too. */
  readonly createsManagerOnRead: boolean;
  /** A session stays in storage after its token has expired; before, it goes with the token. */
  readonly keepsExpiredSessions: boolean;
  /** The session cache names tokens by murmur64, whatever function names them in storage. */
  readonly cacheHashesByMurmur64: boolean;
  /** Deleting an unknown key is 404; before, it is 400. */
  readonly findsKeyBeforeDelete: boolean;
  /** `GET /tyk/keys?api_id=` lists the keys of that API; before, all of them. */
  readonly filtersKeysByApi: boolean;
  /** `GET /hello` is on the control API's address, where that is one of its own; before, it is on the APIs'. */
  readonly hasHelloOnControl: boolean;
  /** Where the APIs have an address of their own, no API there is `Not Found`; before, it is `404 page not found`. */
  readonly usesNotFoundOnApis: boolean;
  /** `GET /ready` is there. */
  readonly hasReadiness: boolean;
  /** An API is also served under `/{api_id}/`. */
  readonly servesApisById: boolean;
  /** An API with a domain is tried before every API without one; before, the longest listen path alone decides. */
  readonly prefersDomains: boolean;
  /** A segment of a listen path that is a pattern does not count for the path's length. */
  readonly ignoresPatternLength: boolean;
  /** `domain_disabled` of a definition is read; before, it is not known. */
  readonly readsDomainDisabled: boolean;
  /** APIs of one domain and listen path are served at paths of their own; some versions serve the first of them alone. */
  readonly separatesSamePaths: boolean;
  /** An API that is internal has no routes and no OAuth manager; before, its OAuth endpoints are served. */
  readonly hidesInternalApis: boolean;
  /** An API with a space in its listen path has no routes and no OAuth manager; some versions serve its OAuth endpoints. */
  readonly skipsInvalidPaths: boolean;
  /** A reload keeps an API whose definition has not changed as it was; before, every API starts anew. */
  readonly keepsUnchangedApis: boolean;
  /** Fields of a session that hold nothing are left out of its JSON. */
  readonly omitsEmptyFields: boolean;
  /** A session that a request has changed is stored only if it is still there; before, it comes back if it was removed. */
  readonly updatesOnlyStoredSessions: boolean;
  /**
   * Create by a policy that grants an API that does not exist stores the client on a random part of the others; elsewhere on
   * all of them. Seen on 5.14.0, and not on 5.3.0; when it began is not known.
   */
  readonly createsInRandomOrder: boolean;
  /** An error of a protected API is XML where the request was labelled so. */
  readonly answersXml: boolean;
}

interface VersionRange {
  readonly since: string;
  /** Ranges before `since`: from a version up to, but not including, another. */
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
  // Seen on 5.14.0 and 5.3.0 alone. Older versions: by the order in which their source registers routes and skips APIs.
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

/** What that version does. The version is one that {@link isSupportedVersion} takes. */
export function getVersionTraits(version: string): VersionTraits {
  const entries = Object.entries(traitRanges).map(
    ([name, range]) => [name, isWithin(version, range)] as const,
  );
  return Object.fromEntries(entries) as unknown as VersionTraits;
}

/** Whether a text is a version that the embedded gateway knows: a semantic version from 3.0.0 up to, not including, 6. */
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
