import { inspect } from "node:util";
import { encodings } from "./encodings.ts";

/**
 * Everything that a log could make of a value: its texts, its JSON, its properties, hidden ones too, its causes, its clone.
 */
export function printedForms(value: unknown): string[] {
  return [
    ...attempt(() => String(value)),
    ...attempt(() => JSON.stringify(value)),
    ...attempt(() => inspect(value, { depth: 9, showHidden: true, getters: true })),
    ...attempt(() => inspect(structuredClone(value), { depth: 9, showHidden: true })),
    ...properties(value, new Set()),
  ];
}

/** The markers that can be seen in any of it, each once. */
export function leaks(markers: Readonly<Record<string, string>>, ...values: unknown[]): string[] {
  const texts = values.flatMap(printedForms);
  return Object.entries(markers)
    .filter(([, marker]) => {
      const forms = Object.values(encodings).map((encode) => encode(marker).replace(/=+$/, ""));
      return forms.some((form) => texts.some((text) => text.includes(form)));
    })
    .map(([name]) => name);
}

function attempt(show: () => string | undefined): string[] {
  try {
    return [show() ?? ""];
  } catch {
    return [];
  }
}

/** Every own property, whatever its kind, down through objects and causes. */
function properties(value: unknown, seen: Set<unknown>): string[] {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return [String(value)];
  if (seen.has(value)) return [];
  seen.add(value);
  return Reflect.ownKeys(value).flatMap((key) => {
    const inner = attempt(() => String(key));
    const [own] = [Reflect.getOwnPropertyDescriptor(value, key)];
    return [...inner, ...(own !== undefined && "value" in own ? properties(own.value, seen) : [])];
  });
}
