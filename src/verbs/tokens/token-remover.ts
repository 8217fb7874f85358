import type { ClientEndingState, EndingState } from "./ending-state.ts";
import type { TokenRecord } from "./known-tokens.ts";
import { maxRemovals, removeUntilGone } from "./removal.ts";
import { readToken } from "./token-reader.ts";

/** Removes by its key each token that is still alive: the gateway also confirms a revocation that did nothing. */
export async function removeRest(state: ClientEndingState): Promise<void> {
  const { context, tokens, revocationCheck } = state;
  const rest = tokens.all().filter(({ lastRead }) => lastRead !== "gone");
  await state.forEachToken(rest, "revoke", async (token) => {
    const session = await readToken(state, token);
    if (session === undefined) return;
    if (!token.isRevoked) {
      await removeToken(state, token);
      return;
    }
    // A dry run revoked nothing, and its steps must not name this token a second time.
    if (context.isDry) return;
    const wasUsed = revocationCheck.wasUsed(token.code, session);
    if (wasUsed) token.writtenBack += 1;
    const cameBack = await removeToken(state, token);
    // Nobody stored an unused token again. So the revocation missed the token, and its refresh token too.
    const wasMissed =
      (!wasUsed && !cameBack) || (await revocationCheck.isStillListed(token.code, token.listedNow));
    if (!wasMissed) return;
    token.isRevoked = false;
    token.wasMissedByRevocation = true;
  });
  revocationCheck.clear();
}

/** Removes a token until it stays gone. Returns whether it came back after it was gone. */
export async function removeToken(state: EndingState, token: TokenRecord): Promise<boolean> {
  const { code, apiIds, wasGone, removals } = token;
  const [apiId = ""] = apiIds;
  let cameBack = false;
  await removeUntilGone(state.context, {
    code,
    apiId,
    wasGone,
    isAlive: async () => (await readToken(state, token)) !== undefined,
    onWrittenBack: () => {
      cameBack = true;
      token.writtenBack += 1;
    },
    onRemoved: () => {
      token.removals += 1;
      // Only the next read shows whether it is gone.
      token.lastRead = "unread";
    },
    removalsLeft: maxRemovals - removals,
  });
  if (token.lastRead === "alive" && token.removals >= maxRemovals) state.hasGivenUp = true;
  return cameBack;
}
