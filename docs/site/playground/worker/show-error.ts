import { isTykError } from "@tyk-oauth/sdk";
import type { ShownError } from "../run/events.ts";
import { formatPrinted, formatValue } from "./format-value.ts";
import { shorten } from "./shorten.ts";

/** The name of the program in stacks. */
export const programName = "program.ts";

/** Describes an error as a user of the SDK reads it. */
export function showError(error: unknown, callLine = 0): ShownError {
  const line = callLine || lineOf(error);
  if (isTykError(error)) {
    const { name, message, code, outcome } = error;
    return { name, message: shorten(message), code, outcome, line };
  }
  const { name, message } =
    error instanceof Error ? error : { name: "Thrown value", message: formatValue(error) };
  return {
    name: formatPrinted([name]),
    message: formatPrinted([message]),
    code: "",
    outcome: "",
    line,
  };
}

/** Returns the line of the program that is nearest in the stack, or 0. */
export function lineOf(error: unknown): number {
  if (!(error instanceof Error) || typeof error.stack !== "string") return 0;
  const [, line] = /\bprogram\.ts:(\d+):\d+/.exec(error.stack) ?? [];
  // The engine puts two lines before the body of a function.
  return line === undefined ? 0 : Math.max(0, Number(line) - 2);
}
