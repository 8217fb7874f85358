/** A JSON object or another record whose values are not checked yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object but not an array. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a text, or returns `undefined` if it is not JSON. The parser's error is dropped, because it quotes the text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

// `JSON.parse` accepts any depth, but recursive functions (also `JSON.stringify` and `structuredClone`) fail at some thousand
// levels. So the functions that read a parsed value are not recursive.

/**
 * Whether a JSON value, or any value or field name inside it, matches. `depth` is 0 for the value itself and 1 for its fields. The
 * search goes deep first, so a value that contains itself soon exceeds any limit of depth that `matches` has.
 */
export function hasJsonValue(
  value: unknown,
  matches: (part: unknown, depth: number) => boolean,
): boolean {
  const pending: { readonly part: unknown; readonly depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, depth } = next;
    if (matches(part, depth)) return true;
    if (typeof part !== "object" || part === null) continue;
    if (!Array.isArray(part) && Object.keys(part).some((name) => matches(name, depth + 1)))
      return true;
    for (const item of Object.values(part)) pending.push({ part: item, depth: depth + 1 });
  }
  return false;
}

/** Whether two JSON values are equal. The order of an object's fields does not matter. */
export function isSameJson(one: unknown, other: unknown): boolean {
  const pending: (readonly [unknown, unknown])[] = [[one, other]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const pairs = partsToCompare(...next);
    if (pairs === undefined) return false;
    for (const pair of pairs) pending.push(pair);
  }
  return true;
}

/** Returns the pairs of parts that must be equal too, or `undefined` if the two values already differ. */
function partsToCompare(
  one: unknown,
  other: unknown,
): readonly (readonly [unknown, unknown])[] | undefined {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length ? one.map((item, i) => [item, other[i]]) : undefined;
  if (!isRecord(one) || !isRecord(other)) return one === other ? [] : undefined;
  const names = Object.keys(one);
  const haveSameNames =
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name));
  return haveSameNames ? names.map((name) => [one[name], other[name]]) : undefined;
}

/** Converts a value as JSON would, such as without `undefined` fields. Returns `undefined` if JSON cannot write the value. */
export function asJson(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
