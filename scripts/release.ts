// Creates the files of a release. With --publish, publishes them to the private registry in TYK_OAUTH_REGISTRY with the token in
// TYK_OAUTH_REGISTRY_TOKEN. Refuses a state that must not be released.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { tagPrefix } from "./changes/baseline.ts";
import { distTag } from "./changes/versions.ts";
import { createArtifacts } from "./release/create-artifacts.ts";
import { findMissingLinks } from "./release/find-missing-links.ts";
import { findRefusals } from "./release/find-refusals.ts";
import { RegistryClient, tokenVariable, registryProblem } from "./release/registry-client.ts";
import { printResult } from "./support/print-result.ts";
import { root } from "./support/root.ts";
import { run } from "./support/run.ts";

process.chdir(root);
const { values } = parseArgs({ options: { publish: { type: "boolean", default: false } } });
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const url = process.env["TYK_OAUTH_REGISTRY"];
const urlProblem = registryProblem(url, process.env[tokenVariable]);
// A dry run compares with the registry if one is set, and otherwise with the last tag.
using registry =
  url === undefined || urlProblem !== undefined ? undefined : new RegistryClient(url);

run("npm", ["run", "build"]);
const refusals = await findRefusals(version, registry);
if (urlProblem !== undefined && (values.publish || url !== undefined)) refusals.push(urlProblem);
printResult(`${version} can be released`, refusals);
for (const field of findMissingLinks())
  console.log(
    `Note: package.json has no "${field}", so the registry shows users no such link. See docs/maintaining/releasing.md.`,
  );
if (refusals.length > 0) {
  process.exitCode = 1;
} else {
  const { folder, tarball } = createArtifacts(version);
  console.log(
    `Created the package, its bill of materials and checksums in ${relative(root, folder)}/.`,
  );
  if (values.publish && registry !== undefined) {
    const tag = distTag(version, registry.versions());
    registry.npm(["publish", tarball, `--tag=${tag}`]);
    console.log(
      `Published. Now tag the release: git tag ${tagPrefix}${version} && git push --tags`,
    );
  } else {
    console.log("Nothing was published. Use --publish to publish.");
  }
}
