import { isRecord } from "./json.ts";
import type { UnknownRecord } from "./json.ts";

type MakeObject = () => Record<string, unknown>;

/**
 * Copies plain objects and arrays at any depth. Instances of classes, such as signals, dates and headers, are not copied.
 *
 * @param makeObject - Creates the empty objects of the copy.
 */
export function copyPlain<T>(value: T, makeObject: MakeObject): T;
export function copyPlain(value: unknown, makeObject: MakeObject): unknown {
  // Remembers what was copied, because a value may contain itself.
  const copies = new Map<unknown, unknown>();
  // A list instead of recursion, which fails at some thousand levels.
  const pending: (() => void)[] = [];
  const copyOf = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (copies.has(part)) return copies.get(part);
    if (Array.isArray(part)) {
      const list: unknown[] = [];
      copies.set(part, list);
      pending.push(() => {
        for (const item of part as readonly unknown[]) list.push(copyOf(item));
      });
      return list;
    }
    if (!isPlain(part)) return part;
    const record = makeObject();
    copies.set(part, record);
    pending.push(() => {
      for (const name of Object.keys(part)) setOwn(record, name, copyOf(part[name]));
    });
    return record;
  };
  const copy = copyOf(value);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) next();
  return copy;
}

/** Sets an own field, also one called `__proto__`, for which the object may inherit a setter. */
function setOwn(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") record[name] = value;
  else
    Object.defineProperty(record, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

/** Whether a value is a plain object, also one of another realm. */
function isPlain(value: unknown): value is UnknownRecord {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
