import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/root.ts";
import { pagePathOf } from "./page-path.ts";
import { readIndex } from "./read-index.ts";
import { siteBase } from "./site-base.ts";
import { pagesFolder } from "./write-pages.ts";

/** The built site. */
export const outputFolder: string = join(root, ".cache/site/dist");

const summary =
  "A TypeScript SDK for the OAuth part of the Tyk Gateway control API. Independent, not made by Tyk.";

/**
 * Writes what programs read beside the built site: each page as Markdown at its address with `.md`, `llms.txt` with the index of the
 * pages, and `llms-full.txt` with their text.
 */
export function writeTextFiles(): void {
  for (const file of globSync("**/*.md", { cwd: pagesFolder }))
    cpSync(join(pagesFolder, file), join(outputFolder, file));
  const index = readPage("docs/README.md").replaceAll("](./", `](${siteBase}`);
  const rest = [
    `- [The gateway's API](${siteBase}openapi/index.md): each request and response`,
    `- [Fields of the manifest](${siteBase}manifest-fields.md)`,
    `- [TypeScript API](${siteBase}api/index.md): every public name`,
  ];
  const [, ...sections] = index.split(/^(?=## )/m);
  const head = `# @tyk-oauth/sdk\n\n> ${summary}\n\n- [Overview](${siteBase}overview.md)\n`;
  const llms = `${head}\n${sections.join("").trimEnd()}\n${rest.join("\n")}\n`;
  writeFileSync(join(outputFolder, "llms.txt"), llms);
  const files = readIndex().flatMap(({ pages }) => pages.map(({ file }) => `docs/${file}`));
  const texts = ["README.md", ...files].map(readPage);
  writeFileSync(join(outputFolder, "llms-full.txt"), texts.join("\n\n"));
}

function readPage(file: string): string {
  return readFileSync(join(pagesFolder, pagePathOf(file)), "utf8");
}
