import type { TykError, TykOutcome, TykStep } from "./base.ts";
import type { TykReport } from "./reports.ts";
import { raiseStackTraceLimit } from "./stack-trace-limit.ts";

const strength: readonly TykOutcome[] = ["not-sent", "refused", "unknown", "applied"];

/** Returns the stronger of two outcomes. */
export function strongerOutcome(one: TykOutcome, other: TykOutcome): TykOutcome {
  return strength.indexOf(one) > strength.indexOf(other) ? one : other;
}

/** Sets the outcome of all requests of a method on its error. */
export function withOutcome(error: TykError, outcome: TykOutcome): void {
  (error as { outcome: TykOutcome }).outcome = outcome;
}

/** Replaces the message of an error, also in its stack, which contains it once more. Nothing may have read the stack before. */
export function withMessage<E extends TykError>(error: E, message: string): E {
  const old = error.message;
  error.message = message;
  if (isStackLate()) return error;
  const { stack } = error;
  // A function, because a string would give `$` in the message a meaning.
  if (stack !== undefined) error.stack = stack.replace(old, () => message);
  return error;
}

let knownToBeLate: boolean | undefined;

/**
 * Whether the stack is written when it is first read, with the message of that time, as V8 does. Reading the stack is expensive, with
 * source maps most of all, and a method catches most errors of its requests.
 */
function isStackLate(): boolean {
  if (knownToBeLate === undefined) {
    const probe = new Error("old");
    probe.message = "new";
    knownToBeLate = String(probe.stack).includes("new");
  }
  return knownToBeLate;
}

/**
 * Gives an error the stack of the current place, if the engine can. For an error that a method throws in another chain of promises
 * than the one in which it was created: its own stack does not lead to the caller.
 */
export function withCurrentStack(error: unknown): unknown {
  const { captureStackTrace } = Error as { captureStackTrace?: (target: object) => void };
  if (captureStackTrace === undefined || !(error instanceof Error)) return error;
  const restoreLimit = raiseStackTraceLimit();
  captureStackTrace(error);
  restoreLimit();
  return error;
}

/** Adds the generated id to the error of a create. Without the id, nobody could check whether the client exists. */
export function withClientId(error: TykError, clientId: string): void {
  (error as { clientId?: string }).clientId = clientId;
}

/** Adds what an interrupted method would have reported. An error that has a report keeps it. */
export function withReport(error: TykError, report: TykReport): void {
  if (error.report === undefined) (error as { report?: TykReport }).report = report;
}

/** Adds the steps of a method to its error. */
export function withSteps<E extends TykError>(error: E, steps: readonly TykStep[]): E {
  (error as { steps: readonly TykStep[] }).steps = steps;
  return error;
}
