/** Returns JSON text with a number of nested objects around a value. The value is one level deeper. */
export function deepJson(levels: number, value = "1"): string {
  return `${'{"a":'.repeat(levels)}${value}${"}".repeat(levels)}`;
}
