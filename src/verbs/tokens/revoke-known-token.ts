import type { OAuthToken } from "../../../generated/index.ts";
import { hashToken } from "../../util/hash/key-hash.ts";
import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { confirmedClientApis } from "../clients/client-apis.ts";
import { findClient } from "../clients/read.ts";
import { isKeysNotHashedError } from "../gateway/hashed-keys.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { readConfirmedSession } from "./confirmed-session.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { readTokens } from "./page.ts";
import { removeInUseToken } from "./removal.ts";
import { aliveReason } from "./report.ts";
import type { DroppedToken, KnownToken, TokenRevocation } from "./revocation.ts";
import { clientIdOf, isHashLike, sessionOfCode } from "./sessions.ts";

/**
 * Revokes a token by the token itself. The gateway confirms the revocation of any string (trap 17). So the result comes from reads
 * of the token's code in storage and lists: the token's hash, or the token itself if keys are not hashed.
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
  const stored = await findStoredToken(context, target);
  const { lists, uncertainty } = await readLists(context, stored.owner, clientId);
  if (await isHash(context, token, stored.isHashed, lists ?? new Map())) refuseHash(context);
  const hint = tokenTypeHint === undefined ? {} : { token_type_hint: tokenTypeHint };
  const body = { token, client_id: clientId, ...hint };
  const unverified = {
    state: "unverified",
    dropped: [],
    unreached: unreachedBy(tokenTypeHint),
    writtenBack: 0,
  } as const;
  try {
    await context.write("revokeSingleToken", { body }, {}, { status: "ok", message: "" });
  } catch (error) {
    if (!isUnknownClient(error)) throw error;
    const why = lists === undefined ? uncertainty : await explainRefusal(context, clientId, lists);
    if (why === undefined) throw error;
    const reason = `the gateway refused the revocation: it responded that the client ${clientId} does not exist, but ${why}`;
    return { ...unverified, reason };
  }
  if (context.isDry) return { ...unverified, reason: "a dry run revokes nothing" };
  if (lists === undefined) return { ...unverified, reason: uncertainty };
  return verifyRevocation(context, target, stored, lists);
}

/** What storage shows of a token before its revocation. */
interface StoredToken {
  /** The token's name in storage and in lists. */
  readonly code: string;
  /** Whether keys are hashed, so the code is no secret. */
  readonly isHashed: boolean;
  /** Whether the token was in storage; `undefined` if it could not be read. */
  readonly wasStored: boolean | undefined;
  /** The client whose lists may name the token. */
  readonly owner: string;
}

async function findStoredToken(
  context: MethodContext,
  { token, clientId }: KnownToken,
): Promise<StoredToken> {
  const code = hashToken(token);
  const input = { path: { keyID: code }, query: { hashed: true } };
  try {
    const session = await context.read("getKey", input, { omitStep: true });
    // The gateway accepts the id of any client, but only the lists of the token's own client show what was revoked.
    const owner = clientIdOf(session) === "" ? clientId : clientIdOf(session);
    return { code, isHashed: true, wasStored: true, owner };
  } catch (error) {
    if (isKeysNotHashedError(error))
      return { code: token, isHashed: false, wasStored: undefined, owner: clientId };
    if (error instanceof TykNotFoundError)
      return { code, isHashed: true, wasStored: false, owner: clientId };
    // Throws an error that must end the method. Any other error only leaves the token unread.
    rethrowFatal(context, error);
    return { code, isHashed: true, wasStored: undefined, owner: clientId };
  }
}

/** A client's token lists, by API. */
type TokenLists = ReadonlyMap<string, readonly OAuthToken[]>;

/** Reads whether the token is gone, removes it if not, and finds the other tokens that the gateway took off the lists. */
async function verifyRevocation(
  context: MethodContext,
  { tokenTypeHint, clientId }: KnownToken,
  { code, isHashed, wasStored, owner }: StoredToken,
  listsBefore: TokenLists,
): Promise<TokenRevocation> {
  const unreached = unreachedBy(tokenTypeHint);
  // A code that is not hashed is a secret. It is sent in a path only if a list names it.
  const isKnown = isHashed ? wasStored === true : isListed(listsBefore, code);
  const endsAccess = tokenTypeHint !== "refresh_token";
  const apiId = apiOf(listsBefore, code);
  let writtenBack = 0;
  try {
    let isAlive = false;
    let uncertainty: string | undefined;
    if (isKnown && endsAccess)
      ({ isAlive, writtenBack, uncertainty } = await removeInUseToken(context, code, apiId));
    const dropped = await findDropped(context, owner, listsBefore, code);
    const facts = { dropped, unreached, writtenBack };
    if (!isKnown) {
      const reason = `no such access token was found in storage, and the gateway confirms the revocation of any token. If it is another client's than ${clientId}, that client's list may have lost other tokens`;
      return { state: "unverified", reason, ...facts };
    }
    if (!endsAccess) isAlive = (await readConfirmedSession(context, code, apiId)) !== undefined;
    if (isAlive) {
      const reason = endsAccess
        ? aliveReason(writtenBack)
        : "with the hint refresh_token the gateway does not revoke access tokens";
      return { state: "still-alive", reason, ...facts };
    }
    if (uncertainty !== undefined) return { state: "unverified", reason: uncertainty, ...facts };
    // Storage and lists have access tokens only, so this was an access token.
    return { state: "gone-from-storage", ...facts, unreached: ["refresh_token"] };
  } catch (error) {
    const reason = uncertaintyOf(context, error, unreadLists);
    return { state: "unverified", reason, dropped: [], unreached, writtenBack };
  }
}

/** The API whose list names a token; otherwise any API with a list of the client. */
function apiOf(lists: TokenLists, code: string): string | undefined {
  const listing = [...lists].find(([, tokens]) => tokens.some((token) => token.code === code));
  return listing?.[0] ?? [...lists.keys()][0];
}

function isListed(lists: TokenLists, code: string): boolean {
  return [...lists.values()].flat().some((token) => token.code === code);
}

/** Throws, because the gateway would confirm a hash, revoke nothing, and take the entry off the list (trap 11). */
function refuseHash(context: MethodContext): never {
  return context.check.fail(
    "token",
    "is the hash of a token, and the gateway cannot revoke a token by its hash: use tokens.revoke({ apiId, listedCode })",
  );
}

/** Whether a string is too short to be a token: a token has 32 hex digits after its organisation's id. */
function canOnlyBeHash(token: string): boolean {
  return isHashLike(token) && token.length < 32;
}

/** Whether a string is certainly a hash. A token of an organisation with a hexadecimal id can look like a long hash. */
async function isHash(
  context: MethodContext,
  token: string,
  isHashed: boolean,
  lists: TokenLists,
): Promise<boolean> {
  if (!isHashed || !isHashLike(token)) return false;
  if ((await sessionOfCode(context, token)) !== undefined) return true;
  // No key has this hash now, but a list can still name it.
  return isListed(lists, token);
}

function unreachedBy(hint: string | undefined): TokenRevocation["unreached"] {
  if (hint === "access_token") return ["refresh_token"];
  if (hint === "refresh_token") return ["access_token"];
  // Nothing shows which kind the token is, so what is left can be of either kind.
  return ["access_token", "refresh_token"];
}

const unreadLists = "the client's tokens could not be listed";

/**
 * Reads the owner's token lists: on the owner's APIs, and on those of the named client, because the gateway revokes there. A
 * deleted owner still has lists. A failure does not stop the revocation, so it is returned.
 */
async function readLists(
  context: MethodContext,
  owner: string,
  clientId: string,
): Promise<
  | { readonly lists: TokenLists; readonly uncertainty?: never }
  | { readonly uncertainty: string; readonly lists?: never }
> {
  try {
    const apiIds = new Set<string>();
    for (const id of new Set([owner, clientId]))
      for (const apiId of await confirmedClientApis(context, id)) apiIds.add(apiId);
    const lists = new Map<string, readonly OAuthToken[]>();
    for (const apiId of apiIds)
      lists.set(apiId, await readTokens(context, { apiId, clientId: owner }));
    return { lists };
  } catch (error) {
    return { uncertainty: uncertaintyOf(context, error, unreadLists) };
  }
}

function isUnknownClient(error: unknown): boolean {
  return error instanceof TykBadRequestError && error.apiMessage === "oauth client doesn't exist";
}

/**
 * Returns why a client may exist although the gateway responded that it does not: while storage is down, the gateway refuses every
 * client's revocation in this way (trap 28).
 */
async function explainRefusal(
  context: MethodContext,
  clientId: string,
  lists: TokenLists,
): Promise<string | undefined> {
  try {
    for (const apiId of lists.keys())
      if ((await findClient(context, { apiId, clientId })) !== undefined)
        return `it is on the API ${apiId}: the gateway's storage may be failing`;
  } catch (error) {
    return uncertaintyOf(context, error, "the client could not be read");
  }
  return undefined;
}

/** Finds other tokens that went off the lists although they are alive. While storage is down, reading a list fails. */
async function findDropped(
  context: MethodContext,
  clientId: string,
  listsBefore: TokenLists,
  ownCode: string,
): Promise<DroppedToken[]> {
  const dropped: DroppedToken[] = [];
  for (const [apiId, tokens] of listsBefore) {
    const tokensNow = await readTokens(context, { apiId, clientId });
    const codesNow = new Set(tokensNow.map(({ code }) => code));
    for (const { code } of tokens) {
      if (codesNow.has(code) || code === ownCode) continue;
      if ((await readConfirmedSession(context, code, apiId)) !== undefined)
        dropped.push({ apiId, listedCode: code });
    }
  }
  return dropped;
}
