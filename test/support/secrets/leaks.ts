import { inspect } from "node:util";
import { encodings } from "./encodings.ts";

/**
 * Returns everything that a log could print of a value: its string, its JSON, its properties (also hidden ones), its causes and
 * its clone.
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

/** Returns the names of the markers that any of the values shows, each once. */
export function leaks(markers: Readonly<Record<string, string>>, ...values: unknown[]): string[] {
  // No form of a marker has the separator, so none is found across two texts.
  const text = [...new Set(values.flatMap(printedForms))].join("\0");
  return Object.entries(markers)
    .filter(([, marker]) => formsOf(marker).some((form) => text.includes(form)))
    .map(([name]) => name);
}

const knownForms = new Map<string, readonly string[]>();

/** Returns a marker in each encoding. */
function formsOf(marker: string): readonly string[] {
  const known = knownForms.get(marker);
  if (known !== undefined) return known;
  const forms = Object.values(encodings).map((encode) => encode(marker).replace(/=+$/, ""));
  knownForms.set(marker, forms);
  return forms;
}

function attempt(show: () => string | undefined): string[] {
  try {
    return [show() ?? ""];
  } catch {
    return [];
  }
}

/** Returns every own property of any kind, recursively. */
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
