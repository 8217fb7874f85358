import type { TykStep } from "../errors/base.ts";

/** The last HTTP response of a call, without its body. */
export interface TykResponseInfo {
  /** The HTTP status. */
  readonly status: number;
  /** The response's headers. */
  readonly headers: Headers;
  /** How many attempts the request took. */
  readonly attempts: number;
  /**
   * How long the last attempt took, in milliseconds: from the start of the request to the end of the response's body. It
   * takes 5 to 10 s if the gateway's storage is down (trap 28).
   */
  readonly durationMs: number;
}

/** The result of a call with its response, its steps and its warnings. */
export interface TykResult<T> {
  /** The value that the promise itself resolves to. */
  readonly data: T;
  /** The last response. If the method sent no request, `status` and `attempts` are 0. */
  readonly response: TykResponseInfo;
  /** Each request of the call, in order. In a dry run also the requests that would be sent, with the outcome `"not-sent"`. */
  readonly steps: readonly TykStep[];
  /** What the method let through because an argument allowed it, such as `lint: "warn"`, and what else you should know. */
  readonly warnings: readonly string[];
}

/**
 * A promise of a call's result. {@link TykPromise.withResponse} adds the response.
 *
 * @example
 * ```ts
 * const client = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
 * const { data, response } = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" }).withResponse();
 * ```
 */
export interface TykPromise<T> extends Promise<T> {
  /** Resolves to the result with its response, steps and warnings. It rejects with the same error as the promise itself. */
  withResponse(): Promise<TykResult<T>>;
}

/** Turns the promise of a whole result into a promise of its data. */
export function tykPromise<T>(result: Promise<TykResult<T>>): TykPromise<T> {
  const data = result.then((settled) => settled.data);
  // Built on `data`, because the stack of an error leads to the caller only through promises with one reaction each.
  return Object.assign(data, { withResponse: () => data.then(() => result) });
}
