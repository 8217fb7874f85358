import { TykIncompleteError } from "../errors/method.ts";
import type { ToArrayReport } from "../errors/reports.ts";
import { findUnknownName, inputFailure } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import { describeUnknownName } from "../util/unknown-name.ts";

/** Returns the items of an iterator as a list. It is the implementation of `toArray`. */
export async function collect<T>(
  operation: string,
  items: AsyncIterable<T>,
  args: unknown,
): Promise<T[]> {
  const limit = readLimit(operation, args);
  const list: T[] = [];
  for await (const item of items) {
    if (list.length === limit) throw createLimitError(operation, limit);
    list.push(item);
  }
  return list;
}

function readLimit(operation: string, args: unknown): number {
  const fail = inputFailure(operation);
  if (!isRecord(args)) return fail("limit", "must be given: toArray({ limit })");
  const unknownName = findUnknownName(args, ["limit"]);
  if (unknownName !== undefined)
    fail(unknownName, "is unknown", describeUnknownName("field", unknownName, ["limit"]));
  const { limit } = args;
  if (typeof limit !== "number" || !Number.isSafeInteger(limit) || limit < 1)
    return fail("limit", "must be a whole number of 1 or more");
  return limit;
}

function createLimitError(operation: string, limit: number): TykIncompleteError<ToArrayReport> {
  const report: ToArrayReport = { kind: "to-array", limit, state: "more-than-limit" };
  const message = `there are more than ${limit} results: raise limit, or use for await`;
  return new TykIncompleteError(message, { operation, report });
}
