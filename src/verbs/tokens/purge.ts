import type { MethodContext } from "../method-context.ts";

/** The result of `tokens.purgeLapsed`. */
export interface PurgeResult {
  /** Always `"unverified"`, because the gateway also confirms a purge that removes nothing. */
  readonly state: "unverified";
  /** Why the state is not certain. */
  readonly reason: string;
  /** The gateway's own message. */
  readonly message: string;
}

/** Removes expired tokens from all lists (gateway 5.3 and later). */
export async function purgeLapsed(context: MethodContext): Promise<PurgeResult> {
  context.startWriting();
  const input = { query: { scope: "lapsed" } } as const;
  const dryRunResult = { status: "ok", message: "" };
  const { message = "" } = await context.write("purgeOAuthTokens", input, {}, dryRunResult);
  return {
    state: "unverified",
    reason:
      "the gateway also confirms a purge that does nothing: if oauth_token_expired_retain_period is not set, and for 60 seconds after any purge, including the purge at its start",
    message,
  };
}
