import type { AuditFinding, AuditReport } from "./types.ts";

/** Writes an audit report for people. */
export function toMarkdown(report: AuditReport): string {
  const { findings, accepted, gaps, staleKeys, apis, clientCount, auditedAt } = report;
  const parts = [
    "# Audit of OAuth clients",
    `${countOf(clientCount, "client")} of ${countOf(apis.length, "API")}, read at ${auditedAt}.`,
    findings.length === 0 ? "No findings." : `## ${countOf(findings.length, "finding")}`,
    ...findings.map(section),
    ...(gaps.length === 0
      ? []
      : ["## Not checked", list(gaps.map(({ what, reason }) => `${what}: ${reason}`))]),
    ...(accepted.length === 0
      ? []
      : ["## Accepted", list(accepted.map(({ rule, message }) => `${rule}: ${message}`))]),
    ...(staleKeys.length === 0 ? [] : ["## Accepted, but not found any more", list(staleKeys)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section({ severity, rule, message, why, fix, key }: AuditFinding): string {
  return [
    `### ${severity}: ${escape(message)}`,
    `Rule \`${rule}\`, key \`${key}\`.`,
    `${why} ${fix}`,
  ].join("\n\n");
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${escape(line)}`).join("\n");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Escapes what Markdown would read as markup. Ids and URIs come from the gateway, so they can have any character. */
function escape(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]#|~]/g, String.raw`\$&`);
}
