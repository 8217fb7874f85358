import { operationIds } from "../../generated/operation-ids.gen.ts";
import { isRecord } from "../util/json.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import { isStorageOutage } from "./fault-list.ts";
import { namedFaults } from "./faults.ts";
import type { FaultMatch, GatewayFault } from "./faults.ts";
import {
  checkFieldNames,
  isInteger,
  rejectOption,
  rejectWith,
  withCaller,
} from "./settings/option-checks.ts";

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/** Rejects a fault that would never apply, that would apply to every request by mistake, or that does nothing. */
export function checkFault(match: FaultMatch, fault: GatewayFault, times: number): void {
  withCaller("fail", () => {
    checkMatch(match);
    if (typeof fault === "string") checkName("fault", fault, namedFaults);
    else if (!isRecord(fault)) rejectOption("fault", "must be a name or an object");
    else if (isStorageOutage(fault)) checkOutage({ ...fault });
    else checkAnswer({ ...fault });
    if (times !== Infinity && !isInteger(times, 1, Infinity))
      rejectOption("times", "must be a whole number, 1 or more, or Infinity");
  });
}

function checkMatch(match: unknown): void {
  if (typeof match === "function") return;
  if (!isRecord(match) || match instanceof RegExp)
    return rejectOption("match", 'must be an object or a function, such as { operation: "hello" }');
  checkFieldNames(match, "match", ["operation", "method", "path"]);
  for (const [name, value] of Object.entries(match)) {
    const isPattern = name === "path" && (value instanceof RegExp || typeof value === "function");
    // An `undefined` field would match every request, and is most likely a misspelt variable.
    if (typeof value !== "string" && !isPattern)
      rejectOption(
        `match: ${name}`,
        "must be a string; leave the field out to match every request",
      );
  }
  const { operation, method, path } = match;
  if (typeof operation === "string") checkName("operation", operation, operationIds);
  if (typeof method === "string") checkName("method", method.toUpperCase(), methods);
  if (typeof path === "string" && (!path.startsWith("/") || path.includes("?")))
    rejectOption("match: path", "must begin with a slash and have no query");
}

function checkName(kind: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) rejectWith(describeUnknownName(kind, name, names));
}

function checkOutage(fault: Readonly<Record<string, unknown>>): void {
  checkFieldNames(fault, "fault", ["storage", "tookMs"]);
  if (fault["storage"] !== "down") rejectOption("storage", 'must be "down"');
  checkMs("tookMs", fault["tookMs"]);
}

function checkAnswer(fault: Readonly<Record<string, unknown>>): void {
  checkFieldNames(fault, "fault", ["status", "body", "headers", "delayMs", "storage"]);
  const { status, body, headers, delayMs } = fault;
  if (status !== undefined && !isInteger(status, 200, 599))
    rejectOption("status", "must be a status from 200 to 599");
  // Without a status the gateway's own response arrives.
  if (status === undefined && (body !== undefined || headers !== undefined))
    rejectOption("fault", "needs a status if it has a body or headers");
  if (status === undefined && delayMs === undefined)
    rejectOption("fault", "needs status, delayMs or storage: otherwise nothing goes wrong");
  checkMs("delayMs", delayMs);
  const isText = (value: unknown): boolean => typeof value === "string";
  if (headers !== undefined && !(isRecord(headers) && Object.values(headers).every(isText)))
    rejectOption("headers", "must be an object of strings");
}

function checkMs(name: string, value: unknown): void {
  const isMs = typeof value === "number" && Number.isFinite(value) && value >= 0;
  if (value !== undefined && !isMs)
    rejectOption(name, "must be a number of milliseconds, 0 or more");
}
