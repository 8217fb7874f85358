import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { siteFolder } from "./site-folder.ts";
import { pagesFolder } from "./write-pages.ts";

const patterns = ["mermaid.esm.min.mjs", "chunks/mermaid.esm.min/*.mjs"];

/**
 * Copies mermaid to the public files of the site. It is built and minified already: to bundle it again would take longer than all
 * pages together. The files get the ending `.js`, because some hosts do not serve `.mjs` as JavaScript.
 */
export function copyMermaid(): void {
  const source = join(siteFolder, "node_modules/mermaid/dist");
  const folder = join(pagesFolder, "public/mermaid");
  rmSync(folder, { recursive: true, force: true });
  for (const file of globSync(patterns, { cwd: source })) {
    const target = join(folder, file.replace(/\.mjs$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(source, file), "utf8");
    writeFileSync(target, text.replaceAll(/((?:\.|chunks)\/[\w./-]+)\.mjs"/g, '$1.js"'));
  }
}
