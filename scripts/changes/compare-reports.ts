import { readDeclarations } from "../api/read-declarations.ts";
import { compareExports } from "./compare-exports.ts";
import type { Change } from "./change.ts";

/**
 * Returns what has changed in the public types of an entry, from its reports of two versions. A change is breaking if an export was
 * removed, or cannot be used like the old one.
 */
export function compareReports(entry: string, before: string, after: string): Change[] {
  const [oldCode, newCode] = [readDeclarations(before), readDeclarations(after)];
  if (oldCode === newCode) return [];
  const changes = compareExports(oldCode, newCode).map(({ name, what, isBreaking }): Change => {
    return { where: `${entry}: ${name}`, what, level: isBreaking ? "breaking" : "addition" };
  });
  // Every export can be used as before, but the code differs. For example, an argument became optional.
  return changes.length > 0
    ? changes
    : [{ where: entry, what: "the types differ but fit like the old ones", level: "addition" }];
}
