import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/root.ts";
import { run } from "../support/run.ts";

/** The folder of the site: its pages, its theme and its own libraries. */
export const siteFolder: string = join(root, "docs/site");

/**
 * Installs the site's libraries in `docs/site/`, unless the versions of its lockfile are installed. They are not dependencies of the
 * project, because only the site needs them.
 */
export function installSiteLibraries(): void {
  const lock = readFileSync(join(siteFolder, "package-lock.json"), "utf8");
  const stamp = join(siteFolder, "node_modules/.installed-lock.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("installing the site's libraries");
  run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: siteFolder });
  writeFileSync(stamp, lock);
}
