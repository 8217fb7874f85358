import type { AnyTykError, CopiesReport } from "@tyk-oauth/sdk";
import type { Disturbance } from "./other-writer.ts";
import { checkReport, reportOf, secretLines } from "./reports.ts";
import { oauthApis } from "./setup.ts";
import { changes } from "./truth.ts";
import type { Truth } from "./truth.ts";
import type { VerbCall } from "./verb-call.ts";
import type { IssuedToken } from "./world.ts";

/** How a run of a verb ended. */
export type Ended =
  | { readonly result: unknown; readonly error?: never }
  | { readonly error: AnyTykError; readonly result?: never };

/** A run of a verb, with what the gateway held before and after it. */
export interface Run {
  readonly call: VerbCall;
  readonly before: Truth;
  readonly after: Truth;
  readonly ended: Ended;
  /** Whether something went wrong with its requests, or happened between them. */
  readonly isTroubled: boolean;
  /** Whether the gateway's storage was down for some of them. */
  readonly isOutage: boolean;
  /** What another writer changed between them. */
  readonly disturbance: Disturbance | undefined;
}

/** Throws where a run broke an invariant; the number is that of the list in the test file. */
export function checkRun(run: Run): void {
  checkClients(run);
  checkTokens(run);
  checkSecrets(run);
  checkPromise(run);
  checkOutcome(run);
  checkReport(run);
  checkAbsence(run);
}

/** Every copy of every client there may be, but for those that another writer changed. */
function* copiesOf({
  after,
  disturbance,
}: Run): Generator<readonly [apiId: string, clientId: string]> {
  for (const apiId of oauthApis)
    for (const clientId of after.ids)
      if (disturbance?.copies.has(`${apiId} ${clientId}`) !== true) yield [apiId, clientId];
}

/** Every token from before, but for those that another writer ended or took off a list. */
function tokensOf({ before, disturbance }: Run): IssuedToken[] {
  return before.minted.filter(
    (one) => disturbance?.ended.has(one) !== true && disturbance?.dropped.has(one) !== true,
  );
}

/** 2. No client changes but those that are named, and of those no field but those that the verb is about. */
function checkClients(run: Run): void {
  const { call, before, after } = run;
  const scope = call.scope(before);
  for (const [apiId, clientId] of copiesOf(run)) {
    const allowed = scope.fields(apiId, clientId);
    const changed = changes(before.copy(apiId, clientId), after.copy(apiId, clientId));
    const wrong = changed.filter((field) => !allowed.includes(field));
    if (wrong.length > 0)
      throw new Error(`[2] ${wrong.join(", ")} of ${clientId} on ${apiId} changed unasked`);
  }
  const brokenNow = after.broken.filter((apiId) => !before.broken.includes(apiId));
  if (brokenNow.length > 0)
    throw new Error(`[2] ${brokenNow.join(", ")} cannot be listed any more`);
}

/** 2. No token ends, and no living one goes off its list, but where the documentation says so. */
function checkTokens(run: Run): void {
  const { call, before, after, disturbance } = run;
  const scope = call.scope(before);
  // A token whose copy another writer deleted belongs to the client's other copies from then on.
  const scopeThen = call.scope(disturbance?.truth ?? before);
  for (const token of tokensOf(run)) {
    if (!before.isAlive(token) || token.expires * 1000 <= after.now) continue;
    if (!after.isStored(token)) {
      // A method that writes back the policy that it read ends or drops tokens if another writer changed it meanwhile.
      if (disturbance?.copies.has(`${token.apiId} ${token.clientId}`) === true) continue;
      if (!scope.ends(token) && !scopeThen.ends(token))
        throw new Error(`[2] ${token.name} was ended unasked`);
      continue;
    }
    for (const apiId of oauthApis) {
      if (!before.isListed(apiId, token) || after.isListed(apiId, token)) continue;
      if (disturbance?.copies.has(`${apiId} ${token.clientId}`) === true) continue;
      if (!scope.drops(apiId, token.clientId))
        throw new Error(`[2] ${token.name} lives, and went off its list on ${apiId}`);
    }
  }
}

/** 3. Whoever had a secret changed knows the new one, or is told that it may have changed. */
function checkSecrets(run: Run): void {
  const { call, before, after, ended } = run;
  const known = [...call.knownSecrets(), JSON.stringify(ended.result ?? null)];
  for (const [apiId, clientId] of copiesOf(run)) {
    const secret = after.copy(apiId, clientId)?.secret;
    if (secret === undefined || secret === before.copy(apiId, clientId)?.secret) continue;
    if (known.some((text) => text.includes(secret))) continue;
    if (ended.error?.mayHaveBeenApplied === true) continue;
    // A report that was asked for in place of an error tells as well where the secret is another, or may be.
    if (secretLines(ended).some((line) => line.apiId === apiId && line.secret !== "unchanged"))
      continue;
    throw new Error(`[3] nobody was told the new secret of ${clientId} on ${apiId}`);
  }
}

/** 4. After a success all is as promised. Without trouble a verb fails only where the state explains it. */
function checkPromise({ call, before, after, ended, isTroubled, disturbance }: Run): void {
  if (ended.error === undefined) {
    // What is lost by another writer's change the documentation says of each verb. Reports are held to what they say all the same.
    if (disturbance !== undefined) return;
    const left = call.left(before, after, ended.result);
    if (left.length > 0) throw new Error(`[4] it succeeded, but ${left.join("; ")}`);
    return;
  }
  if (isTroubled) return;
  if (call.excuses(ended.error, before)) {
    const left = ended.error.code === "incomplete" ? call.leftAnyway?.(before, after) : undefined;
    if (left !== undefined && left.length > 0)
      throw new Error(`[4] it failed as it may, but ${left.join("; ")}`);
    return;
  }
  throw new Error(`[4] nothing explains that it failed: ${ended.error.message}`, {
    cause: ended.error,
  });
}

/** 5. What failed as `"not-sent"` or `"refused"` changed nothing. */
function checkOutcome(run: Run): void {
  const { before, after, ended } = run;
  if (ended.error === undefined || ended.error.mayHaveBeenApplied) return;
  const { outcome } = ended.error;
  for (const [apiId, clientId] of copiesOf(run)) {
    const changed = changes(before.copy(apiId, clientId), after.copy(apiId, clientId));
    if (changed.length > 0)
      throw new Error(
        `[5] ${outcome}, but ${changed.join(", ")} of ${clientId} on ${apiId} changed`,
      );
  }
  if (run.disturbance === undefined && before.broken.join() !== after.broken.join())
    throw new Error(`[5] ${outcome}, but an index changed`);
  for (const token of tokensOf(run)) {
    if (token.expires * 1000 <= after.now) continue;
    const isSame =
      before.isStored(token) === after.isStored(token) &&
      oauthApis.every((apiId) => before.isListed(apiId, token) === after.isListed(apiId, token));
    if (!isSame) throw new Error(`[5] ${outcome}, but ${token.name} or its list changed`);
  }
}

/** 5. While storage is down nothing seems to be there; nobody is told so of what is there. */
function checkAbsence({ call, before, ended, isOutage }: Run): void {
  const { error } = ended;
  if (!isOutage || error === undefined) return;
  if (error.code === "not-found" && !call.excuses(error, before))
    throw new Error(`[5] not found, though it is there: ${error.message}`);
  const { clientId, apis = [] } = reportOf(ended) as Partial<CopiesReport>;
  for (const { apiId, done, code } of apis) {
    if (done || code !== "not-found" || clientId === undefined) continue;
    if (before.copy(apiId, clientId) !== undefined && call.namesGhost !== true)
      throw new Error(`[5] the copy on ${apiId} is said not to be there, and is`);
  }
}
