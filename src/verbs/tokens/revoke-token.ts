import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import type {
  KnownRefreshToken,
  KnownToken,
  ListedToken,
  RevokeTarget,
  TokenRevocation,
} from "./revocation.ts";
import { invalidateRefreshToken, unverifiedRefreshReason } from "./refresh-token.ts";
import { revokeKnownToken } from "./revoke-known-token.ts";
import { revokeListedToken } from "./revoke-listed-token.ts";

const tokenTargetNames: readonly (keyof KnownToken)[] = ["token", "clientId", "tokenTypeHint"];
const apiTargetNames: readonly (keyof ListedToken | keyof KnownRefreshToken)[] = [
  "apiId",
  "listedCode",
  "refreshToken",
];

/** Revokes one token, in the way that fits the kind of its target. */
export async function revokeToken(
  context: MethodContext,
  target: RevokeTarget,
): Promise<TokenRevocation> {
  context.check.record(target, "target");
  const fields = target as Partial<KnownToken & ListedToken & KnownRefreshToken>;
  const { apiId, token, listedCode, refreshToken } = fields;
  const given = [token, listedCode, refreshToken].filter((value) => value !== undefined);
  if (given.length === 0)
    context.check.likelyNames({ ...target }, "target", parameters["tokens.revoke"].target);
  if (given.length !== 1)
    context.check.fail("target", "must have exactly one of token, listedCode and refreshToken");
  const passed = Object.entries(target).filter(([, value]) => value !== undefined);
  const names = token === undefined ? apiTargetNames : tokenTargetNames;
  context.check.record(Object.fromEntries(passed), "target", names);
  context.startWriting();
  if (token !== undefined) return revokeKnownToken(context, target as KnownToken);
  context.check.id(apiId, "apiId");
  if (listedCode !== undefined) return revokeListedToken(context, apiId, listedCode);
  return revokeRefreshToken(context, apiId, refreshToken);
}

/** Revokes a refresh token. The gateway confirms any token, so nothing shows whether this token existed (trap 17). */
async function revokeRefreshToken(
  context: MethodContext,
  apiId: string,
  token: unknown,
): Promise<TokenRevocation> {
  context.check.id(token, "refreshToken");
  await invalidateRefreshToken(context, apiId, token);
  return {
    state: "unverified",
    reason: unverifiedRefreshReason,
    dropped: [],
    unreached: ["access_token"],
    writtenBack: 0,
  };
}
