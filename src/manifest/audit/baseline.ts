import { isRecord } from "../../util/json.ts";
import { sortFindings } from "./finding.ts";
import type { AuditBaseline, AuditFinding, AuditReport } from "./types.ts";

/** Returns what is wrong with a baseline, which usually comes from a file; `undefined` if it is right. */
export function baselineProblem(baseline: unknown): string | undefined {
  if (!isRecord(baseline) || baseline["version"] !== 1) return "must be an object with version 1";
  const { accepted } = baseline;
  if (!Array.isArray(accepted)) return "must have a list named accepted";
  const index = accepted.findIndex((one) => !isRecord(one) || typeof one["key"] !== "string");
  return index < 0 ? undefined : `has no key in accepted[${index}]`;
}

/** Separates the findings that the baseline accepts from the others. */
export function applyBaseline(
  findings: readonly AuditFinding[],
  baseline: AuditBaseline | undefined,
): Pick<AuditReport, "findings" | "accepted" | "staleKeys"> {
  const acceptedKeys = new Set(baseline?.accepted.map(({ key }) => key));
  const isAccepted = ({ key }: AuditFinding): boolean => acceptedKeys.has(key);
  const foundKeys = new Set(findings.map(({ key }) => key));
  return {
    findings: sortFindings(findings.filter((finding) => !isAccepted(finding))),
    accepted: sortFindings(findings.filter(isAccepted)),
    staleKeys: [...acceptedKeys].filter((key) => !foundKeys.has(key)).sort(),
  };
}
