import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

test("ARCHITECTURE.md names each folder of src/, and only folders that exist", () => {
  const source = join(root, "src");
  const folders = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => relative(source, join(parentPath, name)))
    .map((folder) => folder.replace(/^cli\//, ""));
  const named = readDocument("ARCHITECTURE.md")
    .split("\n")
    .filter((line) => /^(?:\||- )/.test(line))
    .flatMap((line) => [...line.matchAll(/`([a-z]+(?:\/[a-z]+)?)\/`/g)])
    .flatMap(([, folder = ""]) => folder);
  expect(folders.length).toBeGreaterThan(30);
  expect(folders.filter((folder) => !named.includes(folder))).toEqual([]);
  const others = ["generated", "openapi", "src", "docs"];
  expect(named.filter((name) => !folders.includes(name) && !others.includes(name))).toEqual([]);
});
