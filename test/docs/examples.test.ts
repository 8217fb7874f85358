import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

test("a test runs every example, and examples/README.md lists it", () => {
  const scripts = globSync("examples/*.ts", { cwd: root }).map((path) => path.slice(9));
  const tests = globSync("test/docs/*.test.ts", { cwd: root }).map(readDocument).join("");
  const list = readDocument("examples/README.md");
  expect(scripts.length).toBeGreaterThan(20);
  for (const script of scripts) {
    expect(tests).toMatch(new RegExp(`["/]${script.replaceAll(".", "\\.")}"`));
    expect(list).toContain(`[${script}](${script})`);
  }
});
