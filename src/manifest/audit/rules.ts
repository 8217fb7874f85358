/** How serious a finding is. */
export type AuditSeverity = "high" | "medium" | "low";

/** What a rule says about each of its findings. */
export interface RuleText {
  readonly severity: AuditSeverity;
  /** What the rule finds, in a few words. */
  readonly title: string;
  /** Why a finding matters. */
  readonly why: string;
  /** How to fix a finding. */
  readonly fix: string;
}

/** The name of a rule. Baselines and SARIF files have it. */
export type AuditRule =
  | "redirect-uri-missing"
  | "redirect-uri-invalid"
  | "redirect-uri-script"
  | "redirect-uri-http"
  | "redirect-uri-wildcard"
  | "redirect-uri-open-host"
  | "redirect-uri-localhost"
  | "redirect-uri-prefix"
  | "policy-missing"
  | "policy-unknown"
  | "policy-useless"
  | "policy-opens-more"
  | "copies-differ"
  | "secret-shared"
  | "secret-short"
  | "secret-unusable"
  | "id-unusable"
  | "index-broken"
  | "api-shadowed"
  | "token-unlisted"
  | "token-never-expires"
  | "token-opens-more"
  | "client-unused"
  | "keys-not-listed"
  | "key-hash-weak"
  | "keys-not-hashed";

/** The rules of the audit. */
export const auditRules: Readonly<Record<AuditRule, RuleText>> = {
  "redirect-uri-missing": {
    severity: "medium",
    title: "A client without a redirect URI",
    why: "The gateway issues no token to a client without a redirect URI (trap 20).",
    fix: "Set redirect_uri, or delete the client.",
  },
  "redirect-uri-invalid": {
    severity: "medium",
    title: "A redirect URI that does not work",
    why: "The gateway stores the value, but no authorization flow can use it.",
    fix: "Set redirect_uri to an absolute URI without a fragment.",
  },
  "redirect-uri-script": {
    severity: "high",
    title: "A redirect URI that a browser runs",
    why: "A browser would run or show the URI instead of sending the code to an application.",
    fix: "Set redirect_uri to the https URI of the application.",
  },
  "redirect-uri-http": {
    severity: "high",
    title: "A redirect URI without TLS",
    why: "The authorization code crosses the network in clear, and anybody on the way can use it.",
    fix: "Serve the redirect URI by https.",
  },
  "redirect-uri-wildcard": {
    severity: "high",
    title: "A redirect URI with a wildcard",
    why: "The gateway compares by prefix and has no wildcards: the URI fits nothing, or more than intended (trap 20).",
    fix: "Register the whole URI.",
  },
  "redirect-uri-open-host": {
    severity: "high",
    title: "A redirect URI that ends inside its host",
    why: "The gateway compares by prefix: https://shop.example also fits https://shop.example.evil.test (trap 20). An attacker gets the codes.",
    fix: "Add the path, at least a slash after the host.",
  },
  "redirect-uri-localhost": {
    severity: "low",
    title: "A redirect URI on the user's own machine",
    why: "Any program on the machine of a user can receive the code. It is fine for development and for native applications.",
    fix: "Remove the client from production, or accept the finding for a native application.",
  },
  "redirect-uri-prefix": {
    severity: "medium",
    title: "A redirect URI that is a prefix of another client's",
    why: "The gateway compares by prefix (trap 20): the client can ask for codes at the other client's address.",
    fix: "Register longer, distinct paths.",
  },
  "policy-missing": {
    severity: "medium",
    title: "A client without a policy",
    why: "Its tokens get their rights from the key rules of each authorization alone.",
    fix: "Set policy_id, unless every authorization passes key rules.",
  },
  "policy-unknown": {
    severity: "high",
    title: "A policy that does not exist",
    why: "The client gets no tokens, and existing ones are refused (traps 6 and 41).",
    fix: "Create the policy, or set another policy_id.",
  },
  "policy-useless": {
    severity: "medium",
    title: "A policy whose tokens do not open the client's API",
    why: "The gateway issues tokens that the API refuses, or before 5.7 tokens that open every API (trap 39).",
    fix: "Grant the API in the policy, or set another policy_id.",
  },
  "policy-opens-more": {
    severity: "low",
    title: "A policy that opens APIs on which the client does not exist",
    why: "Tokens of the client open those APIs too, also APIs without OAuth (trap 25).",
    fix: "Use a policy that grants only the client's APIs.",
  },
  "copies-differ": {
    severity: "medium",
    title: "Copies of a client that differ",
    why: "The gateway stores a client once for each API, and changes one copy at a time (trap 8).",
    fix: 'Make the copies equal: clients.update or clients.rotateSecret with apis: "all", or tyk-oauth clients update or rotate with --all-apis.',
  },
  "secret-shared": {
    severity: "high",
    title: "Clients with the same secret",
    why: "Who knows the secret of one client can act as the other.",
    fix: "Give all but one of them a new secret: clients.rotateSecret, or tyk-oauth clients rotate.",
  },
  "secret-short": {
    severity: "medium",
    title: "A short secret",
    why: "The token endpoint does not limit attempts, so a short secret can be guessed.",
    fix: "Generate a secret of 64 hex digits: clients.rotateSecret, or tyk-oauth clients rotate.",
  },
  "secret-unusable": {
    severity: "medium",
    title: "A secret that OAuth libraries cannot send",
    why: "RFC 6749 has clients encode the secret, and the gateway does not decode it (trap 29).",
    fix: "Generate a new secret: clients.rotateSecret, or tyk-oauth clients rotate.",
  },
  "id-unusable": {
    severity: "medium",
    title: "A client id that OAuth libraries or the gateway's routes cannot use",
    why: "Libraries encode the id and the gateway does not decode it (trap 29). An id with a slash cannot be deleted (trap 3).",
    fix: "Create a client with another id, and delete this one.",
  },
  "index-broken": {
    severity: "high",
    title: "An API whose clients cannot be listed",
    why: "The index names a client whose record is gone: the list and revoke_all fail (trap 10).",
    fix: "Call clients.repairIndex of the package. No command does it.",
  },
  "api-shadowed": {
    severity: "high",
    title: "An API whose requests another API may receive",
    why: "The other API's upstream would receive codes and client secrets (trap 26).",
    fix: "Give the two APIs listen paths that do not begin with each other.",
  },
  "token-unlisted": {
    severity: "medium",
    title: "Tokens that are on no list",
    why: "revoke_all does not reach them (traps 12 and 14).",
    fix: "Find and end them among all keys: tokens.revokeAll, or tyk-oauth tokens revoke-all.",
  },
  "token-never-expires": {
    severity: "medium",
    title: "Tokens that never expire",
    why: "A leaked token works until somebody revokes it.",
    fix: "Set the API's oauth_token_expiry and the policy's key_expires_in, and revoke the tokens.",
  },
  "token-opens-more": {
    severity: "high",
    title: "Tokens that open more than the client's policy",
    why: "They were issued with wider key rules or under an earlier policy (traps 14 and 19).",
    fix: "End them with tokens.revokeAll or tyk-oauth tokens revoke-all, and check the key rules of the login page.",
  },
  "client-unused": {
    severity: "low",
    title: "A client without tokens",
    why: "No token is on its list. The client may be forgotten, and its secret still works.",
    fix: "Delete the client if nobody needs it.",
  },
  "keys-not-listed": {
    severity: "medium",
    title: "A gateway that does not list its keys",
    why: "Tokens that are on no list cannot be found, so no revocation can be proved.",
    fix: "Set enable_hashed_keys_listing in the gateway's configuration.",
  },
  "key-hash-weak": {
    severity: "low",
    title: "A gateway with 32-bit hashes of keys",
    why: "Two of about 77,000 tokens have the same hash with a probability of one half. A revocation then ends both or the wrong one.",
    fix: "Set hash_key_function to murmur64 or sha256. Existing tokens keep their hashes.",
  },
  "keys-not-hashed": {
    severity: "low",
    title: "A gateway that stores tokens in clear",
    why: "Everybody who can read its storage or its lists can use the tokens.",
    fix: "Set hash_keys in the gateway's configuration. Existing tokens stop working.",
  },
};
