import type { KeySession } from "../../../generated/index.ts";
import { isRecord, isSameJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import type { MethodContext } from "../method-context.ts";

/**
 * Selects tokens by their session, in the gateway's field names.
 *
 * - An object, such as `{ meta_data: { user: "u1" } }`, selects sessions that have all these values. Fields that the object does
 *   not name are ignored, at every depth.
 * - A function selects the sessions for which it returns `true`. It must return a boolean.
 */
export type FindWhere = UnknownRecord | ((session: KeySession) => boolean);

/** Whether a session matches. */
export function isMatch(context: MethodContext, session: KeySession, where: FindWhere): boolean {
  if (typeof where !== "function") return hasValues(session, where);
  const result = context.check.call("where", () => where(session));
  // A promise, for example, is truthy: it would match every token.
  if (typeof result !== "boolean")
    context.check.fail("where", "function must return true or false");
  return result;
}

/** Whether a value has all wanted values; fields that `wanted` does not name are ignored. */
function hasValues(value: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return isSameJson(value, wanted);
  if (!isRecord(value)) return false;
  const hasPart = ([name, part]: [string, unknown]): boolean =>
    Object.hasOwn(value, name) && hasValues(value[name], part);
  return Object.entries(wanted).every(hasPart);
}

/**
 * Returns why a selection must not be used to end tokens; `undefined` if it may be used. One without a value would end the tokens
 * of every user. No session has an `undefined` value, so one with it would end no token at all.
 */
export function selectionProblem(where: UnknownRecord): string | undefined {
  const values = leavesOf(where);
  if (values.includes(undefined)) return "must not have a value that is undefined";
  return values.length > 0
    ? undefined
    : 'must have at least one value, such as { meta_data: { user: "u1" } }: it would end the tokens of every user';
}

function leavesOf(value: unknown): unknown[] {
  return isRecord(value) ? Object.values(value).flatMap(leavesOf) : [value];
}
