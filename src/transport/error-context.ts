import { withMessage } from "../errors/change-error.ts";
import type { TykError } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { idProblem } from "./request/ids.ts";

/** What an error is about, with the names that arguments and bodies have for its id. Every other value could be a secret. */
const subjects: readonly (readonly [what: string, ...names: string[]])[] = [
  ["client", "clientId", "client_id"],
  ["API", "apiId", "api_id", "apis"],
  ["policy", "policyId", "policy_id"],
];

/** A longer id is cut, so that it does not hide the rest of the message. */
const maxIdLength = 200;

/**
 * Lets the message of an error begin with what the caller called, and names the failed request and the ids: the caller may have
 * many calls in flight. Only known ids are shown, because other arguments can hold secrets.
 */
export function addContext<E extends TykError>(
  error: E,
  called: string,
  args: readonly unknown[],
): E {
  const { operation, message, steps } = error;
  const prefix = operation === undefined ? "" : `${operation}: `;
  const problem = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  const failedStep = steps.findLast((step) => step.operation === operation);
  const records = [...args, failedStep, error].filter(isRecord);
  const context = subjects.flatMap(([what, ...names]) => {
    const ids = new Set(records.flatMap((record) => names.flatMap((name) => idsOf(record, name))));
    const unnamed = [...ids].filter((id) => !isNamed(problem, `${what} ${id}`));
    return unnamed.length === 0 ? [] : [`${what} ${unnamed.join(", ")}`];
  });
  if (operation !== undefined && operation !== called) context.unshift(operation);
  const end = context.length === 0 ? "" : ` [${context.join("; ")}]`;
  return withMessage(error, `${called}: ${problem}${end}`);
}

/** Whether a message names something as a whole, and not only something that begins with the same letters. */
function isNamed(message: string, subject: string): boolean {
  return message
    .split(subject)
    .slice(1)
    .some((rest) => !/^[\w-]/.test(rest));
}

function idsOf(record: UnknownRecord, name: string): string[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  // `apis` is a list of ids, or `"all"`.
  const ids: readonly unknown[] = name === "apis" ? (Array.isArray(value) ? value : []) : [value];
  return ids
    .filter(isId)
    .map((id) => (id.length > maxIdLength ? `${id.slice(0, maxIdLength)}…` : id));
}

function isId(value: unknown): value is string {
  return idProblem(value) === undefined;
}
