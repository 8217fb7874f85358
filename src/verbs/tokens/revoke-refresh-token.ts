import type { MethodContext } from "../method-context.ts";
import type { KnownRefreshToken, TokenRevocation } from "./revocation.ts";

/** Revokes a refresh token. The gateway confirms any token, so nothing shows whether this token existed (trap 17). */
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
    reason:
      "the gateway confirms the revocation of any refresh token, and has no call that reads one",
    dropped: [],
    unreached: ["access_token"],
    writtenBack: 0,
  };
}
