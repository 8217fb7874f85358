/** A JSON object or any other record, whose values are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is no array. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The parsed text, or `undefined` where it is no JSON. The parser's error is dropped, since it quotes the text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

// JSON.parse takes any depth, while JSON.stringify, structuredClone and every recursive function fail at some thousand levels. So
// what reads a parsed value does not recurse.

/**
 * Whether a value of JSON, or any value or name in it, matches. `depth` is 0 for the value itself, and 1 for what it holds. Matches
 * are looked for from the deepest end, so that a value that holds itself soon exceeds every depth.
 */
export function hasJsonValue(
  value: unknown,
  matches: (part: unknown, depth: number) => boolean,
): boolean {
  const open: { readonly part: unknown; readonly depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    if (matches(part, depth)) return true;
    if (typeof part !== "object" || part === null) continue;
    if (!Array.isArray(part) && Object.keys(part).some((name) => matches(name, depth + 1)))
      return true;
    for (const item of Object.values(part)) open.push({ part: item, depth: depth + 1 });
  }
  return false;
}

/** Whether two values of JSON are the same, in whatever order the fields of an object come. */
export function isSameJson(one: unknown, other: unknown): boolean {
  const open: (readonly [unknown, unknown])[] = [[one, other]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const pairs = partsToCompare(...next);
    if (pairs === undefined) return false;
    for (const pair of pairs) open.push(pair);
  }
  return true;
}

/** What two values hold, side by side; `undefined` if they differ in themselves. */
function partsToCompare(
  one: unknown,
  other: unknown,
): readonly (readonly [unknown, unknown])[] | undefined {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length ? one.map((item, i) => [item, other[i]]) : undefined;
  if (!isRecord(one) || !isRecord(other)) return one === other ? [] : undefined;
  const names = Object.keys(one);
  const isSameNames =
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name));
  return isSameNames ? names.map((name) => [one[name], other[name]]) : undefined;
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
