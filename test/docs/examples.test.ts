import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

test("every command that runs an example uses the project's Node, because Node 20 runs no TypeScript", () => {
  const files = globSync(["*.md", "docs/**/*.md", "examples/*.{md,ts}"], { cwd: root });
  const commands = files.flatMap((file) =>
    [...readDocument(file).matchAll(/(.*)node examples\/[\w-]+\.ts/g)].map(([command, before]) => ({
      command: `${file}: ${command}`,
      before,
    })),
  );
  expect(commands.length).toBeGreaterThan(30);
  for (const { command, before } of commands) expect(before, command).toMatch(/npx $/);
});

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
