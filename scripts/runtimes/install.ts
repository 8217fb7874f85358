import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { failureOutput } from "../support/run.ts";
import { root } from "../support/root.ts";
import { HostUnavailable } from "./host.ts";
import { runChecked } from "./program.ts";
import { packageSets, packagesWithInstallScript } from "./versions.ts";
import type { PackageSet } from "./versions.ts";

/** Where hosts are installed. */
export const runtimesFolder: string = join(root, ".cache/runtimes");

/** Installs a set of packages, unless it is installed already. Returns its folder. */
export function installPackages(set: PackageSet): string {
  const folder = join(runtimesFolder, set);
  const stamp = join(folder, "installed.json");
  const manifest = JSON.stringify(createManifest(set), null, 2);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === manifest) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), manifest);
  const failure = failureOutput(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-package-lock"],
    { cwd: folder },
  );
  if (failure !== undefined)
    throw new HostUnavailable(`npm cannot install ${Object.keys(packageSets[set]).join(", ")}: ${lastLine(failure)}`);
  writeFileSync(stamp, manifest);
  return folder;
}

/** Puts the packed package into a folder, as its users install it. */
export async function addPackage(folder: string, tarball: string): Promise<void> {
  const target = join(folder, "node_modules", packageName);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await runChecked("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
}

function createManifest(set: PackageSet): object {
  const allowScripts = Object.fromEntries(packagesWithInstallScript.map((name) => [name, true]));
  return { private: true, type: "module", allowScripts, dependencies: packageSets[set] };
}

function lastLine(output: string): string {
  const lines = output.split("\n").filter((line) => /^npm error (?!A complete log)/.test(line));
  return (lines.at(-1) ?? output).replace(/^npm error /, "").slice(0, 200);
}
