// Writes generated/ from openapi/tyk-oauth.yaml, and prints what the change means for users. Nothing else writes generated/.
import { readBaselineAt, findLastRelease } from "./changes/baseline.ts";
import { compareTypesWithBaseline } from "./changes/compare-with-baseline.ts";
import { printChanges, printVersion } from "./changes/print-changes.ts";
import { compareSpecs } from "./changes/compare-specs.ts";
import { generate, generatedPath, specPath } from "./generator/generator.ts";
import { run } from "./support/run.ts";

await generate(generatedPath);
using baseline = readBaselineAt(findLastRelease());
if (baseline === undefined) {
  console.log("There is no git history to compare with.");
} else {
  const spec = await compareSpecs(baseline.spec, specPath);
  printChanges(`The spec since ${baseline.name}`, spec);
  if (spec.some(({ level }) => level !== "text")) {
    run("npm", ["run", "build"]);
    const types = compareTypesWithBaseline(baseline);
    printChanges(`The public types since ${baseline.name}`, types);
    printVersion(baseline.version, [...spec, ...types]);
  }
}
