/** Text of a JSON object with as many levels of objects around a value; the value itself is one level further down. */
export function deepJson(levels: number, value = "1"): string {
  return `${'{"a":'.repeat(levels)}${value}${"}".repeat(levels)}`;
}
