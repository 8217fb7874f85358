/** A JSON object or any other record, whose values are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is no array. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Makes an object that inherits nothing. What `Object.create(null)` makes is a hash table to the engine, and three times slower. */
const Bare = /* @__PURE__ */ (() => {
  function Bare(): void {
    // It has no fields yet.
  }
  Bare.prototype = Object.create(null) as object;
  return Bare as unknown as new () => Record<string, unknown>;
})();

/** An object without fields, which has nothing of what another module may have put on `Object.prototype`. */
export function bareObject(): Record<string, unknown> {
  return new Bare();
}

/** What an object itself holds, without what another module may have put on `Object.prototype`. */
export function given<T extends object>(object: T): T {
  return Object.assign(bareObject() as T, object);
}

/** The parsed text, or `undefined` where it is no JSON. The parser's error is dropped, since it quotes the text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether two values of JSON are the same, in whatever order the fields of an object come. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, i) => isSameJson(item, other[i]));
  if (!isRecord(one) || !isRecord(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name], other[name]))
  );
}

/** A value as JSON carries it: without what is `undefined`, say. `undefined` where it cannot be written. */
export function asJson(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
