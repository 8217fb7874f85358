import type { AnyTykError, TykOutcome, TykReport, TykStep } from "@tyk-oauth/sdk";
import type { ExitName } from "../exit-codes.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { CommandError, InvalidFileError } from "./command-error.ts";
import type { FileProblem } from "./command-error.ts";
import { hints } from "./hints.ts";
import { toCommandWords } from "./command-words.ts";

/** An error as it is shown: one line, a hint, and the rest for `--verbose` and `--json`. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly exit: ExitName;
  readonly hint?: string;
  readonly outcome: TykOutcome;
  readonly operation?: string;
  readonly field?: string;
  readonly status?: number;
  readonly systemCode?: string;
  readonly attempts?: number;
  readonly clientId?: string;
  readonly steps?: readonly TykStep[];
  readonly report?: TykReport;
  /** The problems of a file. */
  readonly problems?: readonly FileProblem[];
  /** Everything that the SDK says. */
  readonly details?: string;
}

/** Describes an error. An unknown one is a defect of the command: its message could hold anything, so only its name is shown. */
export async function describeError(error: unknown, signal: AbortSignal): Promise<ErrorReport> {
  if (error instanceof CommandError) {
    const { message, code, exit, hint } = error;
    const problems = error instanceof InvalidFileError ? error.problems : undefined;
    return omitUndefined({ message, code, exit, outcome: "not-sent" as const, hint, problems });
  }
  const { isTykError } = await import("@tyk-oauth/sdk");
  if (isTykError(error)) return describeTykError(error, signal);
  if (signal.aborted)
    return { message: "interrupted", code: "interrupted", exit: "interrupted", outcome: "unknown" };
  return {
    message: `unexpected ${error instanceof Error ? error.name : "error"}`,
    code: "unexpected",
    exit: "failed",
    outcome: "unknown",
    hint: "this is a defect of tyk-oauth: please report it, with the output of --verbose",
  };
}

function describeTykError(error: AnyTykError, signal: AbortSignal): ErrorReport {
  const { operation, outcome, attempts, clientId, steps, report, cause } = error;
  // The reason of an abort is ours: Ctrl-C, or the deadline.
  const reason = error.code === "aborted" && cause instanceof CommandError ? cause : undefined;
  return omitUndefined({
    message: reason?.message ?? headlineOf(error),
    code: reason?.code ?? error.code,
    exit: exitOf(error, signal),
    outcome,
    hint: reason?.hint ?? hints[error.code],
    operation,
    field: "field" in error ? error.field : undefined,
    status: "status" in error ? error.status : undefined,
    systemCode: "systemCode" in error ? error.systemCode : undefined,
    attempts,
    clientId,
    steps: steps.length === 0 ? undefined : steps,
    report,
    details: error.message,
  });
}

/** Returns the SDK's message without the advice that is for programs, and with the ids. */
function headlineOf({ message, operation }: AnyTykError): string {
  const ids = / \[([^\]]*)\]$/.exec(message)?.[1];
  const named = ids?.split("; ").filter((part) => /^(?:client|API|policy) /.test(part)) ?? [];
  const method = operation === undefined ? message : message.replace(/^[\w.]+: /, "");
  const [first = ""] = method.replace(/ \[[^\]]*\]$/, "").split(/\. (?=[A-Za-z])/);
  const text = toCommandWords(first);
  const where = named.filter((part) => !text.includes(part));
  return where.length === 0 ? text : `${text} (${where.join(", ")})`;
}

/** Returns the exit code of an error of the SDK. */
function exitOf({ code, mayHaveBeenApplied }: AnyTykError, signal: AbortSignal): ExitName {
  if (code === "aborted" && signal.aborted) return "interrupted";
  // Whoever reads the exit code must not take a change that may have happened for one that failed.
  if (code === "incomplete" || mayHaveBeenApplied) return "unproved";
  if (code === "authentication") return "authentication";
  return code === "config" || code === "input" || code === "manifest" ? "usage" : "failed";
}
