import type { MethodContext } from "../method-context.ts";

/** What a purge says of itself. */
export interface PurgeResult {
  /** The gateway says yes also where it removes nothing, so that no more is known. */
  readonly state: "unverified";
  /** Why no more is known. */
  readonly reason: string;
  /** The gateway's own words. */
  readonly message: string;
}

/** Has lapsed tokens removed from all lists. */
export async function purgeLapsed(context: MethodContext): Promise<PurgeResult> {
  context.assertWritable();
  const input = { query: { scope: "lapsed" } } as const;
  const dryRunResult = { status: "ok", message: "" };
  const { message = "" } = await context.write("purgeOAuthTokens", input, {}, dryRunResult);
  return {
    state: "unverified",
    reason:
      "the gateway says yes also if oauth_token_expired_retain_period is not set, and for 60 seconds after any purge, the one at its start included, when it does nothing",
    message,
  };
}
