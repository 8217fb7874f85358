// Releases to a private registry of its own on 127.0.0.1, installs from there as a user does, and upgrades. Works on what is
// committed, in a clone, so that nothing of this folder is touched.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anonymous } from "./registry/anonymous.ts";
import { App } from "./registry/app.ts";
import { ReleaseClone } from "./registry/clone.ts";
import { RegistryClient, tokenVariable } from "./release/registry.ts";
import { startRegistry } from "./registry/registry.ts";
import { report } from "./support/report.ts";
import { root } from "./support/root.ts";

process.chdir(root);
const place = realpathSync(mkdtempSync(join(tmpdir(), "tyk-oauth-registry-")));
const problems: string[] = [];
const step = (title: string, found: readonly string[]): void => {
  report(title, found);
  problems.push(...found);
};

try {
  mkdirSync(join(place, "registry"));
  await using registry = await startRegistry(join(place, "registry"));
  const { url } = registry;
  // Where settings name it, as those of a user do.
  process.env[tokenVariable] = registry.token;
  using client = new RegistryClient(url);
  const clone = new ReleaseClone(join(place, "clone"), client, url);

  step("Nobody reads or writes without a token", anonymous(url, join(place, "anonymous")));
  clone.release("0.1.0");
  step("A plain `npm publish` reaches no registry, whatever .npmrc says", clone.plainPublish());
  step("A dry run publishes nothing", clone.dryRun());
  step("A dirty tree is refused", clone.dirtyTree());
  step("A stale generated/ is refused", clone.staleCode());
  step("A version without its section in CHANGELOG.md is refused", clone.noChangelog());
  step("A public registry is refused", clone.publicRegistry());
  step("The first version is published, with its bill of materials and checksums", clone.publish());
  step("The same version is not published again", clone.sameVersion());

  const app = new App(join(place, "app"), url);
  step("A project installs it by the scope in .npmrc, and runs it", app.install("0.1.0"));
  step("An addition may come as 0.1.1, and is published", clone.addition("0.1.1"));
  step("The project upgrades to it, and runs it", app.upgrade("0.1.1"));
  step("A break of the public types is refused as 0.1.2", clone.brokenType("0.1.2"));
  step("A break of the spec is refused as 0.1.2", clone.brokenSpec("0.1.2"));
  step("As 0.2.0 the same is published", clone.publishAs("0.2.0"));
  step("The project's ^0.1.0 does not take it", app.upgrade("0.1.1"));
} finally {
  rmSync(place, { recursive: true });
}
console.log(problems.length === 0 ? "The package can be released and installed." : "It failed.");
process.exitCode = problems.length === 0 ? 0 : 1;
