/** The bound of {@link TykIterator.toArray}. */
export interface ToArrayArgs {
  /** The most items that the array may have: a whole number of 1 or more. */
  readonly limit: number;
}

/**
 * The results of a method, one by one.
 *
 * @example
 * ```ts
 * for await (const { code } of tyk.tokens.iterate({ apiId: "orders", clientId: "shop-web" })) console.log(code);
 * const tokens = await tyk.tokens.iterate({ apiId: "orders", clientId: "shop-web" }).toArray({ limit: 1_000 });
 * ```
 */
export interface TykIterator<T> extends AsyncGenerator<T, void, undefined> {
  /**
   * Reads the remaining results into an array. It never returns a part of them: a short array would look like the whole list. To
   * read only some results, leave a `for await` loop with `break`.
   *
   * @throws {@link TykInputError} if `limit` is not a whole number of 1 or more, or if another field is passed.
   * @throws {@link TykIncompleteError} with a {@link ToArrayReport} if there are more results than `limit`.
   * @throws each error of the iterator's method.
   */
  toArray(args: ToArrayArgs): Promise<T[]>;
}
