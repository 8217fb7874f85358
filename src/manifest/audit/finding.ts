import { auditRules } from "./rules.ts";
import type { AuditRule } from "./rules.ts";
import type { AuditFinding } from "./types.ts";

/** What a finding is about. */
export interface FindingSubject {
  readonly apiId?: string;
  readonly clientId?: string;
  /** Distinguishes findings of one rule about the same API and client. */
  readonly detail?: string;
}

/** Creates a finding. Its key has no part that changes while the finding stays. */
export function createFinding(
  rule: AuditRule,
  { apiId, clientId, detail }: FindingSubject,
  message: string,
): AuditFinding {
  const { severity, why, fix } = auditRules[rule];
  const key = [rule, apiId ?? "", clientId ?? "", ...(detail === undefined ? [] : [detail])]
    // A lone surrogate cannot be encoded.
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, "\ufffd")))
    .join(":");
  return {
    rule,
    severity,
    ...(apiId === undefined ? {} : { apiId }),
    ...(clientId === undefined ? {} : { clientId }),
    message,
    why,
    fix,
    key,
  };
}

const ranks = { high: 0, medium: 1, low: 2 } as const;

/** Sorts findings: the most serious first, then by rule, API and client. */
export function sortFindings(findings: readonly AuditFinding[]): AuditFinding[] {
  return [...findings].sort(
    (one, other) =>
      ranks[one.severity] - ranks[other.severity] ||
      (one.key < other.key ? -1 : one.key > other.key ? 1 : 0),
  );
}
