import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { packBuild } from "../support/npm-pack.ts";
import { failureOutput, run } from "../support/run.ts";
import { root } from "../support/root.ts";
import { HostUnavailable } from "./host.ts";
import { packageSets, packagesWithInstallScript } from "./versions.ts";
import type { PackageSet } from "./versions.ts";

/** Where hosts are installed. */
export const runtimesFolder: string = join(root, ".cache/runtimes");

/** The installed packages of a run. */
export interface Installation {
  /** Returns the folder of a set. Throws a {@link HostUnavailable} if npm cannot install it. */
  readonly folderOf: (set: PackageSet) => string;
}

/** Installs sets of packages, each with the packed package of this project. Installed sets are kept. */
export function install(sets: readonly PackageSet[]): Installation {
  const tarball = pack();
  const failures = new Map<PackageSet, string>();
  for (const set of new Set(sets)) {
    const failure = installPackages(set);
    if (failure === undefined) addPackage(join(runtimesFolder, set), tarball);
    else failures.set(set, failure);
  }
  return {
    folderOf: (set) => {
      const failure = failures.get(set);
      if (failure !== undefined) throw new HostUnavailable(failure);
      return join(runtimesFolder, set);
    },
  };
}

function pack(): string {
  mkdirSync(runtimesFolder, { recursive: true });
  return packBuild(runtimesFolder).tarball;
}

/** Returns why npm cannot install a set, or `undefined` if it is installed. */
function installPackages(set: PackageSet): string | undefined {
  const folder = join(runtimesFolder, set);
  const stamp = join(folder, "installed.json");
  const manifest = JSON.stringify(createManifest(set), null, 2);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return undefined;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), manifest);
  const names = Object.keys(packageSets[set]).join(", ");
  if (names !== "") console.log(`installing ${names}`);
  const args = ["install", "--no-audit", "--no-fund", "--no-package-lock"];
  const failure = failureOutput("npm", args, { cwd: folder });
  if (failure !== undefined) return `npm cannot install ${names}: ${firstReason(failure)}`;
  writeFileSync(stamp, manifest);
  return undefined;
}

/** Puts the packed package into a folder, as its users have it. */
function addPackage(folder: string, tarball: string): void {
  const target = join(folder, "node_modules", packageName);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
}

function createManifest(set: PackageSet): object {
  const allowScripts = Object.fromEntries(packagesWithInstallScript.map((name) => [name, true]));
  return { private: true, type: "module", allowScripts, dependencies: packageSets[set] };
}

/** The first line of npm's errors that is more than a code. */
function firstReason(output: string): string {
  const lines = output
    .split("\n")
    .filter((line) => /^npm error (?!code |A complete log)/.test(line));
  return (lines[0] ?? output).replace(/^npm error /, "").slice(0, 200);
}
