import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { run } from "./run.ts";

/**
 * Installs several versions of a package side by side in `.cache/`, and returns the folder of each version. Installed versions are
 * kept. It is for packages that are needed in several versions, and for large ones that only one check needs: a monorepo would
 * otherwise install them with this project.
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
  const isInstalled = ([version, path]: [string, string]): boolean =>
    existsSync(join(path, "package.json")) && readVersion(path) === version;
  if (![...folders].every(isInstalled)) {
    mkdirSync(folder, { recursive: true });
    const dependencies = Object.fromEntries(
      versions.map((version) => [aliasOf(name, version), `npm:${name}@${version}`]),
    );
    // The package `node` installs its binary with an install script.
    const manifest = { private: true, allowScripts: { node: true }, dependencies, overrides };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
    run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
  }
  return folders;
}

function aliasOf(name: string, version: string): string {
  return `${name}-${version}`;
}

function readVersion(path: string): unknown {
  const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as object;
  return "version" in manifest ? manifest.version : undefined;
}
