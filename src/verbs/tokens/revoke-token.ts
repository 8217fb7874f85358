import type { MethodContext } from "../method-context.ts";
import type {
  KnownRefreshToken,
  KnownToken,
  ListedToken,
  RevokeTarget,
  TokenRevocation,
} from "./revocation.ts";
import { revokeListedToken } from "./revoke-listed-token.ts";
import { revokeRefreshToken } from "./revoke-refresh-token.ts";
import { revokeKnownToken } from "./revoke-known-token.ts";

/** The fields of all three kinds of target. */
type TargetFields = KnownToken & ListedToken & KnownRefreshToken;

/** Revokes one token, in the way that fits the kind of its target. */
export async function revokeToken(
  context: MethodContext,
  target: RevokeTarget,
): Promise<TokenRevocation> {
  context.check.record(target, "target");
  const { token, listedCode, refreshToken } = target as Partial<TargetFields>;
  const given = [token, listedCode, refreshToken].filter((value) => value !== undefined);
  if (given.length !== 1)
    context.check.fail("target", "must have exactly one of token, listedCode and refreshToken");
  context.startWriting();
  if (token !== undefined) return revokeKnownToken(context, target as KnownToken);
  const { apiId } = target as ListedToken | KnownRefreshToken;
  context.check.id(apiId, "apiId");
  if (listedCode !== undefined) return revokeListedToken(context, apiId, listedCode);
  return revokeRefreshToken(context, target as KnownRefreshToken);
}
