import type { AnyTykError, CopiesReport } from "@tyk-oauth/sdk";
import type { OtherChanges } from "./other-writer.ts";
import { checkReport, reportOf, secretLines } from "./reports.ts";
import { oauthApis } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import type { CheckedCall } from "./checked-call.ts";
import type { IssuedToken } from "./simulation.ts";

/** The result of a method, or its error. */
export type Settled =
  | { readonly result: unknown; readonly error?: never }
  | { readonly error: AnyTykError; readonly result?: never };

/** One run of a method, with the gateway's state before and after it. */
export interface MethodRun {
  readonly call: CheckedCall;
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  readonly settled: Settled;
  /** Whether a disruption affected its requests or happened between them. */
  readonly isDisrupted: boolean;
  /** Whether the gateway's storage was down for some of its requests. */
  readonly isOutage: boolean;
  /** What another writer changed between its requests. */
  readonly otherChanges: OtherChanges | undefined;
}

/** Throws if a run breaks an invariant. Messages start with the invariant's number in the test file. */
export function checkRun(run: MethodRun): void {
  checkClients(run);
  checkTokens(run);
  checkSecrets(run);
  checkPromise(run);
  checkOutcome(run);
  checkReport(run);
  checkAbsence(run);
}

/** Yields all possible copies of all clients, except those that another writer changed. */
function* copiesOf({
  after,
  otherChanges,
}: MethodRun): Generator<readonly [apiId: string, clientId: string]> {
  for (const apiId of oauthApis)
    for (const clientId of after.clientIds)
      if (otherChanges?.copies.has(`${apiId} ${clientId}`) !== true) yield [apiId, clientId];
}

/** Returns the tokens from before the call, except those that another writer ended or removed from a list. */
function tokensOf({ before, otherChanges }: MethodRun): IssuedToken[] {
  return before.issuedTokens.filter(
    (one) => otherChanges?.ended.has(one) !== true && otherChanges?.dropped.has(one) !== true,
  );
}

/** Invariant 2: a method changes only the named clients, and only the fields that it is for. */
function checkClients(run: MethodRun): void {
  const { call, before, after } = run;
  const scope = call.scope(before);
  for (const [apiId, clientId] of copiesOf(run)) {
    const allowed = scope.fields(apiId, clientId);
    const changed = changedFields(before.copy(apiId, clientId), after.copy(apiId, clientId));
    const wrong = changed.filter((field) => !allowed.includes(field));
    if (wrong.length > 0)
      throw new Error(
        `[2] ${wrong.join(", ")} of ${clientId} on ${apiId} changed, but the call does not change it`,
      );
  }
  const newlyUnlistable = after.unlistableApis.filter(
    (apiId) => !before.unlistableApis.includes(apiId),
  );
  if (newlyUnlistable.length > 0)
    throw new Error(`[2] ${newlyUnlistable.join(", ")} can no longer be listed`);
}

/** Invariant 2: tokens end, and living tokens leave their list, only as documented. */
function checkTokens(run: MethodRun): void {
  const { call, before, after, otherChanges } = run;
  const scope = call.scope(before);
  // If another writer deletes a copy, its tokens count for the client's other copies.
  const scopeAfterWrite = call.scope(otherChanges?.state ?? before);
  for (const token of tokensOf(run)) {
    if (!before.isAlive(token) || token.expiresAt * 1000 <= after.now) continue;
    if (!after.isStored(token)) {
      // A method writes the policy back that it read. If another writer changed the policy in between, tokens end or leave
      // their list.
      if (otherChanges?.copies.has(`${token.apiId} ${token.clientId}`) === true) continue;
      if (!scope.mayEnd(token) && !scopeAfterWrite.mayEnd(token))
        throw new Error(`[2] ${token.name} was ended, but the call does not end it`);
      continue;
    }
    for (const apiId of oauthApis) {
      if (!before.isListed(apiId, token) || after.isListed(apiId, token)) continue;
      if (otherChanges?.copies.has(`${apiId} ${token.clientId}`) === true) continue;
      if (!scope.mayDrop(apiId, token.clientId))
        throw new Error(`[2] ${token.name} is alive, but left its list on ${apiId}`);
    }
  }
}

/** Invariant 3: the caller knows the new secret, or the error says that the secret may have changed. */
function checkSecrets(run: MethodRun): void {
  const { call, before, after, settled } = run;
  const knownTexts = [...call.knownSecrets(), JSON.stringify(settled.result ?? null)];
  for (const [apiId, clientId] of copiesOf(run)) {
    const secret = after.copy(apiId, clientId)?.secret;
    if (secret === undefined || secret === before.copy(apiId, clientId)?.secret) continue;
    if (knownTexts.some((text) => text.includes(secret))) continue;
    if (settled.error?.mayHaveBeenApplied === true) continue;
    // A report that replaces the error (`ifUnproved: "report"`) also says which secrets changed or may have changed.
    if (secretLines(settled).some((line) => line.apiId === apiId && line.secret !== "unchanged"))
      continue;
    throw new Error(
      `[3] neither the result nor the error has the new secret of ${clientId} on ${apiId}`,
    );
  }
}

/** Invariant 4: a success keeps all promises. Without a disruption, the state before the call explains each failure. */
function checkPromise({
  call,
  before,
  after,
  settled,
  isDisrupted,
  otherChanges,
}: MethodRun): void {
  if (settled.error === undefined) {
    // The documentation of each method names what another writer's change can undo. Reports are checked nevertheless.
    if (otherChanges !== undefined) return;
    const unmet = call.findUnmet(before, after, settled.result);
    if (unmet.length > 0) throw new Error(`[4] the method succeeded, but ${unmet.join("; ")}`);
    return;
  }
  if (isDisrupted) return;
  if (call.isExpectedFailure(settled.error, before)) {
    const unmet =
      settled.error.code === "incomplete" ? call.findUnmetIfIncomplete?.(before, after) : undefined;
    if (unmet !== undefined && unmet.length > 0)
      throw new Error(`[4] the method failed as expected, but ${unmet.join("; ")}`);
    return;
  }
  throw new Error(`[4] nothing explains the failure: ${settled.error.message}`, {
    cause: settled.error,
  });
}

/** Invariant 5: a method that fails as `"not-sent"` or `"refused"` changed nothing. */
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

/** Invariant 5: while storage is down, everything seems to be missing. No error may report an existing client as not found. */
function checkAbsence({ call, before, settled, isOutage }: MethodRun): void {
  const { error } = settled;
  if (!isOutage || error === undefined) return;
  if (error.code === "not-found" && !call.isExpectedFailure(error, before))
    throw new Error(`[5] an existing client was reported as not found: ${error.message}`);
  const { clientId, apis = [] } = reportOf(settled) as Partial<CopiesReport>;
  for (const { apiId, done, code } of apis) {
    if (done || code !== "not-found" || clientId === undefined) continue;
    if (before.copy(apiId, clientId) !== undefined && call.namesMissingPolicy !== true)
      throw new Error(`[5] the copy on ${apiId} exists, but was reported as not found`);
  }
}
