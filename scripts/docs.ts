// Builds the documentation site, or with `dev` serves it and rebuilds at each change.
import { spawnSync } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { buildReference } from "./docs/build-reference.ts";
import { installSiteLibraries, siteFolder } from "./docs/install.ts";
import { writePages } from "./docs/write-pages.ts";
import { writeTextFiles } from "./docs/write-text-files.ts";
import { root } from "./support/root.ts";

const vitepress = join(siteFolder, "node_modules/vitepress/bin/vitepress.js");

function runVitePress(command: string, ...args: readonly string[]): void {
  const { status, error } = spawnSync(process.execPath, [vitepress, command, siteFolder, ...args], {
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const [command = "build", ...args] = process.argv.slice(2);
installSiteLibraries();
writePages();
console.log("building the reference");
buildReference();
if (command === "dev") {
  for (const folder of ["docs", "docs/site/pages"])
    watch(join(root, folder), () => {
      writePages();
    });
  runVitePress("dev", ...args);
} else {
  runVitePress("build");
  writeTextFiles();
  console.log("the site is in .cache/site/dist");
}
