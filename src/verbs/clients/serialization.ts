import { hasJsonValue } from "../../util/json.ts";

/** How deep objects and lists may be nested. On every runtime this is far below the depth at which `JSON.stringify` fails. */
export const maxDepth = 500;

/** Whether a JSON value is nested too deep to be written. */
export function isTooDeep(value: unknown): boolean {
  return hasJsonValue(
    value,
    (part, depth) => depth >= maxDepth && typeof part === "object" && part !== null,
  );
}

/** Whether no string in a value contains a lone surrogate. The gateway would store another character in its place. */
export function isWellFormed(value: unknown): boolean {
  return !hasJsonValue(value, (part) => typeof part === "string" && /\p{Surrogate}/u.test(part));
}

/** Whether JSON would store another value, or leave it out. A field that is `undefined` counts as left out by the caller. */
export function isChangedByJson(value: unknown): boolean {
  let isChanged = false;
  JSON.stringify(value, (_name, part: unknown) => {
    const type = typeof part;
    isChanged ||= type === "function" || type === "symbol";
    isChanged ||= type === "number" && !Number.isFinite(part);
    return part;
  });
  return isChanged;
}

/**
 * Whether a parsed number may be stored as another number if it is written back. An integer beyond 2^53 may have changed
 * when it was parsed, a number that is too large was parsed as infinite, and `-0` is written as 0.
 */
function isChangedNumber(value: unknown): boolean {
  if (typeof value !== "number") return false;
  const hasFraction = Number.isFinite(value) && !Number.isInteger(value);
  return Object.is(value, -0) || (!Number.isSafeInteger(value) && !hasFraction);
}

/** Returns why a parsed document would change if it is written back; `undefined` if it would not change. */
export function serializationProblem(value: unknown): string | undefined {
  if (isTooDeep(value)) return `is nested deeper than ${maxDepth} levels`;
  if (hasJsonValue(value, isChangedNumber))
    return "contains a number that JavaScript changes, such as an integer beyond 2^53";
  return isWellFormed(value) ? undefined : "contains a string that is not well-formed Unicode";
}
