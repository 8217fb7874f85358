// Makes a release, and with --publish puts it into the private registry of TYK_OAUTH_REGISTRY, with the token of
// TYK_OAUTH_REGISTRY_TOKEN. Refuses what must not be released; without --publish it only says what it would do.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { tagPrefix } from "./changes/baseline.ts";
import { distTag } from "./changes/versions.ts";
import { makeArtifacts } from "./release/artifacts.ts";
import { refusals } from "./release/refusals.ts";
import { RegistryClient, tokenVariable, whyNoRegistry } from "./release/registry.ts";
import { report } from "./support/report.ts";
import { root } from "./support/root.ts";
import { run } from "./support/run.ts";

process.chdir(root);
const { values } = parseArgs({ options: { publish: { type: "boolean", default: false } } });
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const url = process.env["TYK_OAUTH_REGISTRY"];
const noRegistry = whyNoRegistry(url, process.env[tokenVariable]);
// A dry run looks into the registry where there is one, and else at the last tag.
using registry =
  url === undefined || noRegistry !== undefined ? undefined : new RegistryClient(url);

run("npm", ["run", "build"]);
const refused = await refusals(version, registry);
if (noRegistry !== undefined && (values.publish || url !== undefined)) refused.push(noRegistry);
report(`${version} can be released`, refused);
if (refused.length > 0) {
  process.exitCode = 1;
} else {
  const { folder, tarball } = makeArtifacts(version);
  console.log(`Made in ${relative(root, folder)}/: the package, its bill of materials, checksums.`);
  if (values.publish && registry !== undefined) {
    const tag = distTag(version, registry.versions());
    registry.npm(["publish", tarball, `--tag=${tag}`]);
    console.log(
      `Published. Tag what was released: git tag ${tagPrefix}${version} && git push --tags`,
    );
  } else {
    console.log("Nothing was published: that takes --publish.");
  }
}
