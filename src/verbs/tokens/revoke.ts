import type { Verb } from "../verb.ts";
import type {
  KnownRefreshToken,
  KnownToken,
  ListedToken,
  RevokeTarget,
  TokenRevocation,
} from "./revocation.ts";
import { revokeListedToken } from "./revoke-listed-token.ts";
import { revokeRefreshToken } from "./revoke-refresh-token.ts";
import { revokeToken } from "./revoke-token.ts";

/** The fields that tell the three kinds of target apart. */
type Doors = KnownToken & ListedToken & KnownRefreshToken;

/** Ends one token, by what is known of it. */
export async function revokeOne(verb: Verb, target: RevokeTarget): Promise<TokenRevocation> {
  verb.check.record(target, "target");
  const { token, listedCode, refreshToken } = target as Partial<Doors>;
  const doors = [token, listedCode, refreshToken].filter((door) => door !== undefined);
  if (doors.length !== 1)
    verb.check.fail("target", "must have one of token, listedCode and refreshToken");
  verb.assertWritable();
  if (token !== undefined) return revokeToken(verb, target as KnownToken);
  const { apiId } = target as ListedToken | KnownRefreshToken;
  verb.check.id(apiId, "apiId");
  if (listedCode !== undefined) return revokeListedToken(verb, apiId, listedCode);
  return revokeRefreshToken(verb, target as KnownRefreshToken);
}
