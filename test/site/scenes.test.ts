import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { scenes } from "../../docs/site/playground/scenes/scenes.ts";
import { anchorsOf } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

const programs = join(root, "docs/site/playground/scenes/programs");
const trapAnchors = anchorsOf(readFileSync(join(root, "docs/gateway-traps.md"), "utf8"));

test("each program is a scene", () => {
  const files = globSync("*.ts", { cwd: programs }).map((file) => basename(file, ".ts"));
  expect(files.sort()).toEqual(scenes.map(({ id }) => id).sort());
  expect(scenes.length).toBeGreaterThan(11);
});

describe.each(scenes)("the scene $id", ({ id, trap, prints }) => {
  test("prints what the page promises", async () => {
    const lines: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
      lines.push(values.map(String).join(" "));
    });
    try {
      await import(join(programs, `${id}.ts`));
    } finally {
      log.mockRestore();
    }
    expect(lines).toEqual(prints);
  });

  test("is short, and explains itself", () => {
    const text = readFileSync(join(programs, `${id}.ts`), "utf8");
    expect(text.split("\n").length).toBeLessThanOrEqual(29);
    expect(text).toMatch(/^\/\/ \w/m);
  });

  test("links to the section of its trap", () => {
    expect(trapAnchors).toContain(`trap-${trap}`);
  });
});
