// Writes generated/ from openapi/tyk-oauth.yaml, and tells what that changes for users. Nothing else writes there.
import { baselineAt, lastRelease } from "./changes/baseline.ts";
import { typesSince } from "./changes/changes-since.ts";
import { showChanges, showVersion } from "./changes/show.ts";
import { specChanges } from "./changes/spec-changes.ts";
import { generate, generatedPath, specPath } from "./generator/generator.ts";
import { run } from "./support/run.ts";

await generate(generatedPath);
using baseline = baselineAt(lastRelease());
if (baseline === undefined) {
  console.log("There is no history here to compare with.");
} else {
  const spec = await specChanges(baseline.spec, specPath);
  showChanges(`The spec since ${baseline.name}`, spec);
  if (spec.some(({ level }) => level !== "text")) {
    run("npm", ["run", "build"]);
    const types = typesSince(baseline);
    showChanges(`The public types since ${baseline.name}`, types);
    showVersion(baseline.version, [...spec, ...types]);
  }
}
