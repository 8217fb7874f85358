import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { root } from "../support/root.ts";
import { run } from "../support/run.ts";

/** Installs what a folder's package-lock.json names, unless it is installed. The project's own `npm ci` does not need it. */
export function installLibraries(name: string): void {
  const folder = join(root, name);
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  const stamp = join(folder, "node_modules/.installed-lock.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log(`installing the libraries of ${name}`);
  run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
  linkPackage(folder);
  writeFileSync(stamp, lock);
}

/** Links this project into the folder's node_modules, because the package is in no public registry. */
function linkPackage(folder: string): void {
  const link = join(folder, "node_modules", packageName);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link, "junction");
}
