import type { MethodContext } from "../method-context.ts";

/** Arguments of each method that ends all tokens of a client. */
export interface EndTokensArgs {
  /**
   * Reads all keys of the gateway to find unlisted tokens of the client: one request per key, 8 at once. With `false` such tokens
   * stay, and the state of each API is at best `"unverified"`.
   * @defaultValue true
   */
  readonly sweep?: boolean | undefined;
  /**
   * Waits until the gateway's session cache has expired, and then reads everything again. The cache accepts a removed token for
   * ten seconds, whatever `cached_session_timeout` says (trap 35). A number is the wait in milliseconds; `false` does not wait.
   * With less than 10500 the state is at best `"gone-from-storage"`.
   * @defaultValue 11000
   */
  readonly wait?: boolean | number | undefined;
}

/** Checks `sweep` and `wait`. */
export function checkEndTokensArgs(context: MethodContext, { sweep, wait }: EndTokensArgs): void {
  context.check.flag(sweep, "sweep");
  const isMs = typeof wait === "number" && wait > 0 && wait <= 600_000;
  if (wait !== undefined && typeof wait !== "boolean" && !isMs)
    context.check.fail("wait", "must be true, false or a number of milliseconds up to 600000");
}
