import type { Bindings } from "./bindings.ts";
import type { RecordedAnswer, RecordedCall } from "./recordings.ts";

/** The headers that the recordings keep. */
const keptHeaders = ["content-type", "location", "cache-control", "pragma"];

/** Returns the difference between a response and the recorded one, or `""`. Binds new placeholders. */
export function differenceOf(
  call: RecordedCall,
  expected: RecordedAnswer,
  actual: RecordedAnswer,
  options: { readonly partial: boolean; readonly bindings: Bindings },
): string {
  const { bindings, partial } = options;
  if (expected.status !== actual.status)
    return `status ${actual.status} instead of ${expected.status}`;
  for (const name of keptHeaders) {
    const wanted = expected.headers[name];
    const found = actual.headers[name];
    if (wanted === undefined && found === undefined) continue;
    if (wanted === undefined || found === undefined || !bindings.matchText(wanted, found)) {
      return `${name}: ${String(found)} instead of ${String(wanted)}`;
    }
  }
  const template = parseTemplate(expected.body);
  if (template === undefined)
    return bindings.matchText(expected.body, actual.body) ? "" : "another text";
  let value: unknown;
  try {
    value = JSON.parse(actual.body);
  } catch {
    return "no JSON";
  }
  const isTokenList = /\/tokens(?:\?|$)/.test(call.path);
  if (isTokenList && !isInTokenOrder(call, value)) return "tokens out of order";
  return new Comparison(bindings, partial).matches(template, value, "") ? "" : "another body";
}

/** A placeholder outside quotes, for any number. */
class BareNumber {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Returns a recorded body as JSON, or `undefined` if it is not JSON. */
function parseTemplate(body: string): unknown {
  const quoted = body.replaceAll(
    /"(?:[^"\\]|\\.)*"|\$\{(\w+)\}/g,
    (text, name: string | undefined) =>
      name === undefined ? text : JSON.stringify(`\u0001${name}`),
  );
  try {
    return JSON.parse(quoted, (_, value: unknown) =>
      typeof value === "string" && value.startsWith("\u0001")
        ? new BareNumber(value.slice(1))
        : value,
    ) as unknown;
  } catch {
    return undefined;
  }
}

class Comparison {
  readonly #bindings: Bindings;
  readonly #partial: boolean;

  constructor(bindings: Bindings, partial: boolean) {
    this.#bindings = bindings;
    this.#partial = partial;
  }

  matches(expected: unknown, actual: unknown, key: string): boolean {
    if (expected instanceof BareNumber)
      return typeof actual === "number" && this.#bindings.matchText("${epoch}", String(actual));
    if (typeof expected === "string")
      return typeof actual === "string" && this.#bindings.matchText(expected, actual);
    if (Array.isArray(expected))
      return Array.isArray(actual) && this.#matchesList(expected, actual, key);
    if (typeof expected !== "object" || expected === null) return expected === actual;
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
    const found = actual as Record<string, unknown>;
    const names = Object.keys(expected);
    if (!this.#partial && names.length !== Object.keys(found).length) return false;
    return names.every(
      (name) =>
        name in found &&
        this.matches((expected as Record<string, unknown>)[name], found[name], name),
    );
  }

  /** Lists of documents, APIs and keys have no order. Tokens have one, but by values that differ each time. */
  #matchesList(expected: readonly unknown[], actual: readonly unknown[], key: string): boolean {
    if (expected.length !== actual.length) return false;
    if (!["", "keys", "Tokens"].includes(key))
      return expected.every((wanted, i) => this.matches(wanted, actual[i], ""));
    const left = [...actual];
    // Items with bound placeholders are matched first. The others bind in the order of the response.
    const unbound = expected.filter((wanted) => !this.#takeBound(wanted, left));
    return unbound.every((wanted, i) => this.matches(wanted, left[i], ""));
  }

  #takeBound(wanted: unknown, left: unknown[]): boolean {
    const index = left.findIndex((found) => {
      const trial = this.#bindings.fork();
      return (
        new Comparison(trial, this.#partial).matches(wanted, found, "") &&
        isUnchanged(trial, this.#bindings, wanted)
      );
    });
    if (index < 0) return false;
    left.splice(index, 1);
    return true;
  }
}

/** Whether a match bound nothing new. */
function isUnchanged(after: Bindings, before: Bindings, wanted: unknown): boolean {
  const names = JSON.stringify(wanted).matchAll(/\$\{(\w+)\}/g);
  return [...names].every(([, name = ""]) => after.get(name) === before.get(name));
}

/** Sorts by expiry, then by code. After the first page the gateway's own expiry times are wrong. */
function isInTokenOrder(call: RecordedCall, value: unknown): boolean {
  const page = Number(/[?&]page=(-?\d+)/.exec(call.path)?.[1] ?? 1);
  const list = Array.isArray(value)
    ? (value as unknown)
    : (value as { Tokens?: unknown } | null)?.Tokens;
  if (page > 1 || !Array.isArray(list)) return true;
  const tokens = list as { code: string; expires: number }[];
  return tokens.every(({ code, expires }, i) => {
    const before = tokens[i - 1];
    return (
      before === undefined ||
      before.expires < expires ||
      (before.expires === expires && before.code < code)
    );
  });
}
