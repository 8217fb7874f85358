import { exitCodeOf } from "../exit-codes.ts";
import { printable, toJson } from "../output/printable.ts";
import type { Output } from "../output/output.ts";
import type { FileProblem } from "./command-error.ts";
import type { ErrorReport } from "./error-report.ts";

/** Writes an error to stderr: a line and a hint, more with `--verbose`, or one line of JSON with `--json`. */
export function writeError(output: Output, report: ErrorReport, error: unknown): void {
  const { exit, details, ...rest } = report;
  if (output.mode.json) {
    output.problem(toJson({ error: { ...rest, exitCode: exitCodeOf(exit) } }, 0));
    return;
  }
  const { red, dim, yellow } = output.noteColors;
  const style = exit === "interrupted" ? yellow : red;
  output.problem(
    `${style(exit === "interrupted" ? "stopped:" : "error:")} ${printable(report.message)}`,
  );
  for (const problem of report.problems ?? []) output.problem(printable(formatProblem(problem)));
  if (report.hint !== undefined) output.problem(`${dim("hint:")} ${printable(report.hint)}`);
  if (report.outcome === "applied" || report.outcome === "unknown")
    output.problem(`${dim("outcome:")} ${outcomes[report.outcome]}`);
  if (report.clientId !== undefined)
    output.problem(`${dim("client:")} ${printable(report.clientId)}`);
  if (!output.mode.verbose) return;
  if (details !== undefined) output.detail(printable(details));
  for (const { operation, apiId, outcome } of report.steps ?? [])
    output.detail(`step: ${operation}${apiId === undefined ? "" : ` ${apiId}`} ${outcome}`);
  // The stack of an unexpected error begins with its message, which could hold anything.
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const line of stack.split("\n")) if (/^\s+at /.test(line)) output.detail(line.trimEnd());
}

/** Formats a problem as editors and CI services read it: `file:line:column: path: message`. */
function formatProblem({ file, line, column, path, message }: FileProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return [place, path, message].filter((part) => part !== undefined && part !== "").join(": ");
}

const outcomes = {
  applied: "the gateway confirmed a change; read back what it stores",
  unknown: "the gateway may have changed something; read back what it stores",
} as const;
