// Builds the documentation site. `dev` serves it and shows each change, `check` also checks the built site in a browser.
import { spawnSync } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { buildReference } from "./docs/build-reference.ts";
import { copyMermaid } from "./docs/copy-mermaid.ts";
import { installSiteLibraries, siteFolder } from "./docs/install.ts";
import { writePages } from "./docs/write-pages.ts";
import { writeTextFiles } from "./docs/write-text-files.ts";
import { root } from "./support/root.ts";

const vitepress = join(siteFolder, "node_modules/vitepress/bin/vitepress.js");

const [command = "build", ...args] = process.argv.slice(2);
if (!["build", "dev", "check"].includes(command)) throw new Error(`unknown command "${command}"`);

installSiteLibraries();
copyMermaid();
writePages();
console.log("building the reference");
buildReference();
if (command === "dev") {
  for (const folder of ["docs", "docs/site/pages"])
    watch(join(root, folder), () => {
      writePages();
    });
  runNode(vitepress, "dev", siteFolder, ...args);
} else {
  runNode(vitepress, "build", siteFolder);
  writeTextFiles();
  console.log("the site is in .cache/site/dist");
}
if (command === "check") {
  runNode("node_modules/typescript/bin/tsc", "-b", siteFolder);
  runNode(
    "node_modules/eslint/bin/eslint.js",
    "-c",
    join(siteFolder, "eslint.config.ts"),
    siteFolder,
  );
  runNode(join(siteFolder, "check/run.ts"), ...args);
}

/** Runs a program of Node with its output shown. Exits if the program fails. */
function runNode(...programAndArgs: readonly string[]): void {
  const { status, error } = spawnSync(process.execPath, programAndArgs, {
    cwd: root,
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
