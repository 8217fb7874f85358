/**
 * Yields the items of batches one by one. The returned object is the generator of the batches, with methods of its own: another async
 * generator around it would cost several promises for each item, and this costs one.
 */
export function flatten<T>(
  batches: AsyncGenerator<readonly T[], void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const { next, return: end, throw: fail } = batches;
  let batch: readonly T[] = [];
  let index = 0;
  /** The calls that wait run one after the other, as those of a generator do. */
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <R>(work: () => Promise<R>): Promise<R> => {
    waiting += 1;
    const result = last.then(work);
    const settle = (): void => {
      waiting -= 1;
    };
    last = result.then(settle, settle);
    return result;
  };
  const advance = async (): Promise<IteratorResult<T, void>> => {
    while (index >= batch.length) {
      const result = await next.call(batches);
      if (result.done === true) return result;
      batch = result.value;
      index = 0;
    }
    return { done: false, value: batch[index++] as T };
  };
  /** Drops the items that are left, and passes the end on. */
  const finish = (work: () => Promise<IteratorResult<readonly T[], void>>) =>
    enqueue(async (): Promise<IteratorResult<T, void>> => {
      batch = [];
      const { value } = await work();
      return { done: true, value: value as void };
    });
  return Object.assign(batches as AsyncGenerator<unknown, void, undefined>, {
    next: () =>
      waiting === 0 && index < batch.length
        ? Promise.resolve({ done: false, value: batch[index++] as T } as const)
        : enqueue(advance),
    return: (value: void | PromiseLike<void>) => finish(() => end.call(batches, value)),
    throw: (error: unknown) => finish(() => fail.call(batches, error)),
  }) as AsyncGenerator<T, void, undefined>;
}
