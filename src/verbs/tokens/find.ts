import { TykError } from "../../errors/base.ts";
import { withReport } from "../../errors/change-error.ts";
import { findKeyStorageProblem } from "../evidence/storage-problem.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { describeSession } from "./inspect.ts";
import type { TokenInspection } from "./inspect.ts";
import { apisOfSession, isExpired } from "./sessions.ts";
import { KeySweep } from "./key-sweep.ts";
import type { KeyListing, VisitKey } from "./key-sweep.ts";
import { visitListedTokens } from "./listed-tokens.ts";
import { isMatch } from "./session-match.ts";
import type { FindWhere } from "./session-match.ts";

/** Input of `tokens.find`. */
export interface FindTokensInput {
  /** The `api_id` of an API. Only tokens that open this API are found. */
  readonly apiId: string;
  /** Selects the tokens. */
  readonly where: FindWhere;
}

/** One token that `tokens.find` found. */
export interface FoundToken extends Omit<TokenInspection, "life"> {
  /** The token's code, as in token lists. End the token with `tokens.revoke({ apiId, listedCode })`. */
  readonly listedCode: string;
}

/** Result of `tokens.find`. */
export interface FoundTokens {
  /** The tokens, in no particular order. */
  readonly tokens: readonly FoundToken[];
  /** Whether every token of the gateway was read. */
  readonly complete: boolean;
  /** Why the result may be incomplete; missing if `complete` is `true`. */
  readonly reason?: string;
}

/** Finds the tokens that open an API and match `where`. */
export async function findTokens(
  context: MethodContext,
  input: FindTokensInput,
): Promise<FoundTokens> {
  context.check.record(input, "input", parameters["tokens.find"].input);
  const { apiId, where } = input;
  context.check.id(apiId, "apiId");
  if (typeof where !== "function") context.check.record(where, "where");
  const tokens = new Map<string, FoundToken>();
  const visit: VisitKey = (listedCode, session) => {
    const opensApi = apisOfSession(session)?.includes(apiId) ?? true;
    if (opensApi && !isExpired(context, session) && isMatch(context, session, where))
      tokens.set(listedCode, { listedCode, ...describeSession(session) });
    // No key needs a second read.
    return Promise.resolve(false);
  };
  const sweep = new KeySweep(context);
  try {
    return await search(context, apiId, sweep, tokens, visit);
  } catch (error) {
    const { progress } = sweep;
    const part = progress === undefined ? {} : { sweep: progress };
    if (error instanceof TykError)
      withReport(error, { kind: "search", ...part, found: tokens.size });
    throw error;
  }
}

/** Visits each key, and says whether that were all. */
async function search(
  context: MethodContext,
  apiId: string,
  sweep: KeySweep,
  tokens: ReadonlyMap<string, FoundToken>,
  visit: VisitKey,
): Promise<FoundTokens> {
  const before = await findKeyStorageProblem(context, apiId);
  const first = await sweepOnce(sweep, [], visit);
  // While storage is down the list is empty (trap 28). The second list must hold what was found, and shows what was missing.
  const second = await sweepOnce(sweep, [...tokens.keys()], visit);
  // Without a list of keys, the token lists of the API's clients still lead to some tokens.
  if (first.unlisted !== undefined) await visitListedTokens(context, apiId, visit);
  const after = await findKeyStorageProblem(context, apiId);
  const reason =
    first.unlisted ?? first.uncertainty ?? second.unlisted ?? second.uncertainty ?? before ?? after;
  const found = { tokens: [...tokens.values()], complete: reason === undefined };
  return reason === undefined ? found : { ...found, reason };
}

/** Lists the keys, and reads each key that was not read before. */
async function sweepOnce(
  sweep: KeySweep,
  alive: readonly string[],
  visit: VisitKey,
): Promise<KeyListing> {
  const { unlisted, uncertainty } = await sweep.listKeys(alive);
  const readProblem = await sweep.readNew([], visit);
  return { unlisted, uncertainty: uncertainty ?? readProblem };
}
