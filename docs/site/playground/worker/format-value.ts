import { shorten } from "./shorten.ts";

const maxDepth = 4;
const maxEntries = 50;

/** Formats what a program prints: a string as it is, anything else much like its source. */
export function formatPrinted(values: readonly unknown[]): string {
  return shorten(
    values.map((value) => (typeof value === "string" ? value : formatValue(value))).join(" "),
  );
}

/** Formats a value much like its source. It never throws, whatever the value does. */
export function formatValue(value: unknown): string {
  try {
    return format(value, 0, []);
  } catch {
    return "[a value that cannot be shown]";
  }
}

function format(value: unknown, depth: number, parents: readonly object[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `[function ${value.name || "without a name"}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (parents.includes(value)) return "[circular]";
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return value.toISOString();
  if (depth === maxDepth) return Array.isArray(value) ? "[…]" : "{…}";
  const inner = (item: unknown): string => format(item, depth + 1, [...parents, value]);
  if (Array.isArray(value)) return wrap("[", value.map(inner), "]");
  if (value instanceof Map)
    return wrap(
      "Map {",
      [...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`),
      "}",
    );
  if (value instanceof Set) return wrap("Set {", [...value].map(inner), "}");
  return wrap(
    `${classOf(value)}{`,
    Object.entries(value).map(([name, item]) => `${formatName(name)}: ${inner(item)}`),
    "}",
  );
}

function wrap(start: string, items: readonly string[], end: string): string {
  if (items.length === 0) return `${start}${end}`;
  const shown = items.slice(0, maxEntries);
  if (items.length > maxEntries) shown.push(`… ${items.length - maxEntries} more`);
  const space = start === "[" ? "" : " ";
  return `${start}${space}${shown.join(", ")}${space}${end}`;
}

function classOf(value: object): string {
  const { constructor } = value as { constructor?: { readonly name: string } };
  return constructor === undefined || constructor === Object ? "" : `${constructor.name} `;
}

function formatName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}
