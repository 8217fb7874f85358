import type { AnyTykError, CopiesReport } from "@tyk-oauth/sdk";
import type { OtherChanges } from "./other-writer.ts";
import { checkReport, reportOf, secretLines } from "./reports.ts";
import { oauthApis } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import type { CheckedCall } from "./checked-call.ts";
import type { IssuedToken } from "./simulation.ts";

/** How a run of a verb ended. */
export type Settled =
  | { readonly result: unknown; readonly error?: never }
  | { readonly error: AnyTykError; readonly result?: never };

/** A run of a verb, with what the gateway held before and after it. */
export interface MethodRun {
  readonly call: CheckedCall;
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  readonly settled: Settled;
  /** Whether something went wrong with its requests, or happened between them. */
  readonly isDisrupted: boolean;
  /** Whether the gateway's storage was down for some of them. */
  readonly isOutage: boolean;
  /** What another writer changed between them. */
  readonly otherChanges: OtherChanges | undefined;
}

/** Throws where a run broke an invariant; the number is that of the list in the test file. */
export function checkRun(run: MethodRun): void {
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
  otherChanges,
}: MethodRun): Generator<readonly [apiId: string, clientId: string]> {
  for (const apiId of oauthApis)
    for (const clientId of after.clientIds)
      if (otherChanges?.copies.has(`${apiId} ${clientId}`) !== true) yield [apiId, clientId];
}

/** Every token from before, but for those that another writer ended or took off a list. */
function tokensOf({ before, otherChanges }: MethodRun): IssuedToken[] {
  return before.issuedTokens.filter(
    (one) => otherChanges?.ended.has(one) !== true && otherChanges?.dropped.has(one) !== true,
  );
}

/** 2. No client changes but those that are named, and of those no field but those that the verb is about. */
function checkClients(run: MethodRun): void {
  const { call, before, after } = run;
  const scope = call.scope(before);
  for (const [apiId, clientId] of copiesOf(run)) {
    const allowed = scope.fields(apiId, clientId);
    const changed = changedFields(before.copy(apiId, clientId), after.copy(apiId, clientId));
    const wrong = changed.filter((field) => !allowed.includes(field));
    if (wrong.length > 0)
      throw new Error(`[2] ${wrong.join(", ")} of ${clientId} on ${apiId} changed unasked`);
  }
  const newlyUnlistable = after.unlistableApis.filter(
    (apiId) => !before.unlistableApis.includes(apiId),
  );
  if (newlyUnlistable.length > 0)
    throw new Error(`[2] ${newlyUnlistable.join(", ")} cannot be listed any more`);
}

/** 2. No token ends, and no living one goes off its list, but where the documentation says so. */
function checkTokens(run: MethodRun): void {
  const { call, before, after, otherChanges } = run;
  const scope = call.scope(before);
  // A token whose copy another writer deleted belongs to the client's other copies from then on.
  const scopeAfterWrite = call.scope(otherChanges?.state ?? before);
  for (const token of tokensOf(run)) {
    if (!before.isAlive(token) || token.expiresAt * 1000 <= after.now) continue;
    if (!after.isStored(token)) {
      // A method that writes back the policy that it read ends or drops tokens if another writer changed it meanwhile.
      if (otherChanges?.copies.has(`${token.apiId} ${token.clientId}`) === true) continue;
      if (!scope.mayEnd(token) && !scopeAfterWrite.mayEnd(token))
        throw new Error(`[2] ${token.name} was ended unasked`);
      continue;
    }
    for (const apiId of oauthApis) {
      if (!before.isListed(apiId, token) || after.isListed(apiId, token)) continue;
      if (otherChanges?.copies.has(`${apiId} ${token.clientId}`) === true) continue;
      if (!scope.mayDrop(apiId, token.clientId))
        throw new Error(`[2] ${token.name} lives, and went off its list on ${apiId}`);
    }
  }
}

/** 3. Whoever had a secret changed knows the new one, or is told that it may have changed. */
function checkSecrets(run: MethodRun): void {
  const { call, before, after, settled } = run;
  const known = [...call.knownSecrets(), JSON.stringify(settled.result ?? null)];
  for (const [apiId, clientId] of copiesOf(run)) {
    const secret = after.copy(apiId, clientId)?.secret;
    if (secret === undefined || secret === before.copy(apiId, clientId)?.secret) continue;
    if (known.some((text) => text.includes(secret))) continue;
    if (settled.error?.mayHaveBeenApplied === true) continue;
    // A report that was asked for in place of an error tells as well where the secret is another, or may be.
    if (secretLines(settled).some((line) => line.apiId === apiId && line.secret !== "unchanged"))
      continue;
    throw new Error(`[3] nobody was told the new secret of ${clientId} on ${apiId}`);
  }
}

/** 4. After a success all is as promised. Without trouble a verb fails only where the state explains it. */
function checkPromise({
  call,
  before,
  after,
  settled,
  isDisrupted,
  otherChanges,
}: MethodRun): void {
  if (settled.error === undefined) {
    // What is lost by another writer's change the documentation says of each verb. Reports are held to what they say all the same.
    if (otherChanges !== undefined) return;
    const unmet = call.findUnmet(before, after, settled.result);
    if (unmet.length > 0) throw new Error(`[4] it succeeded, but ${unmet.join("; ")}`);
    return;
  }
  if (isDisrupted) return;
  if (call.isExpectedFailure(settled.error, before)) {
    const unmet =
      settled.error.code === "incomplete" ? call.findUnmetIfIncomplete?.(before, after) : undefined;
    if (unmet !== undefined && unmet.length > 0)
      throw new Error(`[4] it failed as it may, but ${unmet.join("; ")}`);
    return;
  }
  throw new Error(`[4] nothing explains that it failed: ${settled.error.message}`, {
    cause: settled.error,
  });
}

/** 5. What failed as `"not-sent"` or `"refused"` changed nothing. */
function checkOutcome(run: MethodRun): void {
  const { before, after, settled } = run;
  if (settled.error === undefined || settled.error.mayHaveBeenApplied) return;
  const { outcome } = settled.error;
  for (const [apiId, clientId] of copiesOf(run)) {
    const changed = changedFields(before.copy(apiId, clientId), after.copy(apiId, clientId));
    if (changed.length > 0)
      throw new Error(
        `[5] ${outcome}, but ${changed.join(", ")} of ${clientId} on ${apiId} changed`,
      );
  }
  if (
    run.otherChanges === undefined &&
    before.unlistableApis.join() !== after.unlistableApis.join()
  )
    throw new Error(`[5] ${outcome}, but an index changed`);
  for (const token of tokensOf(run)) {
    if (token.expiresAt * 1000 <= after.now) continue;
    const isSame =
      before.isStored(token) === after.isStored(token) &&
      oauthApis.every((apiId) => before.isListed(apiId, token) === after.isListed(apiId, token));
    if (!isSame) throw new Error(`[5] ${outcome}, but ${token.name} or its list changed`);
  }
}

/** 5. While storage is down nothing seems to be there; nobody is told so of what is there. */
function checkAbsence({ call, before, settled, isOutage }: MethodRun): void {
  const { error } = settled;
  if (!isOutage || error === undefined) return;
  if (error.code === "not-found" && !call.isExpectedFailure(error, before))
    throw new Error(`[5] not found, though it is there: ${error.message}`);
  const { clientId, apis = [] } = reportOf(settled) as Partial<CopiesReport>;
  for (const { apiId, done, code } of apis) {
    if (done || code !== "not-found" || clientId === undefined) continue;
    if (before.copy(apiId, clientId) !== undefined && call.namesMissingPolicy !== true)
      throw new Error(`[5] the copy on ${apiId} is said not to be there, and is`);
  }
}
