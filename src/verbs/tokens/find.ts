import type { KeySession } from "../../../generated/index.ts";
import { thrownName } from "../../util/fail.ts";
import { isRecord, isSameJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import { readClients } from "../clients/list.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { findKeyStorageProblem } from "../evidence/key-storage-problem.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { describeSession } from "./inspect.ts";
import type { TokenInspection } from "./inspect.ts";
import { readTokens } from "./page.ts";
import { apisOfSession, isExpired, sessionOfCode } from "./sessions.ts";
import { KeySweep } from "./key-sweep.ts";
import type { KeyNames } from "./key-sweep.ts";

/**
 * Which tokens are looked for: those whose session has these values, such as `{ meta_data: { user: "u1" } }`, with the wire's
 * names, objects compared in what is named alone; or those of which a function says yes.
 */
export type FindWhere = UnknownRecord | ((session: KeySession) => boolean);

/** What `tokens.find` is asked for. */
export interface FindTokensInput {
  /** The API that the tokens open. */
  readonly apiId: string;
  /** Which tokens. */
  readonly where: FindWhere;
}

/** A token that was found. */
export interface FoundToken extends Omit<TokenInspection, "life"> {
  /** Its code, as lists have it: end it with `tokens.revoke({ apiId, listedCode })`. */
  readonly listedCode: string;
}

/** The tokens that were found. */
export interface FoundTokens {
  /** In no order. */
  readonly tokens: readonly FoundToken[];
  /** Whether every token of the gateway was looked at. */
  readonly complete: boolean;
  /** Why not. */
  readonly reason?: string;
}

/** Finds tokens by what their sessions say. */
export async function findTokens(
  context: MethodContext,
  input: FindTokensInput,
): Promise<FoundTokens> {
  context.check.record(input, "input", ["apiId", "where"]);
  const { apiId, where } = input;
  context.check.id(apiId, "apiId");
  if (typeof where !== "function") context.check.record(where, "where");
  const tokens = new Map<string, FoundToken>();
  const visit = async (listedCode: string, session: KeySession): Promise<boolean> => {
    const opens = apisOfSession(session)?.includes(apiId) ?? true;
    if (opens && !isExpired(context, session) && isWanted(context, session, where))
      tokens.set(listedCode, { listedCode, ...describeSession(session) });
    // No key has to be read twice.
    return Promise.resolve(false);
  };
  const before = await findKeyStorageProblem(context, apiId);
  const sweep = new KeySweep(context);
  const first = await sweepOnce(sweep, [], visit);
  // While storage is down the list is empty (trap 28): a second list has to hold what was found, and shows what was missing.
  const second = await sweepOnce(sweep, [...tokens.keys()], visit);
  // Those that the lists of the API's clients name can be read all the same.
  if (first.unlisted !== undefined) await visitListed(context, apiId, visit);
  const after = await findKeyStorageProblem(context, apiId);
  const reason =
    first.unlisted ?? first.uncertainty ?? second.unlisted ?? second.uncertainty ?? before ?? after;
  const found = [...tokens.values()];
  return {
    tokens: found,
    complete: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Lists the keys, and reads each that was not read yet. */
async function sweepOnce(
  sweep: KeySweep,
  alive: readonly string[],
  visit: (code: string, session: KeySession) => Promise<boolean>,
): Promise<Pick<KeyNames, "unlisted" | "uncertainty">> {
  const { names = [], unlisted, uncertainty } = await sweep.names(alive);
  const unread = await sweep.run(names, () => false, visit);
  return { unlisted, uncertainty: uncertainty ?? unread };
}

async function visitListed(
  context: MethodContext,
  apiId: string,
  visit: (code: string, session: KeySession) => Promise<boolean>,
): Promise<void> {
  const codes = new Set<string>();
  for (const { client_id: clientId } of await readClients(context, apiId)) {
    // Of a client with such an id nothing can be asked.
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

function isWanted(context: MethodContext, session: KeySession, where: FindWhere): boolean {
  if (typeof where !== "function") return holds(session, where);
  let wanted: unknown;
  try {
    wanted = where(session);
  } catch (error) {
    return context.check.fail("where", `function failed (${thrownName(error)})`);
  }
  // A promise, say, would be taken for a yes to every token.
  if (wanted instanceof Promise) wanted.catch(() => undefined);
  if (typeof wanted !== "boolean") context.check.fail("where", "function must give true or false");
  return wanted;
}

/** Whether a value has all that is named. */
function holds(value: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return isSameJson(value, wanted);
  return (
    isRecord(value) &&
    Object.entries(wanted).every(
      ([name, part]) => Object.hasOwn(value, name) && holds(value[name], part),
    )
  );
}
