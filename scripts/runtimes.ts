// Runs the conformance suite and the cases on real HTTP on every runtime, test runner and bundler that the documents promise.
import { readFileSync, writeFileSync } from "node:fs";
import { root } from "./support/root.ts";
import { forEachConcurrent } from "./support/for-each-concurrent.ts";
import { hosts } from "./runtimes/hosts/index.ts";
import { install } from "./runtimes/install.ts";
import { notes } from "./runtimes/notes.ts";
import { printOutcome, printSummary } from "./runtimes/print-outcome.ts";
import { readArguments, usage } from "./runtimes/arguments.ts";
import type { Arguments } from "./runtimes/arguments.ts";
import { runHost } from "./runtimes/run-host.ts";
import { isFailure, writeTable } from "./runtimes/table.ts";
import type { Outcome } from "./runtimes/table.ts";

const page = "docs/runtimes.md";

/** Hosts that run at once. Half of a host's time is waiting. */
const maxHosts = 2;

process.chdir(root);
const selected = readSelection();
const startedAt = performance.now();
const installation = install(["expect", ...selected.hosts.map(({ packages }) => packages)]);
const outcomes: Outcome[] = [];
await forEachConcurrent(selected.hosts, maxHosts, async (host) => {
  const hostStartedAt = performance.now();
  const outcome = await runHost(host, installation);
  printOutcome(outcome, performance.now() - hostStartedAt);
  outcomes.push(outcome);
  // After each host, so that a run that is interrupted leaves its results.
  if (selected.writes)
    writeFileSync(page, writeTable(readFileSync(page, "utf8"), hosts, outcomes, notes));
});

const failed = outcomes.filter((outcome) => isFailure(outcome, selected.areNamed));
printSummary(outcomes, failed, performance.now() - startedAt);
process.exitCode = failed.length === 0 ? 0 : 1;

function readSelection(): Arguments {
  try {
    return readArguments(process.argv.slice(2), hosts);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(64);
  }
}
