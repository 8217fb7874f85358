import type { Change } from "./change.ts";
import { sorted, weightiest } from "./change.ts";
import { nextVersion } from "./versions.ts";

/** Prints changes, the weightiest first. */
export function showChanges(what: string, changes: readonly Change[]): void {
  console.log(`${what}: ${changes.length === 0 ? "nothing changed for users" : ""}`);
  for (const { level, where, what: text } of sorted(changes))
    console.log(`  ${level.padEnd(8)}  ${where}: ${text.replaceAll(/\s*\n\s*/g, " ")}`);
}

/** Prints the version that changes need after a release. */
export function showVersion(released: string, changes: readonly Change[]): void {
  const level = weightiest(changes);
  console.log(`After ${released} this needs version ${nextVersion(released, level)} at least.`);
}
