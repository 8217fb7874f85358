import type { OAuthToken } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { isNotHashed } from "../gateway/hashed-keys.ts";
import type { Verb } from "../verb.ts";
import { doubtOf } from "./doubts.ts";
import { readTokens } from "./page.ts";
import { looksHashed, removeKey, sessionOfCode } from "./sessions.ts";
import type { TokenState } from "./report.ts";

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

async function revokeToken(verb: Verb, target: KnownToken): Promise<TokenRevocation> {
  const { clientId, token, tokenTypeHint } = target;
  verb.id(clientId, "clientId");
  verb.text(token, "token");
  if (tokenTypeHint !== undefined) verb.text(tokenTypeHint, "tokenTypeHint");
  if (canOnlyBeHash(token)) refuseHash(verb);
  const before = await listsOf(verb, clientId);
  if (await isHash(verb, token, "lists" in before ? before.lists : new Map())) refuseHash(verb);
  const hint = tokenTypeHint === undefined ? {} : { token_type_hint: tokenTypeHint };
  const body = { token, client_id: clientId, ...hint };
  await verb.write("revokeSingleToken", { body }, {}, { status: "ok", message: "" });
  const unproved = {
    state: "unverified",
    dropped: [],
    unreached: unreachedBy(tokenTypeHint),
  } as const;
  if (verb.isDry) return { ...unproved, reason: "a dry run" };
  const after = "doubt" in before ? before : await compare(verb, clientId, before.lists);
  if ("doubt" in after) return { ...unproved, reason: after.doubt };
  const { gone, dropped } = after;
  // Lists name access tokens alone.
  if (gone === 1) return { state: "gone-from-storage", dropped, unreached: ["refresh_token"] };
  const reason =
    gone === 0
      ? "no listed token of this client is gone by it, and the gateway says yes to any token; were it another client's, its list may have lost others by it"
      : "several listed tokens of this client went at the same time";
  return { ...unproved, reason, dropped };
}

/** The gateway would say yes to a hash, end nothing, and take the entry off the list, out of reach. */
function refuseHash(verb: Verb): never {
  return verb.fail(
    "token",
    "is the hash of a token, which the gateway does not revoke by it: use tokens.revoke({ apiId, listedCode })",
  );
}

/** Tokens have 32 hex digits and the name of their organisation, so that those of an odd one look like the longer hashes. */
function canOnlyBeHash(token: string): boolean {
  return looksHashed(token) && token.length < 32;
}

async function isHash(verb: Verb, token: string, lists: Lists): Promise<boolean> {
  if (!looksHashed(token)) return false;
  const query = { hashed: true };
  try {
    await verb.read("getKey", { path: { keyID: token }, query }, { quiet: true });
    return true;
  } catch (error) {
    if (isNotHashed(error)) return false;
    if (!(error instanceof TykNotFoundError)) throw error;
    // No key has this hash now, but where keys are hashed what a list names is one.
    return [...lists.values()].flat().some(({ code }) => code === token);
  }
}

function unreachedBy(hint: string | undefined): TokenRevocation["unreached"] {
  if (hint === "access_token") return ["refresh_token"];
  if (hint === "refresh_token") return ["access_token"];
  // Both kinds are tried, but a token is one of them: what belongs to it is another token.
  return ["access_token", "refresh_token"];
}

/** A token that lapses this soon may go off the list by itself. */
const lapseMs = 60_000;

type Lists = ReadonlyMap<string, readonly OAuthToken[]>;

/** A client's lists, by API. A token is revoked whether they can be read or not. */
async function listsOf(
  verb: Verb,
  clientId: string,
): Promise<{ readonly lists: Lists } | { readonly doubt: string }> {
  try {
    const lists = new Map<string, readonly OAuthToken[]>();
    for (const apiId of await findClientApis(verb, clientId))
      lists.set(apiId, await readTokens(verb, { apiId, clientId }));
    return { lists };
  } catch (error) {
    return { doubt: doubtOf(verb, error, unreadLists) };
  }
}

const unreadLists = "the client's tokens could not be listed";

/** What went off the lists: how many tokens are gone, and which live on. Those that stay listed can be gone as well. */
async function compare(
  verb: Verb,
  clientId: string,
  before: Lists,
): Promise<
  { readonly gone: number; readonly dropped: DroppedToken[] } | { readonly doubt: string }
> {
  const dropped: DroppedToken[] = [];
  let gone = 0;
  const soonMs = verb.deps.runtime.now() + lapseMs;
  try {
    for (const [apiId, tokens] of before) {
      const after = new Set((await readTokens(verb, { apiId, clientId })).map(({ code }) => code));
      for (const { code, expires } of tokens) {
        if (after.has(code)) continue;
        if ((await sessionOfCode(verb, code)) !== undefined)
          dropped.push({ apiId, listedCode: code });
        else if (expires * 1000 > soonMs) gone += 1;
      }
    }
    return { gone, dropped };
  } catch (error) {
    return { doubt: doubtOf(verb, error, unreadLists) };
  }
}

async function removeListed(verb: Verb, apiId: string, code: string): Promise<TokenRevocation> {
  verb.id(code, "listedCode");
  const unreached = ["refresh_token"] as const;
  const missing = await removeKey(verb, code, apiId);
  // Where an attempt before may have removed it, that it is gone is no refusal.
  if (missing !== undefined && !missing.mayHaveBeenApplied) {
    const { attempts, outcome, status, apiMessage } = missing;
    const details = { attempts, outcome, status, apiMessage, cause: missing };
    throw new TykNotFoundError("no key has this code", { operation: verb.name, ...details });
  }
  if (verb.isDry) return { state: "unverified", reason: "a dry run", dropped: [], unreached };
  const session = await sessionOfCode(verb, code);
  const state = session === undefined ? "gone-from-storage" : "still-alive";
  return { state, dropped: [], unreached };
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
  };
}
