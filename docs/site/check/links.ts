import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileOf } from "./serve.ts";

/** Returns what is wrong with the links of the built pages: a page or an anchor that does not exist. */
export function findBrokenLinks(folder: string): string[] {
  const pages = globSync("**/*.html", { cwd: folder }).filter((file) => file !== "404.html");
  const contents = new Map(pages.map((file) => [join(folder, file), readPage(folder, file)]));
  return pages.flatMap((file) => {
    const { links } = contents.get(join(folder, file)) ?? { links: [] };
    return [...new Set(links)].flatMap((link) => {
      const base = `http://site/${file === "index.html" ? "" : file}`;
      const { origin, pathname, hash } = new URL(link, base);
      if (origin !== "http://site") return [];
      const target = fileOf(folder, decodeURIComponent(pathname));
      if (target === undefined) return [`${file}: the link ${link} leads to no page`];
      const ids = contents.get(target)?.ids;
      const id = decodeURIComponent(hash.slice(1));
      return id === "" || ids === undefined || ids.has(id)
        ? []
        : [`${file}: the link ${link} leads to no heading`];
    });
  });
}

interface PageContent {
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
}

function readPage(folder: string, file: string): PageContent {
  const html = readFileSync(join(folder, file), "utf8");
  const values = (name: string): string[] =>
    [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) =>
      value.replaceAll("&amp;", "&"),
    );
  return { links: values("href"), ids: new Set(values("id")) };
}
