import type { AppliedClient, AppliedState, ApplyReport } from "@tyk-oauth/sdk/manifest";
import type { ExitName } from "../exit-codes.ts";
import type { Output } from "../output/output.ts";
import { printable } from "../output/printable.ts";
import { CommandError } from "../errors/command-error.ts";
import { toCommandWords } from "../errors/command-words.ts";

const stateWords: Readonly<Record<AppliedState, string>> = {
  done: "done",
  unverified: "written, not proved",
  partial: "partly done",
  "not-done": "not done",
  unknown: "unknown",
  changed: "changed since, left alone",
};

/** Writes a line for each client, why it is not done, and what is left. */
export function writeApplyReport(output: Output, report: ApplyReport, signal: AbortSignal): void {
  const { clients, summary, stopped, complete } = report;
  output.table({
    heads: ["CLIENT", "ACTION", "STATE", "APIS", "TOKENS"],
    rows: clients.map((client) => [
      client.clientId,
      client.action,
      stateWords[client.state],
      describeSteps(client),
      [...new Set(client.tokens?.map(({ state }) => state))].join(", "),
    ]),
  });
  for (const { clientId, error, warnings = [], otherApis = [] } of clients) {
    if (error !== undefined)
      output.note(`${printable(clientId)}: ${printable(toCommandWords(error.message))}`);
    for (const warning of warnings) output.warn(`${clientId}: ${warning}`);
    if (otherApis.length > 0)
      output.note(`${printable(clientId)} still exists on ${printable(otherApis.join(", "))}.`);
  }
  if (stopped !== undefined) output.note(`Stopped: ${describeStop(stopped, signal)}.`);
  const counts = Object.entries(summary)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${stateWords[state as AppliedState]}`);
  output.note(`${counts.join("; ")}.`);
  if (!complete) output.note("Run it again: the next plan has only the rest.");
}

/** The reason of an abort is ours: Ctrl-C, or the deadline. */
function describeStop(
  { reason, message }: NonNullable<ApplyReport["stopped"]>,
  { reason: ours }: AbortSignal,
): string {
  return reason === "aborted" && ours instanceof CommandError ? ours.message : message;
}

/** Names the APIs of the steps, each with its state if it is not done. */
function describeSteps({ steps }: AppliedClient): string {
  const named = steps.map(({ apiId, state }) => (state === "done" ? apiId : `${apiId} ${state}`));
  return [...new Set(named)].join(", ");
}

/** Returns the exit code of a report. */
export function exitOfReport(report: ApplyReport, signal: AbortSignal): ExitName {
  const { complete, stopped, clients } = report;
  if (complete) return "done";
  if (stopped?.reason === "aborted" && signal.aborted) return "interrupted";
  const isUntouched = clients.every(({ state }) => state === "not-done" || state === "changed");
  if (!isUntouched) return "unproved";
  return stopped?.reason === "authentication" ? "authentication" : "failed";
}
