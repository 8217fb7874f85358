import { toMarkdown } from "./to-markdown.ts";
import { toSarif } from "./to-sarif.ts";
import type { AuditReport } from "./types.ts";

/** The text formats of an audit report. */
export type AuditFormat = "json" | "markdown" | "sarif";

/**
 * Writes an audit report as a text: JSON, Markdown for people, or SARIF 2.1.0 for code scanning services.
 *
 * @param format - `"sarif"` contains the accepted findings too, marked as suppressed.
 *
 * @example
 * ```ts
 * import { auditClients, formatAudit } from "@tyk-oauth/sdk/manifest";
 *
 * console.log(formatAudit(await auditClients(tyk), "markdown"));
 * ```
 */
export function formatAudit(report: AuditReport, format: AuditFormat): string {
  if (format === "markdown") return toMarkdown(report);
  return `${JSON.stringify(format === "sarif" ? toSarif(report) : report, undefined, 2)}\n`;
}
