import { declarationsIn } from "../api/declarations.ts";
import { compare } from "./assignable.ts";
import type { Change } from "./change.ts";

/**
 * What has changed for those who use the public types, by the reports of two versions. What was exported and is not any more,
 * or cannot be used where the old one was, is breaking.
 */
export function typeChanges(entry: string, before: string, after: string): Change[] {
  const [old, now] = [declarationsIn(before), declarationsIn(after)];
  if (old === now) return [];
  const changes = compare(old, now).map(({ name, what, breaking }): Change => {
    return { where: `${entry}: ${name}`, what, level: breaking ? "breaking" : "addition" };
  });
  // All that was there can be used as before, and something is different: an argument that may be left out, say.
  return changes.length > 0
    ? changes
    : [{ where: entry, what: "types that fit where the old ones did", level: "addition" }];
}
