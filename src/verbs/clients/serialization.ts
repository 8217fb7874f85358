import { hasJsonValue } from "../../util/json.ts";

/** How many objects and lists may be nested in each other: far below the depth at which JSON can be read and not written, on every runtime. */
export const maxDepth = 500;

/** Whether a value of JSON is nested too deeply to be written. */
export function isTooDeep(value: unknown): boolean {
  return hasJsonValue(value, (part, depth) => depth >= maxDepth && isContainer(part));
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Whether no text of a value holds half a character, in the place of which the gateway would store another. */
export function isWellFormed(value: unknown): boolean {
  return !hasJsonValue(value, (part) => typeof part === "string" && /\p{Surrogate}/u.test(part));
}

/**
 * Whether a parsed number is stored as another one if it is written back. A whole number beyond 2^53 may already be another than
 * was read, one that is too large for a number was read as infinite, and `-0` is written as 0.
 */
function isChangedNumber(value: unknown): boolean {
  if (typeof value !== "number") return false;
  return Object.is(value, -0) || (!Number.isSafeInteger(value) && !hasFraction(value));
}

function hasFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}

/** Why a parsed document would not be stored as it was read if it is written back; `undefined` if it would. */
export function serializationProblem(value: unknown): string | undefined {
  if (isTooDeep(value)) return `is nested deeper than ${maxDepth} levels`;
  if (hasJsonValue(value, isChangedNumber))
    return "holds a number that JavaScript changes, such as a whole one beyond 2^53";
  return isWellFormed(value) ? undefined : "holds text that is not well-formed Unicode";
}
