import { TykInputError } from "../errors/before-request.ts";
import { TykIncompleteError } from "../errors/method.ts";
import type { ToArrayReport } from "../errors/reports.ts";

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
   * @throws {@link TykInputError} if `limit` is not a whole number of 1 or more.
   * @throws {@link TykIncompleteError} with a {@link ToArrayReport} if there are more results than `limit`.
   */
  toArray(args: ToArrayArgs): Promise<T[]>;
}

/** Adds `toArray` to a generator. */
export function tykIterator<T>(
  operation: string,
  generator: AsyncGenerator<T, void, undefined>,
): TykIterator<T> {
  const toArray = async (args: ToArrayArgs): Promise<T[]> => {
    const limit: unknown = (args as ToArrayArgs | undefined)?.limit;
    if (typeof limit !== "number" || !Number.isSafeInteger(limit) || limit < 1)
      throw new TykInputError("limit must be a whole number of 1 or more", {
        operation,
        field: "limit",
      });
    const items: T[] = [];
    for await (const item of generator) {
      if (items.length === limit) {
        const report: ToArrayReport = { kind: "to-array", limit, state: "more-than-limit" };
        throw new TykIncompleteError(
          `there are more than ${limit} results: raise limit, or use for await`,
          { operation, report },
        );
      }
      items.push(item);
    }
    return items;
  };
  return Object.assign(generator, { toArray });
}
