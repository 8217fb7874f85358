import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/root.ts";
import type { Change, Level } from "./change.ts";
import { loadOasdiff } from "./oasdiff.ts";

/** Raises two levels of oasdiff: these changes break users of generated functions and types. */
const severityLevels = join(root, "scripts/changes/spec-levels.txt");

/** oasdiff's levels. A warning can break some users, such as those of the types, so it is breaking here. */
const levels: Readonly<Record<number, Level>> = { 3: "breaking", 2: "breaking", 1: "addition" };

/** Returns what has changed for users between two spec files. */
export async function compareSpecs(before: string, after: string): Promise<Change[]> {
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
  // oasdiff does not report descriptions, examples and x- fields.
  return found.length === 0 && !isSameContent(before, after)
    ? [{ where: "the spec", what: "descriptions, examples or x- fields", level: "text" }]
    : found;
}

/** Whether two files have the same content, whatever their formatting. */
function isSameContent(before: string, after: string): boolean {
  const read = (file: string): string => JSON.stringify(parse(readFileSync(file, "utf8")));
  return read(before) === read(after);
}
