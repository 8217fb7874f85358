// Prints what has changed for users since the last release, in the spec and in the public types, and the version that the
// change needs. Needs a fresh build. --since=<commit> compares with a commit; --check fails if the version is too small.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readBaselineAt, findLastRelease } from "./changes/baseline.ts";
import { compareWithBaseline } from "./changes/compare-with-baseline.ts";
import { printChanges, printVersion } from "./changes/print-changes.ts";
import { highestLevel } from "./changes/change.ts";
import { versionProblem } from "./changes/versions.ts";
import { root } from "./support/root.ts";

process.chdir(root);
const { values } = parseArgs({
  options: { since: { type: "string" }, check: { type: "boolean", default: false } },
});
using baseline = readBaselineAt(values.since ?? findLastRelease());
if (baseline === undefined)
  throw new Error("There is no git history to compare with: run this in a clone.");

console.log(`Since ${baseline.name} (version ${baseline.version}):`);
const { spec, types } = await compareWithBaseline(baseline);
printChanges("The spec", spec);
printChanges("The public types", types);
const all = [...spec, ...types];
printVersion(baseline.version, all);
if (values.check) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const problem = versionProblem(version, baseline.version, highestLevel(all));
  if (problem !== undefined) console.error(problem);
  process.exitCode = problem === undefined ? 0 : 1;
}
