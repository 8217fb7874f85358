// Builds the documentation site. `dev` serves it and shows each change, `check` also checks the built site in a browser.
import { watch } from "node:fs";
import { join } from "node:path";
import { buildReference } from "./docs/build-reference.ts";
import { copyMermaid } from "./docs/copy-mermaid.ts";
import { siteFolder } from "./docs/site-folder.ts";
import { writePages } from "./docs/write-pages.ts";
import { writeTextFiles } from "./docs/write-text-files.ts";
import { installLibraries } from "./support/install-libraries.ts";
import { root } from "./support/root.ts";
import { runNode } from "./support/run-node.ts";

const vitepress = join(siteFolder, "node_modules/vitepress/bin/vitepress.js");

const [command = "build", ...args] = process.argv.slice(2);
if (!["build", "dev", "check"].includes(command)) throw new Error(`unknown command "${command}"`);

installLibraries("docs/site");
copyMermaid();
writePages();
console.log("building the reference");
buildReference();
if (command === "dev") {
  for (const folder of ["docs", "docs/site/pages"])
    watch(join(root, folder), () => {
      writePages();
    });
  mustRun(vitepress, "dev", siteFolder, ...args);
} else {
  mustRun(vitepress, "build", siteFolder);
  writeTextFiles();
  console.log("the site is in .cache/site/dist");
}
if (command === "check") {
  mustRun("node_modules/typescript/bin/tsc", "-b", siteFolder);
  mustRun(
    "node_modules/eslint/bin/eslint.js",
    "-c",
    join(siteFolder, "eslint.config.ts"),
    siteFolder,
  );
  mustRun(join(siteFolder, "check/run.ts"), ...args);
}

/** Runs a program of Node. Exits if the program fails. */
function mustRun(...programAndArgs: readonly string[]): void {
  const exitCode = runNode(programAndArgs);
  if (exitCode !== 0) process.exit(exitCode);
}
