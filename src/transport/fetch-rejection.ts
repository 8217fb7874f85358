/**
 * Why `fetch` gave no response, or its response no body. Only what `fetch` itself threw is a failure of the network. Any other error
 * of an attempt is a bug.
 */
export class FetchRejection extends Error {
  /** What `fetch` or the reader of the body threw. It may hold a secret. */
  readonly reason: unknown;
  /** Whether `fetch` threw before it returned a promise. */
  readonly isThrown: boolean;
  /** Whether the runtime refuses such a request, and so sent nothing. */
  readonly isRefused: boolean;

  constructor(
    reason: unknown,
    { isThrown = false, isRefused = false }: { isThrown?: boolean; isRefused?: boolean } = {},
  ) {
    super("fetch failed");
    this.reason = reason;
    this.isThrown = isThrown;
    this.isRefused = isRefused;
  }
}
