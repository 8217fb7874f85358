import { TykInputError } from "../errors/before-request.ts";
import { isRecord } from "./json.ts";
import type { UnknownRecord } from "./json.ts";
import { bareObject } from "./without-prototype.ts";

/**
 * What a call is given, as it is now: what the caller makes of the objects later is not the call's, which may wait for the engine
 * and sends several requests; nor is what another module has put on `Object.prototype`. Where it cannot be read, by a getter that
 * throws say, whoever asks for it is told so.
 */
export function taken<T>(operation: string, value: T): () => T {
  try {
    const copy = copyOf(value, new Map());
    return () => copy;
  } catch {
    return () => {
      throw new TykInputError("an argument cannot be read", { operation, field: "arguments" });
    };
  }
}

/** Copies plain objects and lists, all the way down. Instances of classes stay what they are: a signal, a date, headers. */
function copyOf<T>(value: T, copies: Map<unknown, unknown>): T;
function copyOf(value: unknown, copies: Map<unknown, unknown>): unknown {
  const isList = Array.isArray(value);
  if (!isList && !isPlain(value)) return value;
  // It may hold itself.
  if (copies.has(value)) return copies.get(value);
  if (isList) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value as readonly unknown[]) list.push(copyOf(item, copies));
    return list;
  }
  const record = bareObject();
  copies.set(value, record);
  for (const name of Object.keys(value)) record[name] = copyOf(value[name], copies);
  return record;
}

/** Whether an object was written as one; its prototype may be that of another realm. */
function isPlain(value: unknown): value is UnknownRecord {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
