import type { TykBadRequestError } from "../../errors/api.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { controlKeys } from "../evidence/control-keys.ts";
import { cameLate } from "../evidence/promptness.ts";
import type { Verb } from "../verb.ts";
import { removeOne } from "./removal.ts";
import { whyAlive } from "./report.ts";
import type { TokenState } from "./report.ts";
import { revokeToken } from "./revoke-token.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/** A token that is known itself. */
export interface KnownToken {
  /**
   * The client that it was made for. The gateway takes any that exists, but it is this client's lists that show what became of
   * the token, and of others with it.
   */
  readonly clientId: string;
  /** The access token or the refresh token itself, never a listed hash. */
  readonly token: string;
  /** `"access_token"` or `"refresh_token"` (RFC 7009, 2.1); with anything else, and with none, both are tried. */
  readonly tokenTypeHint?: string | undefined;
}

/** A token of which the list's entry is known. */
export interface ListedToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The entry's `code`: the token's hash, or where the gateway does not hash keys the token itself. */
  readonly listedCode: string;
}

/** A refresh token, on its API. */
export interface KnownRefreshToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The refresh token itself. */
  readonly refreshToken: string;
}

/** What `tokens.revoke` ends. */
export type RevokeTarget = KnownToken | ListedToken | KnownRefreshToken;

/** An entry that the gateway dropped from a client's list though its token lives on. */
export interface DroppedToken {
  /** The API whose list it was on. */
  readonly apiId: string;
  /** The entry's `code`: end it with `tokens.revoke({ apiId, listedCode })`. */
  readonly listedCode: string;
}

/** What a revocation did, and what it did not. */
export interface TokenRevocation {
  /** What is known of the token; the gateway says yes to any, so that it is `"unverified"` where nothing shows that it was there. */
  readonly state: TokenState;
  /** Why no more is known. */
  readonly reason?: string;
  /** Tokens that live on and that the gateway took off the list by it, as it does with all that lapse in the same second. */
  readonly dropped: readonly DroppedToken[];
  /** What belongs to the token and goes on. */
  readonly unreached: readonly ("access_token" | "refresh_token")[];
  /**
   * How often the token was stored again after it was removed, by requests that were in flight (gateways before 5.15): somebody
   * is using it.
   */
  readonly writtenBack: number;
}

/** What tells the three apart. */
type Doors = KnownToken & ListedToken & KnownRefreshToken;

/** Ends one token, by what is known of it. */
export async function revokeOne(verb: Verb, target: RevokeTarget): Promise<TokenRevocation> {
  verb.record(target, "target");
  const { token, listedCode, refreshToken } = target as Partial<Doors>;
  const doors = [token, listedCode, refreshToken].filter((door) => door !== undefined);
  if (doors.length !== 1)
    verb.fail("target", "must have one of token, listedCode and refreshToken");
  verb.writes();
  if (token !== undefined) return revokeToken(verb, target as KnownToken);
  const { apiId } = target as ListedToken | KnownRefreshToken;
  verb.id(apiId, "apiId");
  if (listedCode !== undefined) return removeListed(verb, apiId, listedCode);
  return endRefreshToken(verb, target as KnownRefreshToken);
}

async function removeListed(verb: Verb, apiId: string, code: string): Promise<TokenRevocation> {
  verb.id(code, "listedCode");
  const unreached = ["refresh_token"] as const;
  const missing = await removeKey(verb, code, apiId);
  // If an earlier attempt may have removed it, that it is gone is no refusal.
  if (missing !== undefined && !missing.mayHaveBeenApplied) {
    await requireAbsent(verb, apiId, code, missing);
    const { attempts, outcome, status, apiMessage } = missing;
    const details = { attempts, outcome, status, apiMessage, cause: missing };
    throw new TykNotFoundError("no key has this code", { operation: verb.name, ...details });
  }
  const told = { dropped: [], unreached, writtenBack: 0 };
  if (verb.isDry) return { state: "unverified", reason: "a dry run", ...told };
  const { isThere, writtenBack, doubt } = await removeOne(verb, code, apiId);
  if (isThere) return { ...told, state: "still-alive", reason: whyAlive(writtenBack), writtenBack };
  return doubt === undefined
    ? { ...told, state: "gone-from-storage", writtenBack }
    : { ...told, state: "unverified", reason: doubt, writtenBack };
}

/** While storage is down each key is 404: makes sure that this one is really not there. */
async function requireAbsent(
  verb: Verb,
  apiId: string,
  code: string,
  missing: TykNotFoundError | TykBadRequestError,
): Promise<void> {
  const doubt = await controlKeys(verb, apiId);
  const isThere = (await sessionOfCode(verb, code)) !== undefined;
  if (doubt === undefined && !isThere && !cameLate(missing)) return;
  const reason = isThere ? "it is there" : (doubt ?? "the response took too long");
  throw new TykIncompleteError(
    `the gateway says that no key has this code, but ${reason}: its storage may be failing. Call again`,
    {
      operation: verb.name,
      attempts: missing.attempts,
      outcome: missing.outcome,
      cause: missing,
      report: { apiId, state: isThere ? "still-alive" : "unverified", reason },
    },
  );
}

async function endRefreshToken(
  verb: Verb,
  { apiId, refreshToken: token }: KnownRefreshToken,
): Promise<TokenRevocation> {
  verb.id(token, "refreshToken");
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
