import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareWithBaseline } from "../changes/compare-with-baseline.ts";
import { readBaselineAt, readBaselineIn, findLastRelease } from "../changes/baseline.ts";
import type { Baseline } from "../changes/baseline.ts";
import { highestLevel } from "../changes/change.ts";
import { printChanges } from "../changes/print-changes.ts";
import { predecessor, versionProblem } from "../changes/versions.ts";
import { root } from "../support/root.ts";
import { failureOutput, run } from "../support/run.ts";
import type { RegistryClient } from "./registry-client.ts";

/** Returns the reasons why the checked-out state must not be released as this version. */
export async function findRefusals(version: string, registry?: RegistryClient): Promise<string[]> {
  const refusals = [
    ...findUncommittedChanges(),
    ...findStaleCode(),
    ...findChangelogProblems(version),
    ...(await findBuildProblems(version)),
  ];
  const published = registry?.versions() ?? [];
  if (published.includes(version))
    return [...refusals, `the registry already has ${version}: choose another version`];
  const before = predecessor(version, published);
  if (before === undefined && published.length > 0)
    return [...refusals, `the registry has only versions after ${version}: choose a later version`];
  using baseline =
    registry === undefined || before === undefined
      ? readTaggedBaseline()
      : readBaselineIn(registry.fetch(before), before);
  if (baseline === undefined) console.log("There is no earlier release.");
  else refusals.push(...(await findVersionProblems(version, baseline)));
  return refusals;
}

function findUncommittedChanges(): string[] {
  const changed = run("git", ["status", "--porcelain"]).trim();
  return changed === ""
    ? []
    : [`some changes are not committed; commit or discard them:\n${changed}`];
}

function findStaleCode(): string[] {
  const stale = failureOutput(process.execPath, ["scripts/check-generated.ts"]);
  return stale === undefined ? [] : [stale];
}

function findChangelogProblems(version: string): string[] {
  const lines = readFileSync(join(root, "CHANGELOG.md"), "utf8").split("\n");
  const hasSection = lines.some(
    (line) => line.startsWith(`## ${version} (`) && /\(\d{4}-\d\d-\d\d\)$/.test(line),
  );
  return hasSection ? [] : [`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)"`];
}

/** The user agent has the version of src/version.ts, so it must be the released version. */
async function findBuildProblems(version: string): Promise<string[]> {
  const built = (await import(join(root, "dist/index.js"))) as { version: string };
  return built.version === version ? [] : [`src/version.ts has ${built.version}, not ${version}`];
}

function readTaggedBaseline(): Baseline | undefined {
  const tag = findLastRelease();
  return tag === "HEAD" ? undefined : readBaselineAt(tag);
}

async function findVersionProblems(version: string, baseline: Baseline): Promise<string[]> {
  const { spec, types } = await compareWithBaseline(baseline);
  printChanges(`The spec since ${baseline.name}`, spec);
  printChanges(`The public types since ${baseline.name}`, types);
  const problem = versionProblem(version, baseline.version, highestLevel([...spec, ...types]));
  return problem === undefined ? [] : [problem];
}
