import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { readIndex } from "../../../scripts/docs/read-index.ts";
import { pagesFolder } from "../../../scripts/docs/write-pages.ts";

type Item = DefaultTheme.SidebarItem;

/** The public entries of the package, by their folder in the reference. */
const entries: readonly (readonly [folder: string, name: string])[] = [
  ["index", "@tyk-oauth/sdk"],
  ["consent", "@tyk-oauth/sdk/consent"],
  ["manifest", "@tyk-oauth/sdk/manifest"],
  ["node", "@tyk-oauth/sdk/node"],
  ["testing", "@tyk-oauth/sdk/testing"],
];

const more: Item[] = [
  { text: "Fields of the manifest", link: "/manifest-fields" },
  { text: "The gateway's API", link: "/openapi/" },
  { text: "TypeScript API", link: "/api/" },
];

const project: Item = {
  text: "The project",
  items: [
    { text: "Changelog", link: "/changelog" },
    { text: "Security", link: "/security" },
    { text: "Examples", link: "/examples/" },
    { text: "Benchmarks", link: "/bench/" },
    { text: "Contributing", link: "/contributing" },
    { text: "Architecture", link: "/architecture" },
    { text: "Decisions", link: "/adr/" },
    ...pagesOf("maintaining"),
  ],
};

/** The navigation: the index of the pages, and a list of its own for the two large references. */
export function createSidebar(): DefaultTheme.SidebarMulti {
  const sections = readIndex().map(({ title, pages }): Item => {
    const items = pages.map(({ title: text, file }) => ({
      text,
      link: `/${basename(file, ".md")}`,
    }));
    return { text: title, items: title === "Reference" ? [...items, ...more] : items };
  });
  const back = { text: "All pages", link: "/documentation" };
  return {
    ...Object.fromEntries(
      entries.map(([folder, name]) => [`/api/${folder}/`, [back, types(), namesOf(folder, name)]]),
    ),
    "/api/": [back, types()],
    "/openapi/": [
      back,
      { text: "The gateway's API", link: "/openapi/", items: pagesOf("openapi") },
    ],
    "/": [{ text: "Overview", link: "/overview" }, ...sections, project],
  };
}

function pagesOf(folder: string): Item[] {
  return globSync(`${folder}/*.md`, { cwd: pagesFolder })
    .filter((file) => basename(file) !== "index.md")
    .sort()
    .map((file) => ({ text: headingOf(file), link: `/${file.replace(/\.md$/, "")}` }));
}

function headingOf(file: string): string {
  return /^# (.+)$/m.exec(readFileSync(join(pagesFolder, file), "utf8"))?.[1] ?? file;
}

function types(): Item {
  const items = entries.map(([folder, text]) => ({ text, link: `/api/${folder}/` }));
  return { text: "TypeScript API", link: "/api/", items };
}

/** The names of one entry. Those of all entries would make each page three times as large. */
function namesOf(folder: string, name: string): Item {
  const file = join(pagesFolder, "api/typedoc-sidebar.json");
  const modules = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Item[]) : [];
  const items = modules.find(({ text }) => text === folder)?.items ?? [];
  return { text: name, items: items.map(withoutCollapse) };
}

/** A group that can be collapsed is a button in a button, which not every screen reader can read. */
function withoutCollapse({ collapsed: _, ...item }: Item): Item {
  return item.items === undefined ? item : { ...item, items: item.items.map(withoutCollapse) };
}
