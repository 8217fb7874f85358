import type { MethodContext } from "../method-context.ts";

/** How a client's tokens are ended, and how far that is proved. */
export interface EndTokensArgs {
  /**
   * Reads all keys of the gateway to find tokens of the client that no list names: one request for each key, 8 at once.
   * Without it such tokens stay, and what is known of the API is `"unverified"`.
   * @defaultValue true
   */
  readonly sweep?: boolean | undefined;
  /**
   * Waits out the gateway's session cache, which lets a removed token in for ten seconds, and reads everything again: `false` not
   * to, or a number of milliseconds. Less than 10500 does not cover the cache, so the state is then no more than
   * `"gone-from-storage"`; `cached_session_timeout` has no effect on it.
   * @defaultValue 11000
   */
  readonly wait?: boolean | number | undefined;
}

/** Checks those arguments. */
export function checkEndTokensArgs(context: MethodContext, { sweep, wait }: EndTokensArgs): void {
  context.check.flag(sweep, "sweep");
  const isMs = typeof wait === "number" && wait > 0 && wait <= 600_000;
  if (wait !== undefined && typeof wait !== "boolean" && !isMs)
    context.check.fail("wait", "must be true, false or a number of milliseconds up to 600000");
}
