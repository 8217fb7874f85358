import { existsSync, globSync } from "node:fs";
import { dirname, join, matchesGlob, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, linksOf, readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

const patterns = [
  "*.md",
  "docs/*.md",
  "docs/{adr,maintaining}/*.md",
  "{bench,examples,examples/consent}/README.md",
];
const documents = patterns
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .map((path) => path.replaceAll("\\", "/"))
  .sort();

const manifest = JSON.parse(readDocument("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

/** Tells whether a file is in the published package. npm adds README, LICENSE and package.json by itself. */
function isPublished(path: string): boolean {
  return (
    ["README.md", "LICENSE", "package.json"].includes(path) ||
    manifest.files.some((pattern) => matchesGlob(path, pattern))
  );
}

describe("links", () => {
  test.each(documents)("every link of %s leads to a file and a heading", (document) => {
    for (const { path, anchor } of linksOf(readDocument(document))) {
      const target = path === "" ? document : join(dirname(document), path);
      expect(existsSync(join(root, target)), target).toBe(true);
      if (anchor !== undefined)
        expect(anchorsOf(readDocument(target)), `${target}#${anchor}`).toContain(anchor);
    }
  });

  // A page is also read in node_modules, without the rest of the repository.
  test.each(documents.filter((document) => /^docs\/[^/]+$/.test(document)))(
    "every link of %s leads to a file of the package",
    (document) => {
      const targets = linksOf(readDocument(document))
        .filter(({ path }) => path !== "")
        .map(({ path }) => join(dirname(document), path).replaceAll("\\", "/"));
      expect(targets.filter((target) => !isPublished(target))).toEqual([]);
    },
  );

  test("every page of the documentation is in its index", () => {
    const pages = documents.filter((document) => /^docs\/[^/]+$/.test(document));
    const listed = linksOf(readDocument("docs/README.md")).map(({ path }) => `docs/${path}`);
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages.filter((one) => one !== "docs/README.md"))
      expect(listed).toContain(page);
  });

  test("comments in the source name pages and headings that exist", () => {
    const sources = globSync("src/**/*.ts", { cwd: root });
    expect(sources.length).toBeGreaterThan(50);
    for (const file of sources) {
      const named = readDocument(file).matchAll(/\bdocs\/([\w-]+\.md)(?:#([\w-]+))?/g);
      for (const [text, page = "", anchor] of named) {
        const where = `${relative(root, join(root, file))}: ${text}`;
        expect(existsSync(join(root, "docs", page)), where).toBe(true);
        if (anchor !== undefined)
          expect(anchorsOf(readDocument(`docs/${page}`)), where).toContain(anchor);
      }
    }
  });
});

test("the README names commands that exist", () => {
  const named = [...readDocument("README.md").matchAll(/npm run ([\w:]+)/g)];
  expect(named.length).toBeGreaterThan(3);
  for (const [, script = ""] of named) expect(manifest.scripts).toHaveProperty([script]);
});
