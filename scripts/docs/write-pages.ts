import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { root } from "../support/root.ts";
import { pagePathOf } from "./page-path.ts";
import { manifestPage } from "./reference/manifest-page.ts";
import { openApiPages } from "./reference/openapi-pages.ts";
import { rewriteLinks } from "./rewrite-links.ts";

/** The pages as VitePress reads them: the documents of the project with the links of the site, and the reference. */
export const pagesFolder: string = join(root, ".cache/site/pages");

const documents = [
  "README.md",
  "docs/*.md",
  "docs/adr/*.md",
  "docs/maintaining/*.md",
  "docs/site/pages/*.md",
  "{CHANGELOG,SECURITY,CONTRIBUTING,ARCHITECTURE}.md",
  "{bench,examples}/README.md",
];

/** Writes a page for each document, and for each file that a document links to. */
export function writePages(): void {
  const pages = openApiPages();
  pages.set("manifest-fields.md", manifestPage());
  const files = documents.flatMap((pattern) => globSync(pattern, { cwd: root }));
  // The list grows while it is read: a linked file is a page too.
  for (const file of files) {
    const path = pagePathOf(file);
    if (pages.has(path)) continue;
    const source = readFileSync(join(root, file), "utf8");
    if (!file.endsWith(".md")) {
      pages.set(path, sourcePage(file, source));
      continue;
    }
    const { text, linked } = rewriteLinks(file, source);
    pages.set(path, text);
    files.push(...linked);
  }
  for (const file of globSync("**/*.md", { cwd: pagesFolder }))
    if (!file.startsWith("api/") && !pages.has(file)) rmSync(join(pagesFolder, file));
  for (const [path, text] of pages) writeIfChanged(join(pagesFolder, path), text);
}

/** A page that shows a file of the project which is no document. */
function sourcePage(file: string, source: string): string {
  const language = extname(file).slice(1) || "text";
  return `# \`${file}\`\n\nThis file is part of the project.\n\n\`\`\`\`${language}\n${source.trimEnd()}\n\`\`\`\`\n`;
}

/** The server reloads a page whenever its file is written. */
function writeIfChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
