import { operations } from "../../../src/operations/operations.ts";
import type { OperationId } from "../../../src/operations/operations.ts";
import type { TykOutcome } from "../../../src/index.ts";

/** The outcome of an error, by what became of its request: a read that was lost changed nothing. */
export function outcomeOf(operation: string | undefined, ofRequest: TykOutcome): TykOutcome {
  const isRead = operations[operation as OperationId].retry === "read";
  return isRead && ofRequest !== "refused" ? "not-sent" : ofRequest;
}
