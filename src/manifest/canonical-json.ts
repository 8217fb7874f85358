import { isRecord } from "../util/json.ts";

/** Writes a JSON value in one form, whatever the order of its fields. It is not recursive, so it stands any depth. */
export function toCanonicalJson(value: unknown): string {
  const parts: string[] = [];
  const pending: (string | { readonly value: unknown })[] = [{ value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") parts.push(next);
    else if (Array.isArray(next.value)) {
      const items = (next.value as readonly unknown[]).flatMap((item) => [",", { value: item }]);
      pending.push("]", ...items.slice(1).reverse(), "[");
    } else if (isRecord(next.value)) {
      const record = next.value;
      const fields = Object.keys(record)
        .filter((name) => record[name] !== undefined)
        .sort()
        .flatMap((name) => [",", `${JSON.stringify(name)}:`, { value: record[name] }]);
      pending.push("}", ...fields.slice(1).reverse(), "{");
    } else parts.push(JSON.stringify(next.value ?? null));
  }
  return parts.join("");
}
