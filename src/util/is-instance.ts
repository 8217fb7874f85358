/**
 * Whether a value that foreign code threw is an instance of a class. Never throws itself: a revoked proxy, for example, throws
 * if it is examined.
 */
export function isInstance<T>(
  value: unknown,
  type: abstract new (...args: never[]) => T,
): value is T {
  try {
    return value instanceof type;
  } catch {
    // The value cannot be examined, so it is no instance.
    return false;
  }
}
