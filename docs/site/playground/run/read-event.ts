import { printLevels } from "./events.ts";
import type { RunEvent } from "./events.ts";

type Check = (value: unknown) => boolean;

/** Longer texts do not come from the worker, which shortens them. */
const maxText = 20_000;
const maxItems = 1_000;

const text: Check = (value) => typeof value === "string" && value.length <= maxText;
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const flag: Check = (value) => typeof value === "boolean";
const level: Check = (value) => printLevels.some((name) => name === value);

const list =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= maxItems && value.every(item);

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([name, check]) =>
      check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined),
    );

const error = record({ name: text, message: text, code: text, outcome: text, line: number });

const client = record({
  id: text,
  secret: text,
  policy: text,
  redirectUri: text,
  description: text,
});

const token = record({
  clientId: text,
  code: text,
  expires: number,
  isListed: flag,
  isStored: flag,
  isExpired: flag,
  hasRefreshToken: flag,
});

const snapshot = record({
  version: text,
  hashing: text,
  clock: number,
  apis: list(record({ id: text, clients: list(client), tokens: list(token) })),
});

const events: Readonly<Record<RunEvent["type"], Check>> = {
  started: () => true,
  print: record({ level, text }),
  call: record({ call: record({ id: number, name: text, args: text, line: number }) }),
  request: record({
    request: record({
      callId: number,
      method: text,
      target: text,
      operation: text,
      status: number,
      body: text,
      response: text,
    }),
  }),
  "call-end": record({
    end: record({ id: number, steps: list(text), warnings: list(text), error: optional(error) }),
  }),
  gateway: record({ cause: text, snapshot }),
  error: record({ error }),
  done: () => true,
};

/** Returns an event of a program, or `undefined` if the value is none. */
export function readEvent(value: unknown): RunEvent | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "type"))
    return undefined;
  const { type } = value as { type: unknown };
  if (typeof type !== "string" || !Object.hasOwn(events, type)) return undefined;
  // The check of its type has just been made.
  return events[type as RunEvent["type"]](value) ? (value as RunEvent) : undefined;
}
