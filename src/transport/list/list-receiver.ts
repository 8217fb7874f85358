/** Gets the elements of a list as they arrive. */
export interface ListReceiver {
  /**
   * Called with the next elements, and with the number of bytes that they came in. No more are read until the promise is fulfilled.
   * No timeout runs meanwhile, and the request holds no slot from then on.
   */
  add(elements: readonly unknown[], bytes: number): Promise<void> | undefined;
  /**
   * Called before a retry, which begins the list again. Drops the elements so far.
   *
   * @returns `false` if elements have been used, so there must be no retry.
   */
  restart(): boolean;
}

/** Collects all elements of one response. */
export class ListCollector {
  readonly elements: unknown[] = [];

  add(elements: readonly unknown[]): undefined {
    for (const element of elements) this.elements.push(element);
  }
}
