/** JSON of any depth. JavaScript reads it at any depth, but what it has to write, copy or check it with recurses. */

/** Goes through a value and all that it holds. `depth` counts the objects and lists around a part. */
export function visitJson(value: unknown, visit: (part: unknown, depth: number) => void): void {
  const open: { readonly part: unknown; readonly depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    visit(part, depth);
    if (typeof part !== "object" || part === null) continue;
    for (const item of Object.values(part)) open.push({ part: item, depth: depth + 1 });
  }
}

/** A copy of a value of JSON: each text and name as `text` gives it, the names of each object in order. */
export function mapJson(value: unknown, text: (text: string) => string): unknown {
  const open: (() => void)[] = [];
  const copyOf = (part: unknown): unknown => {
    if (typeof part === "string") return text(part);
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) {
      const list: unknown[] = [];
      open.push(() => {
        for (const item of part as readonly unknown[]) list.push(copyOf(item));
      });
      return list;
    }
    const record: Record<string, unknown> = {};
    open.push(() => {
      const entries = Object.entries(part).map(([name, item]) => [text(name), item] as const);
      for (const [name, item] of entries.sort(([a], [b]) => (a < b ? -1 : 1)))
        // "__proto__" is a name like any other.
        Object.defineProperty(record, name, {
          value: copyOf(item),
          writable: true,
          enumerable: true,
          configurable: true,
        });
    });
    return record;
  };
  const whole = copyOf(value);
  for (let next = open.pop(); next !== undefined; next = open.pop()) next();
  return whole;
}

/** The text of a value of JSON, as JSON.stringify writes it. */
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
  // What is still to be written, the next at the end: text as it is, or a value.
  const open: ({ readonly text: string } | { readonly value: unknown })[] = [{ value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
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
    open.push({ text: isList ? "]" : "}" });
    const entries = Object.entries(part as Record<string, unknown>).filter(
      ([, item]) => isList || item !== undefined,
    );
    for (const [at, [name, item]] of [...entries.entries()].reverse()) {
      open.push({ value: item });
      const comma = at === 0 ? "" : ",";
      open.push({ text: isList ? comma : `${comma}${JSON.stringify(name)}:` });
    }
  }
  return written;
}
