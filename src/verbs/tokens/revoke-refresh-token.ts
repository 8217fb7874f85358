import type { MethodContext } from "../method-context.ts";
import type { KnownRefreshToken, TokenRevocation } from "./revocation.ts";

/** Ends a refresh token. The gateway confirms any, so that nothing shows whether it was there. */
export async function revokeRefreshToken(
  context: MethodContext,
  { apiId, refreshToken: token }: KnownRefreshToken,
): Promise<TokenRevocation> {
  context.check.id(token, "refreshToken");
  const input = { path: { keyName: token }, query: { api_id: apiId } };
  const dryRunResult = { key: "", status: "ok", action: "deleted" };
  await context.write("invalidateOAuthRefresh", input, { apiId }, dryRunResult);
  return {
    state: "unverified",
    reason: "the gateway says yes to any refresh token, and shows none",
    dropped: [],
    unreached: ["access_token"],
    writtenBack: 0,
  };
}
