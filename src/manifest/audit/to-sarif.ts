import { version } from "../../version.ts";
import { auditRules } from "./rules.ts";
import type { AuditSeverity } from "./rules.ts";
import type { AuditFinding, AuditReport } from "./types.ts";

/** The SARIF levels of our severities. */
const levels = { high: "error", medium: "warning", low: "note" } as const satisfies Record<
  AuditSeverity,
  string
>;

/** Turns an audit report into a SARIF 2.1.0 log. */
export function toSarif({ findings, accepted, gaps }: AuditReport): object {
  const names = Object.keys(auditRules);
  const result = (finding: AuditFinding, isAccepted: boolean): object => ({
    ruleId: finding.rule,
    ruleIndex: names.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: `${finding.message}. ${finding.why} ${finding.fix}` },
    locations: [{ logicalLocations: [locationOf(finding)] }],
    partialFingerprints: { "findingKey/v1": finding.key },
    ...(isAccepted ? { suppressions: [{ kind: "external" }] } : {}),
  });
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tyk-oauth",
            semanticVersion: version,
            rules: Object.entries(auditRules).map(([id, { title, why, fix, severity }]) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: why },
              help: { text: fix },
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        invocations: [
          {
            // SARIF readers show these: a part that was not checked must not look like a clean one.
            executionSuccessful: true,
            toolExecutionNotifications: gaps.map(({ what, reason }) => ({
              level: "warning",
              message: { text: `not checked: ${what}: ${reason}` },
            })),
          },
        ],
        results: [
          ...findings.map((finding) => result(finding, false)),
          ...accepted.map((finding) => result(finding, true)),
        ],
      },
    ],
  };
}

/** Names the API and the client: a gateway has no files. */
function locationOf({ apiId, clientId }: AuditFinding): object {
  const name = [apiId, clientId].filter((part) => part !== undefined).join("/");
  return name === ""
    ? { name: "gateway", kind: "resource" }
    : { name, fullyQualifiedName: name, kind: "resource" };
}
