import type { Verb } from "../verb.ts";
import type { KnownRefreshToken, TokenRevocation } from "./revocation.ts";

/** Ends a refresh token. The gateway confirms any, so that nothing shows whether it was there. */
export async function revokeRefreshToken(
  verb: Verb,
  { apiId, refreshToken: token }: KnownRefreshToken,
): Promise<TokenRevocation> {
  verb.check.id(token, "refreshToken");
  const input = { path: { keyName: token }, query: { api_id: apiId } };
  const would = { key: "", status: "ok", action: "deleted" };
  await verb.write("invalidateOAuthRefresh", input, { apiId }, would);
  return {
    state: "unverified",
    reason: "the gateway says yes to any refresh token, and shows none",
    dropped: [],
    unreached: ["access_token"],
    writtenBack: 0,
  };
}
