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
  const small = copySmall(value, makeObject, 0);
  if (small !== tooLarge) return small;
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

/** Returned for a value that only the general way copies. */
const tooLarge = Symbol("too large");
const maxSmallDepth = 4;
const maxSmallFields = 12;

/** Copies the arguments of a usual call, which is several times faster than the general way. */
function copySmall(part: unknown, makeObject: MakeObject, depth: number): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return copySmallList(part, makeObject, depth);
  if (!isPlain(part)) return part;
  const names = Object.keys(part);
  if (depth > maxSmallDepth || names.length > maxSmallFields) return tooLarge;
  const copy = makeObject();
  for (const name of names) {
    const field = copySmall(part[name], makeObject, depth + 1);
    if (field === tooLarge || name === "__proto__") return tooLarge;
    copy[name] = field;
  }
  return copy;
}

function copySmallList(list: readonly unknown[], makeObject: MakeObject, depth: number): unknown {
  if (depth > maxSmallDepth || list.length > maxSmallFields) return tooLarge;
  const copy: unknown[] = [];
  for (const item of list) {
    const copied = copySmall(item, makeObject, depth + 1);
    if (copied === tooLarge) return tooLarge;
    copy.push(copied);
  }
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
