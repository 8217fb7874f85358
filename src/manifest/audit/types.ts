import type { AuditRule, AuditSeverity } from "./rules.ts";

/** One thing that the audit found. It never has a secret, a token or a hash. */
export interface AuditFinding {
  /** The rule that found it, such as `"redirect-uri-http"`. */
  readonly rule: AuditRule;
  /** How serious the finding is. */
  readonly severity: AuditSeverity;
  /** The API, if the finding is about one. */
  readonly apiId?: string;
  /** The client, if the finding is about one. */
  readonly clientId?: string;
  /** What was found. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string;
  /** How to fix it. */
  readonly fix: string;
  /** Identifies the finding in a baseline. It stays the same as long as the finding does. */
  readonly key: string;
}

/** A part that the audit could not check, so it has no findings about that part. */
export interface AuditGap {
  /** What was not checked. */
  readonly what: string;
  /** Why not, and what to do to have it checked. */
  readonly reason: string;
}

/** The findings that were accepted: a baseline file. */
export interface AuditBaseline {
  readonly version: 1;
  /** Each finding by its `key`, with the reason why it is accepted. */
  readonly accepted: readonly { readonly key: string; readonly reason?: string | undefined }[];
}

/** The result of {@link auditClients}: plain JSON. */
export interface AuditReport {
  readonly version: 1;
  /** When the audit started, as an ISO 8601 string. */
  readonly auditedAt: string;
  /** The APIs whose clients were checked. */
  readonly apis: readonly string[];
  /** How many clients were checked. The copies of one client on several APIs count once. */
  readonly clientCount: number;
  /** The findings that the baseline does not accept, the most serious first. */
  readonly findings: readonly AuditFinding[];
  /** The findings that the baseline accepts. */
  readonly accepted: readonly AuditFinding[];
  /** Keys of the baseline that no finding has any more. Findings in `gaps` may be among them. */
  readonly staleKeys: readonly string[];
  /** What could not be checked. If it is empty, every rule was checked. */
  readonly gaps: readonly AuditGap[];
}

/**
 * Which tokens the audit reads:
 *
 * - `"none"`: none.
 * - `"lists"`: the token list of each client, one request for each copy.
 * - `"all"`: also every key of the gateway, one request for each key and API. Only then are tokens found that no list names.
 */
export type AuditedTokens = "none" | "lists" | "all";

/** Options of {@link auditClients}. */
export interface AuditOptions {
  /** The APIs whose clients are checked. Each must use OAuth. Defaults to every OAuth API. */
  readonly apis?: readonly string[] | undefined;
  /** Which tokens are read. Defaults to `"lists"`. */
  readonly tokens?: AuditedTokens | undefined;
  /** Findings that are accepted. */
  readonly baseline?: AuditBaseline | undefined;
  /** Separates the redirect URIs in a client's field: the gateway's `oauth_redirect_uri_separator`. */
  readonly redirectUriSeparator?: string | undefined;
  /** Ends the audit. It then rejects with a {@link TykAbortError}. */
  readonly signal?: AbortSignal | undefined;
}
