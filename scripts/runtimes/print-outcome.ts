import { describeOutcome, hasPassed } from "./table.ts";
import type { Outcome } from "./table.ts";

/** How many lines of an error are printed: its message, and the top of its stack. */
const maxLines = 12;

/** How many failures of a suite are printed in full. One cause often fails every case. */
const maxPrinted = 3;

/** Prints the results of a host, and its failures. */
export function printOutcome(outcome: Outcome, durationMs: number): void {
  const { host, run } = outcome;
  const [version, conformance, http] = describeOutcome(outcome);
  const seconds = Math.round(durationMs / 100) / 10;
  const mark = hasPassed(outcome) ? "✔" : "✘";
  console.log(
    `${mark} ${host.id}: ${host.title} ${version ?? ""}; conformance ${conformance ?? ""}; real HTTP ${http ?? ""} (${seconds} s)`,
  );
  if ("unavailable" in run) return;
  for (const suite of [run.conformance, run.http]) {
    const failures = suite?.failures ?? [];
    for (const { name, error } of failures.slice(0, maxPrinted))
      console.log(`${name}\n${firstLines(error)}`.replaceAll(/^/gm, "    "));
    if (failures.length > maxPrinted)
      console.log(`    and ${failures.length - maxPrinted} more failures`);
  }
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, maxLines).join("\n");
}

/** Prints the last line of a run. */
export function printSummary(
  outcomes: readonly Outcome[],
  failed: readonly Outcome[],
  durationMs: number,
): void {
  const seconds = Math.round(durationMs / 1000);
  const passed = outcomes.filter(hasPassed).length;
  const names = failed.map(({ host }) => host.id).join(", ");
  console.log(
    failed.length === 0
      ? `The package works on ${passed} of ${outcomes.length} hosts (${seconds} s).`
      : `${failed.length} of ${outcomes.length} hosts failed (${seconds} s): ${names}`,
  );
}
