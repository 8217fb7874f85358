import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

test("the code of docs/recipes.md is in the files that npm run test:recipes checks", () => {
  const files = globSync("examples/recipes/{*.ts,nest-service/*.ts,compose.yaml}", { cwd: root });
  // A block of the document is not indented.
  const code = files.map((file) => readDocument(file).replaceAll(/^ +/gm, ""));
  const blocks = [
    ...readDocument("docs/recipes.md").matchAll(/^```(?:ts|typescript|yaml)\n(.*?)^```$/gms),
  ].map(([, block = ""]) => block);

  expect(files.length).toBeGreaterThan(10);
  expect(blocks.length).toBeGreaterThan(10);
  for (const block of blocks) {
    const isFound = code.some((file) => file.includes(block.replaceAll(/^ +/gm, "")));
    expect(isFound, block).toBe(true);
  }
});

test("docs/recipes.md names every recipe", () => {
  const recipes = globSync("examples/recipes/{*.test.ts,*-service.ts,compose.yaml}", { cwd: root });
  const document = readDocument("docs/recipes.md");
  expect(recipes.length).toBeGreaterThan(8);
  for (const path of recipes) {
    const name = path.replace(/^.*[\\/]/, "");
    if (!["services.test.ts", "compose.test.ts"].includes(name))
      expect(document).toContain(`\`${name}\``);
  }
});
