import type { TykStep } from "../errors/base.ts";

/** What came with an answer besides its data. */
export interface TykResponseInfo {
  /** The HTTP status. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** How many attempts it took. */
  readonly attempts: number;
  /**
   * How long the last attempt took, in milliseconds: from sending the request to the end of the response's body. A gateway
   * whose storage does not respond takes 5 to 10 s.
   */
  readonly durationMs: number;
}

/** A call's data with what came with it. */
export interface TykResult<T> {
  /** What the call itself gives. */
  readonly data: T;
  /** The last answer's status and headers. */
  readonly response: TykResponseInfo;
  /** Each request that was made, in order; in a dry run also those that would be, as `"not-sent"`. */
  readonly steps: readonly TykStep[];
  /** What a verb let through because it was told to, such as `lint: "warn"`. */
  readonly warnings: readonly string[];
}

/**
 * A promise of a call's data, which can also give what came with it.
 *
 * @example
 * ```ts
 * const client = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
 * const { data, response } = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" }).withResponse();
 * ```
 */
export interface TykPromise<T> extends Promise<T> {
  /** The data with the status, the headers and the number of attempts; rejects as the promise itself does. */
  withResponse(): Promise<TykResult<T>>;
}

/** Makes a promise of a result one of its data. */
export function tykPromise<T>(result: Promise<TykResult<T>>): TykPromise<T> {
  const data = result.then((settled) => settled.data);
  return Object.assign(data, {
    withResponse: () => {
      // Whoever takes the result need not take the data too: its rejection is the same one.
      data.catch(() => undefined);
      return result;
    },
  });
}
