/** JSON of any depth. JavaScript parses any depth, but its functions that write, copy or compare values recurse. */

/** Copies a JSON value. Maps each string and name with `mapString`, and sorts the names of each object. */
export function mapJson(value: unknown, mapString: (text: string) => string): unknown {
  const pending: (() => void)[] = [];
  const copyPart = (part: unknown): unknown => {
    if (typeof part === "string") return mapString(part);
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) {
      const list: unknown[] = [];
      pending.push(() => {
        for (const item of part as readonly unknown[]) list.push(copyPart(item));
      });
      return list;
    }
    const record: Record<string, unknown> = {};
    pending.push(() => {
      const entries = Object.entries(part).map(([name, item]) => [mapString(name), item] as const);
      for (const [name, item] of entries.sort(([a], [b]) => (a < b ? -1 : 1)))
        // A plain assignment would set the prototype for "__proto__".
        Object.defineProperty(record, name, {
          value: copyPart(item),
          writable: true,
          enumerable: true,
          configurable: true,
        });
    });
    return record;
  };
  const copy = copyPart(value);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) next();
  return copy;
}

/** Writes a JSON value as `JSON.stringify` does. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return stringifyDeep(value);
  }
}

function stringifyDeep(value: unknown): string {
  let written = "";
  // What is still to be written, the next part last: text, or a value.
  const pending: ({ readonly text: string } | { readonly value: unknown })[] = [{ value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) {
      written += next.text;
      continue;
    }
    const part = next.value;
    if (typeof part !== "object" || part === null) {
      written += JSON.stringify(part);
      continue;
    }
    const isList = Array.isArray(part);
    written += isList ? "[" : "{";
    pending.push({ text: isList ? "]" : "}" });
    const entries = Object.entries(part as Record<string, unknown>).filter(
      ([, item]) => isList || item !== undefined,
    );
    for (const [at, [name, item]] of [...entries.entries()].reverse()) {
      pending.push({ value: item });
      const comma = at === 0 ? "" : ",";
      pending.push({ text: isList ? comma : `${comma}${JSON.stringify(name)}:` });
    }
  }
  return written;
}
