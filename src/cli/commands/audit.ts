import type { AuditBaseline, AuditReport } from "@tyk-oauth/sdk/manifest";
import { preparePrivateFile, readNamedFile } from "../connection/files.ts";
import type { PrivateFile } from "../connection/files.ts";
import { toCommandWords } from "../errors/command-words.ts";
import { formatCount } from "../output/format-duration.ts";
import type { Output } from "../output/output.ts";
import { printable, toJson } from "../output/printable.ts";
import { wrapText } from "../output/text-width.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { parseJsonObject } from "../spec/parsed-input.ts";

/** The columns that a severity and the space behind it take. */
const severityWidth = 8;

/** Checks the clients of a gateway for weaknesses. */
export const audit: CommandSpec = {
  name: "audit",
  summary: "check the clients of a gateway for weaknesses",
  details: [
    "It only reads. Each finding says why it matters and how to fix it. What could not be checked is shown too: without findings all is well only if nothing was left out.",
    "--write-baseline accepts every finding from now on. Keep that file in git, and add a reason to each key.",
  ],
  options: [
    { flags: "--api <id>", description: "only the clients of this API; repeat it", isList: true },
    {
      flags: "--tokens <which>",
      description: "which tokens are read (default: lists); all reads every key of the gateway",
      choices: ["none", "lists", "all"],
    },
    {
      flags: "--format <format>",
      description: "write the report in this format instead of a table",
      choices: ["sarif", "markdown"],
    },
    { flags: "--baseline <file>", description: "a JSON file with findings that are accepted" },
    {
      flags: "--write-baseline <file>",
      description: "accept all findings: write their keys to this file, and exit with 0",
    },
  ],
  examples: [
    { text: "Audit every OAuth API", command: "tyk-oauth audit" },
    {
      text: "For a code scanning service",
      command: "tyk-oauth audit --baseline audit-baseline.json --format sarif",
    },
  ],
  json: "{ version, auditedAt, apis, clientCount, findings: [{ rule, severity, apiId?, clientId?, message, why, fix, key }], accepted, staleKeys, gaps: [{ what, reason }] }; an AuditReport of the SDK",
  exits: { differences: "there are findings that the baseline does not accept" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    input.exclude("--format", "--json");
    const apis = [...new Set(input.list("--api"))];
    const format = input.text("--format") as "sarif" | "markdown" | undefined;
    const baseline = readBaseline(input.text("--baseline"));
    const path = input.text("--write-baseline");
    const file = path === undefined ? undefined : preparePrivateFile(path, "--write-baseline");
    try {
      const { tyk, call } = await context.connect();
      const { auditClients, formatAudit } = await import("@tyk-oauth/sdk/manifest");
      const report = await auditClients(tyk, {
        ...(apis.length === 0 ? {} : { apis }),
        tokens: input.text("--tokens") as "none" | "lists" | "all" | undefined,
        baseline,
        signal: call.signal,
      });
      if (file !== undefined) writeBaseline(file, report, baseline);
      output.result({ ...report }, () => {
        if (format === undefined) writeFindings(output, report);
        else output.line(formatAudit(report, format).trimEnd());
        writeRest(output, report);
        if (path !== undefined) output.note(`The baseline is in ${path}.`);
      });
      return report.findings.length > 0 && file === undefined ? "differences" : "done";
    } finally {
      file?.discard();
    }
  },
};

/** `auditClients` checks its form. */
function readBaseline(path: string | undefined): AuditBaseline | undefined {
  if (path === undefined) return undefined;
  const text = readNamedFile(path, "--baseline");
  return parseJsonObject(text, `--baseline: ${path}`) as unknown as AuditBaseline;
}

/** Writes the keys of all findings. Those that were accepted before keep their reasons. */
function writeBaseline(
  file: PrivateFile,
  { findings, accepted: known }: AuditReport,
  baseline: AuditBaseline | undefined,
): void {
  const reasons = new Map(baseline?.accepted.map(({ key, reason }) => [key, reason]));
  const accepted = [...known, ...findings]
    .map(({ key }) => ({ key, reason: reasons.get(key) ?? "" }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  file.write(`${toJson({ version: 1, accepted } satisfies AuditBaseline)}\n`);
  file.publish();
}

/** Writes the findings: complete lines on a terminal too, because a finding that is cut says nothing. */
function writeFindings(output: Output, { findings }: AuditReport): void {
  const { width, colors } = output;
  const styles = { high: colors.red, medium: colors.yellow, low: colors.dim };
  const indent = " ".repeat(severityWidth);
  for (const { severity, rule, apiId = "", clientId = "", message } of findings) {
    if (width === undefined) {
      output.line([severity, rule, apiId, clientId, message].map(printable).join("\t"));
      continue;
    }
    const text = `${rule}: ${printable(message)}`;
    const [first = "", ...rest] = wrapText(text, Math.max(20, width - severityWidth));
    output.line(`${styles[severity](severity.padEnd(severityWidth))}${first}`);
    for (const line of rest) output.line(indent + line);
  }
  const rules = new Map(findings.map((finding) => [finding.rule, finding]));
  for (const { rule, why, fix } of rules.values())
    output.note(`${output.noteColors.bold(rule)}: ${printable(why)} To fix: ${printable(fix)}`);
}

/** Says what the table does not show: accepted findings, and what was not checked. */
function writeRest(output: Output, report: AuditReport): void {
  const { findings, accepted, staleKeys, gaps, clientCount } = report;
  for (const { what, reason } of gaps)
    output.warn(`not checked: ${what}: ${toCommandWords(reason)}`);
  for (const key of staleKeys)
    output.note(`The baseline has a key that no finding has any more: ${printable(key)}`);
  const counts = `${formatCount(findings.length, "finding")} in ${formatCount(clientCount, "client")}`;
  output.note(accepted.length === 0 ? `${counts}.` : `${counts}, and ${accepted.length} accepted.`);
}
