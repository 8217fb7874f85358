import type { KeySession } from "../../../generated/index.ts";
import type { EndingState } from "./ending-state.ts";
import { isExpired } from "./sessions.ts";
import { removeToken } from "./token-remover.ts";

const consequence = ", so tokens that dropped off the list may be alive";

function withConsequence(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${problem}${consequence}`;
}

/** Lists the names of all keys, for `endUnlisted`. The list must hold the tokens that are alive now. */
export async function listKeys(state: EndingState): Promise<void> {
  if (state.sweep === undefined) {
    state.unlisted = withConsequence("the gateway's keys were not searched (sweep is false)");
    return;
  }
  const alive = state.tokens.alive().map(({ code }) => code);
  const { unlisted, uncertainty } = await state.sweep.listKeys(alive);
  state.unlisted = withConsequence(unlisted);
  state.addUncertainty(withConsequence(uncertainty));
}

/** Ends the client's tokens among the listed keys that are not known yet. Returns how many were alive. */
export async function endUnlisted(state: EndingState): Promise<number> {
  const { context, scope, sweep, tokens } = state;
  let found = 0;
  const visit = async (code: string, session: KeySession): Promise<boolean> => {
    const { isInScope, apiIds, uncertainty } = await scope.match(session, false);
    state.addUncertainty(uncertainty);
    // The next round reads an uncertain token again.
    if (!isInScope) return uncertainty !== undefined;
    if (isExpired(context, session)) return true;
    found += 1;
    const token = tokens.add(code, apiIds);
    token.lastRead = "alive";
    await state.forEachToken([token], "revoke", async () => {
      await removeToken(state, token);
    });
    return true;
  };
  const problem = await sweep?.readNew(tokens.codes(), visit);
  state.addUncertainty(withConsequence(problem));
  return found;
}
