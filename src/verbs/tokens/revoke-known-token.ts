import type { OAuthToken } from "../../../generated/index.ts";
import { hashToken } from "../../util/hash/key-hash.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { confirmedClientApis } from "../clients/client-apis.ts";
import { isKeysNotHashedError } from "../gateway/hashed-keys.ts";
import type { MethodContext } from "../method-context.ts";
import { confirmedSession } from "./confirmed-session.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { readTokens } from "./page.ts";
import { removeInUseToken } from "./removal.ts";
import { aliveReason } from "./report.ts";
import type { DroppedToken, KnownToken, TokenRevocation } from "./revocation.ts";
import { clientIdOf, isHashLike, sessionOfCode } from "./sessions.ts";

/**
 * Ends a token that is known itself. The gateway confirms the revocation of any string (trap 17), so what became of the token is
 * read by the name that storage and lists have for it: its hash, or the token itself if keys are not hashed.
 */
export async function revokeKnownToken(
  context: MethodContext,
  target: KnownToken,
): Promise<TokenRevocation> {
  const { clientId, token, tokenTypeHint } = target;
  context.check.id(clientId, "clientId");
  context.check.nonEmptyString(token, "token");
  if (tokenTypeHint !== undefined) context.check.nonEmptyString(tokenTypeHint, "tokenTypeHint");
  if (canOnlyBeHash(token)) refuseHash(context);
  const named = await namedToken(context, target);
  const lists = await listsOf(context, named.owner);
  if (await isHash(context, token, named.isHashed, "lists" in lists ? lists.lists : new Map()))
    refuseHash(context);
  const hint = tokenTypeHint === undefined ? {} : { token_type_hint: tokenTypeHint };
  const body = { token, client_id: clientId, ...hint };
  await context.write("revokeSingleToken", { body }, {}, { status: "ok", message: "" });
  const unproved = {
    state: "unverified",
    dropped: [],
    unreached: unreachedBy(tokenTypeHint),
    writtenBack: 0,
  } as const;
  if (context.isDry) return { ...unproved, reason: "a dry run" };
  if ("uncertainty" in lists) return { ...unproved, reason: lists.uncertainty };
  return whatBecame(context, target, named, lists.lists);
}

/** A token by the name that storage has for it. */
interface NamedToken {
  readonly code: string;
  /** Whether keys are hashed, so that the code is no secret. */
  readonly isHashed: boolean;
  /** Whether it was in storage; `undefined` if that was not read. */
  readonly wasThere: boolean | undefined;
  /** The client whose lists may name it. */
  readonly owner: string;
}

async function namedToken(
  context: MethodContext,
  { token, clientId }: KnownToken,
): Promise<NamedToken> {
  const code = hashToken(token);
  const query = { hashed: true };
  try {
    const session = await context.read(
      "getKey",
      { path: { keyID: code }, query },
      { omitStep: true },
    );
    // The gateway takes the name of any client, but its own client's lists show what became of the token.
    const owner = clientIdOf(session) === "" ? clientId : clientIdOf(session);
    return { code, isHashed: true, wasThere: true, owner };
  } catch (error) {
    if (isKeysNotHashedError(error))
      return { code: token, isHashed: false, wasThere: undefined, owner: clientId };
    const wasThere = error instanceof TykNotFoundError ? false : undefined;
    if (wasThere === undefined) uncertaintyOf(context, error, "the token could not be read");
    return { code, isHashed: true, wasThere, owner: clientId };
  }
}

type Lists = ReadonlyMap<string, readonly OAuthToken[]>;

/** Reads what became of the token, removes it if it is still there, and finds what the gateway dropped off the lists. */
async function whatBecame(
  context: MethodContext,
  { tokenTypeHint, clientId }: KnownToken,
  { code, isHashed, wasThere, owner }: NamedToken,
  before: Lists,
): Promise<TokenRevocation> {
  const unreached = unreachedBy(tokenTypeHint);
  const isListed = [...before.values()].flat().some((one) => one.code === code);
  // A token that is not hashed is a secret: it is put into a path only if a list names it.
  const isKnown = isHashed ? wasThere === true : isListed;
  const apiId = apiOf(before, code);
  let writtenBack = 0;
  try {
    const isEnded = tokenTypeHint !== "refresh_token";
    let isThere = false;
    let uncertainty: string | undefined;
    if (isKnown && isEnded)
      ({ isThere, writtenBack, uncertainty } = await removeInUseToken(context, code, apiId));
    const dropped = await droppedSince(context, owner, before, code);
    if (!isKnown) {
      const reason = `no access token of this name was found in storage, and the gateway confirms any token; were it another client's than ${clientId}, its list may have lost others by it`;
      return { state: "unverified", reason, dropped, unreached, writtenBack };
    }
    if (!isEnded) isThere = (await confirmedSession(context, code, apiId)) !== undefined;
    if (isThere) {
      const reason = isEnded
        ? aliveReason(writtenBack)
        : "the hint refresh_token leaves access tokens alone";
      return { state: "still-alive", reason, dropped, unreached, writtenBack };
    }
    if (uncertainty !== undefined)
      return { state: "unverified", reason: uncertainty, dropped, unreached, writtenBack };
    // Lists name access tokens alone.
    return { state: "gone-from-storage", dropped, unreached: ["refresh_token"], writtenBack };
  } catch (error) {
    const reason = uncertaintyOf(context, error, unreadLists);
    return { state: "unverified", reason, dropped: [], unreached, writtenBack };
  }
}

/** The API whose list names a token, or else any with a list of the client. */
function apiOf(lists: Lists, code: string): string | undefined {
  const found = [...lists].find(([, tokens]) => tokens.some((one) => one.code === code));
  return found?.[0] ?? [...lists.keys()][0];
}

/** The gateway would confirm a hash, end nothing, and take the entry off the list, out of reach. */
function refuseHash(context: MethodContext): never {
  return context.check.fail(
    "token",
    "is the hash of a token, which the gateway does not revoke by it: use tokens.revoke({ apiId, listedCode })",
  );
}

/** Tokens have 32 hex digits and the name of their organisation, so those of an odd one look like the longer hashes. */
function canOnlyBeHash(token: string): boolean {
  return isHashLike(token) && token.length < 32;
}

async function isHash(
  context: MethodContext,
  token: string,
  isHashed: boolean,
  lists: Lists,
): Promise<boolean> {
  if (!isHashed || !isHashLike(token)) return false;
  if ((await sessionOfCode(context, token)) !== undefined) return true;
  // No key has this hash now, but what a list names is a hash.
  return [...lists.values()].flat().some(({ code }) => code === token);
}

function unreachedBy(hint: string | undefined): TokenRevocation["unreached"] {
  if (hint === "access_token") return ["refresh_token"];
  if (hint === "refresh_token") return ["access_token"];
  // Both kinds are tried, but a token is one of them: what belongs to it is another token.
  return ["access_token", "refresh_token"];
}

const unreadLists = "the client's tokens could not be listed";

/** A client's lists, by API. A token is revoked whether they can be read or not. */
async function listsOf(
  context: MethodContext,
  clientId: string,
): Promise<{ readonly lists: Lists } | { readonly uncertainty: string }> {
  try {
    const lists = new Map<string, readonly OAuthToken[]>();
    for (const apiId of await confirmedClientApis(context, clientId))
      lists.set(apiId, await readTokens(context, { apiId, clientId }));
    return { lists };
  } catch (error) {
    return { uncertainty: uncertaintyOf(context, error, unreadLists) };
  }
}

/** Other tokens that went off the lists although they are alive. Reading a list fails while storage is down. */
async function droppedSince(
  context: MethodContext,
  clientId: string,
  before: Lists,
  own: string,
): Promise<DroppedToken[]> {
  const dropped: DroppedToken[] = [];
  for (const [apiId, tokens] of before) {
    const after = new Set((await readTokens(context, { apiId, clientId })).map(({ code }) => code));
    for (const { code } of tokens) {
      if (after.has(code) || code === own) continue;
      if ((await confirmedSession(context, code, apiId)) !== undefined)
        dropped.push({ apiId, listedCode: code });
    }
  }
  return dropped;
}
