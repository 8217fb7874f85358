import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/root.ts";
import type { Change, Level } from "./change.ts";
import { loadOasdiff } from "./oasdiff.ts";

/** What oasdiff takes more lightly than a user of generated functions and types must. */
const severityLevels = join(root, "scripts/changes/spec-levels.txt");

/** Its levels. A warning is of what may break some: a user's types are among those. */
const levels: Readonly<Record<number, Level>> = { 3: "breaking", 2: "breaking", 1: "addition" };

/** What has changed for users between two files of the spec. */
export async function specChanges(before: string, after: string): Promise<Change[]> {
  const { changes, exitCode, stderr } = await loadOasdiff().runOasdiffChangelog(before, after, {
    flattenParams: true,
    severityLevels,
  });
  if (exitCode !== 0) throw new Error(`oasdiff failed: ${stderr}`);
  const found = changes.map(({ operation = "", path = "", section = "", text = "", level }) => ({
    where: `${operation} ${path === "" ? section : path}`.trim(),
    what: text,
    level: levels[level ?? 3] ?? "breaking",
  }));
  // It says nothing of words, examples and x- fields.
  return found.length === 0 && !isSame(before, after)
    ? [{ where: "the spec", what: "words, examples or x- fields", level: "text" }]
    : found;
}

/** Whether two files say the same, however they are written. */
function isSame(before: string, after: string): boolean {
  const read = (file: string): string => JSON.stringify(parse(readFileSync(file, "utf8")));
  return read(before) === read(after);
}
