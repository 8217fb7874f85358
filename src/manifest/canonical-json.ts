import { isRecord } from "../util/json.ts";

/** Writes a JSON value in one form, whatever the order of its fields. It is not recursive, so it stands any depth. */
export function toCanonicalJson(value: unknown): string {
  let text = "";
  // Holds text to append, and lists and objects to write. The last one comes next.
  const pending: (string | object)[] = [toPart(value)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") {
      text += next;
      continue;
    }
    const isList = Array.isArray(next);
    const fields = isRecord(next) ? next : {};
    const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
    const prefixes = isList ? undefined : names.sort().map((name) => `${JSON.stringify(name)}:`);
    const values = isList ? (next as readonly unknown[]) : names.map((name) => fields[name]);
    text += isList ? "[" : "{";
    pending.push(isList ? "]" : "}");
    for (let at = values.length - 1; at >= 0; at -= 1) {
      const prefix = `${at === 0 ? "" : ","}${prefixes?.[at] ?? ""}`;
      const part = toPart(values[at]);
      if (typeof part === "string") pending.push(prefix + part);
      else pending.push(part, prefix);
    }
  }
  return text;
}

/** Returns the text of a value, or the value itself if it is a list or an object. */
function toPart(value: unknown): string | object {
  return typeof value === "object" && value !== null ? value : JSON.stringify(value ?? null);
}
