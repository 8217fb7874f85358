/** How many requests one verb makes at once, at most: more would crowd out other calls of the same client. */
const maxConcurrent = 8;

/**
 * Runs something for each item, a few at a time. After a failure no further item is begun; it is thrown once those under way
 * have ended, so that nothing goes on behind the caller's back.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      if (failure !== undefined) return;
      try {
        await run(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: maxConcurrent }, work));
  if (failure !== undefined) throw failure.error;
}
