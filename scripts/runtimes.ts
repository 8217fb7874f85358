// Runs the conformance suite and the cases on real HTTP on every runtime, test runner and bundler that the documents promise.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmPack } from "./support/npm-pack.ts";
import { root } from "./support/root.ts";
import { readArguments, usage } from "./runtimes/arguments.ts";
import { hosts } from "./runtimes/hosts/index.ts";
import { notes } from "./runtimes/notes.ts";
import { printOutcome } from "./runtimes/print-outcome.ts";
import { runHost } from "./runtimes/run-host.ts";
import { hasPassed, writeTable } from "./runtimes/table.ts";
import type { Outcome } from "./runtimes/table.ts";

process.chdir(root);
const selected = readSelection();
const startedAt = performance.now();
const packFolder = mkdtempSync(join(tmpdir(), "tyk-oauth-runtimes-"));
const outcomes: Outcome[] = [];
try {
  const { tarball } = npmPack(packFolder);
  for (const host of selected.hosts) {
    const hostStartedAt = performance.now();
    const outcome = await runHost(host, tarball);
    printOutcome(outcome, performance.now() - hostStartedAt);
    outcomes.push(outcome);
  }
} finally {
  rmSync(packFolder, { recursive: true });
}

if (selected.writes) {
  const page = "docs/runtimes.md";
  writeFileSync(page, writeTable(readFileSync(page, "utf8"), hosts, outcomes, notes));
}
const failed = outcomes.filter(
  (outcome) => !hasPassed(outcome) && (selected.areNamed || !("unavailable" in outcome.run)),
);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(
  failed.length === 0
    ? `The package works on ${outcomes.filter(hasPassed).length} of ${outcomes.length} hosts (${seconds} s).`
    : `${failed.length} of ${outcomes.length} hosts failed (${seconds} s): ${failed.map(({ host }) => host.id).join(", ")}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function readSelection(): ReturnType<typeof readArguments<(typeof hosts)[number]>> {
  try {
    return readArguments(process.argv.slice(2), hosts);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(64);
  }
}
