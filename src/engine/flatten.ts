/**
 * Yields the items of batches one by one. The returned object is the generator of the batches, with methods of its own: another async
 * generator around it would cost several promises for each item, and this costs one.
 */
export function flatten<T>(
  batches: AsyncGenerator<readonly T[], void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const next = batches.next.bind(batches);
  const end = batches.return.bind(batches);
  const fail = batches.throw.bind(batches);
  let batch: readonly T[] = [];
  let index = 0;
  /** The calls that run or wait run one after the other, as those of a generator do. */
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <R>(work: () => Promise<R>): Promise<R> => {
    const isFirst = waiting === 0;
    waiting += 1;
    // The first call's promise gets no further reaction: the stack of its error would no longer lead to the caller.
    const result = isFirst ? work() : last.then(work, work);
    last = result;
    return result;
  };
  const advance = async (): Promise<IteratorResult<T, void>> => {
    try {
      while (index >= batch.length) {
        const result = await next();
        if (result.done === true) return result;
        batch = result.value;
        index = 0;
      }
      return { done: false, value: batch[index++] as T };
    } finally {
      waiting -= 1;
    }
  };
  /** Drops the items that are left, and passes the end on. */
  const finish = (work: () => Promise<unknown>) =>
    enqueue(async (): Promise<IteratorResult<T, void>> => {
      try {
        batch = [];
        await work();
        return { done: true, value: undefined };
      } finally {
        waiting -= 1;
      }
    });
  return Object.assign(batches as AsyncGenerator<unknown, void, undefined>, {
    next: () =>
      waiting === 0 && index < batch.length
        ? Promise.resolve({ done: false, value: batch[index++] as T } as const)
        : enqueue(advance),
    return: () => finish(() => end()),
    throw: (error: unknown) => finish(() => fail(error)),
  }) as AsyncGenerator<T, void, undefined>;
}
