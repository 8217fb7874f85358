import type { KeySession } from "../../../generated/index.ts";
import { isRecord, isSameJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import { readClients } from "../clients/list.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { findKeyStorageProblem } from "../evidence/storage-problem.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { describeSession } from "./inspect.ts";
import type { TokenInspection } from "./inspect.ts";
import { readTokens } from "./page.ts";
import { apisOfSession, isExpired, sessionOfCode } from "./sessions.ts";
import { KeySweep } from "./key-sweep.ts";
import type { KeyNames, VisitKey } from "./key-sweep.ts";

/**
 * Selects tokens by their session, in the gateway's field names.
 *
 * - An object, such as `{ meta_data: { user: "u1" } }`, selects sessions that have all these values. Fields that the object does
 *   not name are ignored, at every depth.
 * - A function selects the sessions for which it returns `true`. It must return a boolean.
 */
export type FindWhere = UnknownRecord | ((session: KeySession) => boolean);

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
  const before = await findKeyStorageProblem(context, apiId);
  const sweep = new KeySweep(context);
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
): Promise<Pick<KeyNames, "unlisted" | "uncertainty">> {
  const { names = [], unlisted, uncertainty } = await sweep.listKeys(alive);
  const readProblem = await sweep.readNew(names, () => false, visit);
  return { unlisted, uncertainty: uncertainty ?? readProblem };
}

/** Reads each token that the lists of the API's clients name. */
async function visitListedTokens(
  context: MethodContext,
  apiId: string,
  visit: VisitKey,
): Promise<void> {
  const codes = new Set<string>();
  for (const { client_id: clientId } of await readClients(context, apiId)) {
    // No request can name a client with such an id (trap 3).
    if (idProblem(clientId) !== undefined) continue;
    for (const { code } of await readTokens(context, { apiId, clientId })) codes.add(code);
  }
  let done = 0;
  await forEachConcurrent(codes, async (code) => {
    const session = await sessionOfCode(context, code);
    if (session !== undefined) await visit(code, session);
    context.progress("look", (done += 1), codes.size);
  });
}

function isMatch(context: MethodContext, session: KeySession, where: FindWhere): boolean {
  if (typeof where !== "function") return hasValues(session, where);
  const result = context.check.call("where", () => where(session));
  // A promise, for example, is truthy: it would match every token.
  if (typeof result !== "boolean")
    context.check.fail("where", "function must return true or false");
  return result;
}

/** Whether a value has all wanted values; fields that `wanted` does not name are ignored. */
function hasValues(value: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return isSameJson(value, wanted);
  if (!isRecord(value)) return false;
  const hasPart = ([name, part]: [string, unknown]): boolean =>
    Object.hasOwn(value, name) && hasValues(value[name], part);
  return Object.entries(wanted).every(hasPart);
}
