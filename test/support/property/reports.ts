import type {
  CopiesReport,
  CopyReport,
  CutOffReport,
  CutOffSecret,
  RotatedCopy,
  RotationReport,
} from "@tyk-oauth/sdk";
import type { Settled, MethodRun } from "./invariants.ts";
import { oauthApis } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";

/** Returns what a cut-off's report says about each secret. */
export function secretLines(settled: Settled): readonly CutOffSecret[] {
  return (reportOf(settled) as Partial<CutOffReport>).secrets ?? [];
}

/** Invariants 3 and 5: a report is true for each copy, and mentions each copy that changed. */
export function checkReport(run: MethodRun): void {
  const report = reportOf(run.settled);
  const { clientId = "", apis = [] } = report as Partial<CopiesReport | RotationReport>;
  const lines = [...apis, ...secretLines(run.settled)];
  for (const line of lines) {
    if (run.otherChanges?.copies.has(`${line.apiId} ${clientId}`) === true) continue;
    if ("done" in line) checkCopy(run, clientId, line);
    if ("secret" in line) checkSecret(run, clientId, line);
  }
  const isOfCopies = "failed" in report || lines.some((line) => "done" in line || "secret" in line);
  for (const apiId of isOfCopies ? oauthApis : []) {
    const changed = changedFields(
      run.before.copy(apiId, clientId),
      run.after.copy(apiId, clientId),
    );
    if (run.otherChanges?.copies.has(`${apiId} ${clientId}`) === true) continue;
    if (changed.length > 0 && !lines.some((line) => line.apiId === apiId))
      throw new Error(`[3] the report omits ${apiId}, although ${changed.join()} changed`);
  }
}

/** Returns the report of a result or of an error, or an empty object if it has none. */
export function reportOf({ result, error }: Settled): object {
  const { report } = (error ?? result ?? {}) as { report?: object };
  return report ?? {};
}

function checkSecret(run: MethodRun, clientId: string, line: RotatedCopy | CutOffSecret): void {
  const { apiId, secret } = line;
  if (secret === "unknown") return;
  const now = run.after.copy(apiId, clientId)?.secret ?? "";
  const isSame = now === run.before.copy(apiId, clientId)?.secret;
  // A known secret that was already stored also counts as new.
  const isWrong =
    secret === "old" || secret === "unchanged"
      ? !isSame
      : isSame && !run.call.knownSecrets().includes(now);
  if (isWrong)
    throw new Error(`[3] the secret on ${apiId} was reported as ${secret}, which is wrong`);
}

function checkCopy({ before, after }: MethodRun, clientId: string, line: CopyReport): void {
  const { apiId, done, outcome } = line;
  if (done || outcome === "applied" || outcome === "unknown") return;
  if (changedFields(before.copy(apiId, clientId), after.copy(apiId, clientId)).length > 0)
    throw new Error(`[5] the copy on ${apiId} was reported as unchanged, but changed`);
}
