import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { run } from "./run.ts";

/** Options of an installation. */
interface InstallOptions {
  /** The folder to install in. Defaults to the folder of the package file. */
  readonly into?: string;
  readonly npmArgs?: readonly string[];
}

/**
 * Installs what a folder's package-lock.json names, unless it is installed. Paths start at the project's folder. The project's own
 * `npm ci` does not install these libraries, because only one command needs them.
 */
export function installLibraries(
  folder: string,
  { into = folder, npmArgs = [] }: InstallOptions = {},
): void {
  const lock = readFileSync(join(root, folder, "package-lock.json"), "utf8");
  const target = join(root, into);
  const stamp = join(target, "node_modules/.installed-lock.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  if (into !== folder) {
    mkdirSync(target, { recursive: true });
    for (const name of ["package.json", "package-lock.json"])
      cpSync(join(root, folder, name), join(target, name));
  }
  console.log(`installing the libraries of ${folder}`);
  run("npm", ["ci", ...npmArgs, "--no-audit", "--no-fund"], { cwd: target });
  writeFileSync(stamp, lock);
}
