/**
 * JSON of any depth. JavaScript parses any depth, but its functions that write, copy or compare values
 * recurse.
 */

/** Visits a value and everything in it. `depth` counts the objects and lists around a part. */
export function visitJson(value: unknown, visit: (part: unknown, depth: number) => void): void {
  const pending: { readonly part: unknown; readonly depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, depth } = next;
    visit(part, depth);
    if (typeof part !== "object" || part === null) continue;
    for (const item of Object.values(part)) pending.push({ part: item, depth: depth + 1 });
  }
}

/** Copies a JSON value. Maps each string and name with `mapString`, and sorts the names of each object. */
export function mapJson(value: unknown, mapString: (mapString: string) => string): unknown {
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
    const isReadonlyArray = Array.isArray(part);
    written += isReadonlyArray ? "[" : "{";
    pending.push({ text: isReadonlyArray ? "]" : "}" });
    const entries = Object.entries(part as Record<string, unknown>).filter(
      ([, item]) => isReadonlyArray || item !== undefined,
    );
    for (const [at, [name, item]] of [...entries.entries()].reverse()) {
      pending.push({ value: item });
      const comma = at === 0 ? "" : ",";
      pending.push({ text: isReadonlyArray ? comma : `${comma}${JSON.stringify(name)}:` });
    }
  }
  return written;
}
