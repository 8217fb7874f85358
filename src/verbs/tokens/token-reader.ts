import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { findStorageProblem } from "../evidence/storage-problem.ts";
import type { ClientEndingState, EndingState } from "./ending-state.ts";
import type { TokenRecord } from "./known-tokens.ts";
import { walkTokens } from "./page.ts";
import { isExpired, sessionOfCode } from "./sessions.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** Controls that storage responds: while it is down, every token seems gone (trap 28). */
export async function checkStorage(state: ClientEndingState): Promise<void> {
  const { context, clientId, apiStates } = state;
  state.addUncertainty(await findStorageProblem(context, clientId, apiStates));
}

/** Reads the client's token list on each API. */
export async function readLists({
  context,
  clientId,
  apiStates,
  tokens,
}: ClientEndingState): Promise<void> {
  for (const apiState of apiStates) {
    const { apiId } = apiState;
    try {
      for await (const page of walkTokens(context, { apiId, clientId }))
        for (const { code } of page) tokens.addListed(code, apiId);
      apiState.isMissing = false;
      apiState.isUnread = false;
    } catch (error) {
      // No token opens an API that does not exist. But its id may be misspelt, so the report must not say that all is gone.
      apiState.isMissing = error instanceof TykNotFoundError;
      apiState.isUnread = !apiState.isMissing;
      if (apiState.isMissing) continue;
      const what = "the client's tokens could not be listed";
      apiState.uncertainties.add(uncertaintyOf(context, error, what));
    }
  }
}

/** Reads every known token again, including those that were gone. Returns how many are alive. */
export async function readKnown(
  state: EndingState,
  phase: "look" | "check",
  onAlive?: (code: string, session: KeySession) => void,
): Promise<number> {
  let aliveCount = 0;
  await state.forEachToken(state.tokens.all(), phase, async (token) => {
    const session = await readToken(state, token);
    if (session === undefined) return;
    aliveCount += 1;
    onAlive?.(token.code, session);
  });
  return aliveCount;
}

/** Reads the session of a known token; `undefined` if the token is gone or has certainly expired. */
export async function readToken(
  state: EndingState,
  token: TokenRecord,
): Promise<KeySession | undefined> {
  const { context, scope, tokens } = state;
  const session = await sessionOfCode(context, token.code);
  if (session === undefined || isExpired(context, session)) {
    token.lastRead = "gone";
    token.wasGone = true;
    return undefined;
  }
  // A token can open other APIs than the API whose list names it (trap 25).
  const { apiIds = [], uncertainty } = await scope.match(session, token.listedOn.size > 0);
  tokens.add(token.code, apiIds);
  state.addUncertainty(uncertainty);
  token.lastRead = "alive";
  return session;
}
