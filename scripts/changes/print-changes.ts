import type { Change } from "./change.ts";
import { sortByLevel, highestLevel } from "./change.ts";
import { nextVersion } from "./versions.ts";

/** Prints changes under a title, the highest level first. */
export function printChanges(title: string, changes: readonly Change[]): void {
  console.log(`${title}: ${changes.length === 0 ? "nothing changed for users" : ""}`);
  for (const { level, where, what } of sortByLevel(changes))
    console.log(`  ${level.padEnd(8)}  ${where}: ${what.replaceAll(/\s*\n\s*/g, " ")}`);
}

/** Prints the lowest version that may follow a release with these changes. */
export function printVersion(released: string, changes: readonly Change[]): void {
  const level = highestLevel(changes);
  console.log(
    `The next version after ${released} must be at least ${nextVersion(released, level)}.`,
  );
}
