import type { MethodContext } from "../method-context.ts";

/** Why the revocation of a refresh token proves nothing (trap 17). */
export const unverifiedRefreshReason =
  "the gateway confirms the revocation of any refresh token, and has no call that reads one";

/** Revokes a refresh token on its API. */
export async function invalidateRefreshToken(
  context: MethodContext,
  apiId: string,
  token: string,
): Promise<void> {
  const input = { path: { keyName: token }, query: { api_id: apiId } };
  await context.write("invalidateOAuthRefresh", input, { apiId }, undefined);
}
