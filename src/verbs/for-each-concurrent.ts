/** The most requests that one method makes at once. More would leave no slots to other calls of the same client. */
const maxConcurrent = 8;
/** After this many failures in a row the gateway is probably down, and more requests would only take time. */
export const maxFailuresInRow = 20;

/**
 * Runs a function for each item, several at once. After a failure it starts no further item. It throws the first failure once all
 * started items have ended, so nothing is still running when the caller gets the error.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  run: (item: T) => Promise<void>,
  concurrency: number = maxConcurrent,
): Promise<void> {
  const remaining = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const runRemaining = async (): Promise<void> => {
    for (let next = remaining.next(); next.done !== true; next = remaining.next()) {
      if (failure !== undefined) return;
      try {
        await run(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runRemaining));
  if (failure !== undefined) throw failure.error;
}
