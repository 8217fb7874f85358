import { isRecord } from "./json.ts";
import type { UnknownRecord } from "./json.ts";

type MakeObject = () => Record<string, unknown>;

/**
 * Copies plain objects and lists, all the way down and at any depth. Instances of classes stay what they are: a signal, a date,
 * headers. `makeObject` makes the objects of the copy.
 */
export function copyPlain<T>(value: T, makeObject: MakeObject): T;
export function copyPlain(value: unknown, makeObject: MakeObject): unknown {
  // A value may hold itself.
  const copies = new Map<unknown, unknown>();
  // Instead of recursion, which some thousand levels would end.
  const open: (() => void)[] = [];
  const copyOf = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (copies.has(part)) return copies.get(part);
    if (Array.isArray(part)) {
      const list: unknown[] = [];
      copies.set(part, list);
      open.push(() => {
        for (const item of part as readonly unknown[]) list.push(copyOf(item));
      });
      return list;
    }
    if (!isPlain(part)) return part;
    const record = makeObject();
    copies.set(part, record);
    open.push(() => {
      for (const name of Object.keys(part)) setOwn(record, name, copyOf(part[name]));
    });
    return record;
  };
  const whole = copyOf(value);
  for (let next = open.pop(); next !== undefined; next = open.pop()) next();
  return whole;
}

/** Sets a field of this name even if the object inherits a setter for it. */
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

/** Whether an object was written as one; its prototype may be that of another realm. */
function isPlain(value: unknown): value is UnknownRecord {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
