import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { anchorsOf } from "../../test/support/docs/markdown.ts";
import { run } from "../support/run.ts";
import { siteFolder } from "./site-folder.ts";
import { pagesFolder } from "./write-pages.ts";

/** Writes a page for each public name, from its TSDoc. */
export function buildReference(): void {
  const typedoc = join(siteFolder, "node_modules/typedoc/bin/typedoc");
  run(process.execPath, [typedoc, "--options", join(siteFolder, "typedoc.json")]);
  const files = globSync("api/**/*.md", { cwd: pagesFolder });
  const pages = new Map(files.map((file) => [file, readFileSync(join(pagesFolder, file), "utf8")]));
  for (const [file, text] of pages)
    writeFileSync(join(pagesFolder, file), withSiteLinks(file, withEntryName(file, text), pages));
}

/** TypeDoc names an entry of the package after its folder. */
function withEntryName(file: string, text: string): string {
  const [, folder] = /^api\/(\w+)\/index\.md$/.exec(file) ?? [];
  if (folder === undefined) return text;
  return text.replace(/^# .*$/m, `# @tyk-oauth/sdk${folder === "index" ? "" : `/${folder}`}`);
}

/** Links the pages that a TSDoc names as they are in the project, and corrects anchors with an underscore. */
function withSiteLinks(file: string, text: string, pages: ReadonlyMap<string, string>): string {
  return text
    .replaceAll("](docs/", "](/")
    .replaceAll(/(?<=[\s(])docs\/([\w-]+)\.md(#[\w-]+)?/g, "[$&](/$1.md$2)")
    .replaceAll(/\]\(([\w./-]*\.md)?#([\w-]+)\)/g, (link, path = "", anchor = "") => {
      const target = path === "" ? file : join(dirname(file), path as string);
      const exact = anchorsOf(pages.get(target) ?? "").find(
        (one) => one.replaceAll("_", "-") === anchor,
      );
      return exact === undefined ? link : `](${path as string}#${exact})`;
    });
}
