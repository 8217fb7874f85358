import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../support/run.ts";
import { siteFolder } from "./install.ts";
import { pagesFolder } from "./write-pages.ts";

/** Writes a page for each public name, from its TSDoc. */
export function buildReference(): void {
  const typedoc = join(siteFolder, "node_modules/typedoc/bin/typedoc");
  run(process.execPath, [typedoc, "--options", join(siteFolder, "typedoc.json")]);
  for (const file of globSync("api/**/*.md", { cwd: pagesFolder })) {
    const path = join(pagesFolder, file);
    // A TSDoc names a page as it is in the project.
    const text = readFileSync(path, "utf8").replaceAll("](docs/", "](/");
    writeFileSync(path, text);
  }
}
