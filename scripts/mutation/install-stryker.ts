import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/root.ts";
import { run } from "../support/run.ts";

/** Below the project's folder, so that Stryker finds the project's own vitest. */
const folder = join(root, ".cache/mutation/stryker");

/**
 * Installs Stryker, unless this version is installed. Returns the path of its command. Stryker is not a dependency of the project:
 * most of its packages refuse the oldest supported Node, and only mutation testing needs it.
 */
export function installStryker(): string {
  // npm writes this file last.
  const installed = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installed) || read("package-lock.json", folder) !== read("package-lock.json")) {
    mkdirSync(folder, { recursive: true });
    for (const name of ["package.json", "package-lock.json"])
      cpSync(join(import.meta.dirname, name), join(folder, name));
    console.log("installing Stryker");
    // Without peer dependencies: the lock has no vitest.
    run("npm", ["ci", "--legacy-peer-deps", "--no-audit", "--no-fund"], { cwd: folder });
  }
  return join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js");
}

function read(name: string, from: string = import.meta.dirname): string {
  return readFileSync(join(from, name), "utf8");
}
