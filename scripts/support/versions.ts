import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { run } from "./run.ts";

/**
 * Installs several versions of a package side by side, in a folder of `.cache/`, and gives each one's own folder. What is there
 * stays there. What a check compares with is not among the project's dependencies, where there is one version of each; nor is
 * what one check alone needs and is large, since a monorepo installs all that is there for each of its members.
 */
export function installVersions(
  name: string,
  versions: readonly string[],
  overrides: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const folder = join(root, ".cache/versions", name);
  const folders = new Map(
    versions.map((version) => [version, join(folder, "node_modules", aliasOf(name, version))]),
  );
  const isThere = ([version, path]: [string, string]): boolean =>
    existsSync(join(path, "package.json")) && versionIn(path) === version;
  if (![...folders].every(isThere)) {
    mkdirSync(folder, { recursive: true });
    const dependencies = Object.fromEntries(
      versions.map((version) => [aliasOf(name, version), `npm:${name}@${version}`]),
    );
    // The package `node` brings its binary by an install script.
    const manifest = { private: true, allowScripts: { node: true }, dependencies, overrides };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
    run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
  }
  return folders;
}

function aliasOf(name: string, version: string): string {
  return `${name}-${version}`;
}

function versionIn(path: string): unknown {
  const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as object;
  return "version" in manifest ? manifest.version : undefined;
}
