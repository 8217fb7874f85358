/** Returns an array that holds one value several times. */
export function arrayOf<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
