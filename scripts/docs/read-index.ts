import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/root.ts";

/** A section of `docs/README.md`, the index of all pages. */
export interface IndexSection {
  readonly title: string;
  readonly pages: readonly IndexedPage[];
}

export interface IndexedPage {
  readonly title: string;
  /** The file's name in `docs/`. */
  readonly file: string;
}

/** Reads the index of the pages. The site's navigation is made from it. */
export function readIndex(): IndexSection[] {
  const [, ...sections] = readFileSync(join(root, "docs/README.md"), "utf8").split(/^## /m);
  return sections.map((section) => ({
    title: section.split("\n", 1)[0] ?? "",
    pages: [...section.matchAll(/^- \[(.+?)\]\(([\w-]+\.md)\)/gm)].map(
      ([, title = "", file = ""]) => ({ title: title.replaceAll("`", ""), file }),
    ),
  }));
}
