// Releases to a temporary private registry on 127.0.0.1, installs from it like a user, and upgrades. Works in a clone of the
// committed state, so nothing in this folder changes.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAnonymousAccess } from "./registry/anonymous-access.ts";
import { UserProject } from "./registry/user-project.ts";
import { ReleaseClone } from "./registry/release-clone.ts";
import { RegistryClient, tokenVariable } from "./release/registry-client.ts";
import { startRegistry } from "./registry/start-registry.ts";
import { printResult } from "./support/print-result.ts";
import { root } from "./support/root.ts";

process.chdir(root);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "tyk-oauth-registry-")));
const problems: string[] = [];
const record = (title: string, found: readonly string[]): void => {
  printResult(title, found);
  problems.push(...found);
};

try {
  mkdirSync(join(folder, "registry"));
  await using registry = await startRegistry(join(folder, "registry"));
  const { url } = registry;
  // npm's settings read the token from this variable.
  process.env[tokenVariable] = registry.token;
  using client = new RegistryClient(url);
  const clone = new ReleaseClone(join(folder, "clone"), client, url);

  record("Reading and writing need a token", findAnonymousAccess(url, join(folder, "anonymous")));
  clone.commitVersion("0.1.0");
  record(
    "A plain `npm publish` reaches no registry, whatever .npmrc says",
    clone.checkPlainPublish(),
  );
  record("A dry run publishes nothing", clone.checkDryRun());
  record("A dirty tree is refused", clone.checkDirtyTree());
  record("A stale generated/ is refused", clone.checkStaleCode());
  record("A version without a section in CHANGELOG.md is refused", clone.checkMissingChangelog());
  record("A public registry is refused", clone.checkPublicRegistry());
  record(
    "The first version is published, with its bill of materials and checksums",
    clone.checkPublish(),
  );
  record("The same version is not published again", clone.checkSameVersion());

  const project = new UserProject(join(folder, "app"), url);
  record(
    "A project installs the package by the scope in .npmrc, and runs it",
    project.install("0.1.0"),
  );
  record("An addition is published as 0.1.1", clone.checkAddition("0.1.1"));
  record("The project upgrades to 0.1.1, and runs it", project.upgrade("0.1.1"));
  record(
    "A breaking change of the public types is refused as 0.1.2",
    clone.checkBreakingType("0.1.2"),
  );
  record("A breaking change of the spec is refused as 0.1.2", clone.checkBreakingSpec("0.1.2"));
  record("The same change is published as 0.2.0", clone.checkPublishAs("0.2.0"));
  record("The project with ^0.1.0 stays on 0.1.1", project.upgrade("0.1.1"));
} finally {
  rmSync(folder, { recursive: true });
}
console.log(
  problems.length === 0
    ? "The package can be released and installed."
    : `Failed with ${problems.length} problems: see above.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
