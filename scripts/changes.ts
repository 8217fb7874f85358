// Tells what has changed for users since a release: in the spec, in the public types, and the version that it needs.
// Wants a fresh build. --since=<commit> instead of the last release; --check fails where the version is too small.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { baselineAt, lastRelease } from "./changes/baseline.ts";
import { changesSince } from "./changes/changes-since.ts";
import { showChanges, showVersion } from "./changes/show.ts";
import { weightiest } from "./changes/change.ts";
import { whyTooSmall } from "./changes/versions.ts";
import { root } from "./support/root.ts";

process.chdir(root);
const { values } = parseArgs({
  options: { since: { type: "string" }, check: { type: "boolean", default: false } },
});
using baseline = baselineAt(values.since ?? lastRelease());
if (baseline === undefined) throw new Error("There is no history here to compare with.");

console.log(`Since ${baseline.name} (version ${baseline.version}):`);
const { spec, types } = await changesSince(baseline);
showChanges("The spec", spec);
showChanges("The public types", types);
const all = [...spec, ...types];
showVersion(baseline.version, all);
if (values.check) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const why = whyTooSmall(version, baseline.version, weightiest(all));
  if (why !== undefined) console.error(why);
  process.exitCode = why === undefined ? 0 : 1;
}
