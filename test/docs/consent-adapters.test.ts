import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

// What the files of test/browser/adapters/ stand for, and no reader needs.
const standIns = ["consent", "find-user", "node-handler"];

test("the code of docs/consent-adapters.md is the code that npm run test:browser runs", () => {
  const files = globSync("test/browser/adapters/*.ts", { cwd: root }).filter(
    (file) => !standIns.some((name) => file.endsWith(`/${name}.ts`)),
  );
  const code = [...files, "examples/consent/node-handler.ts"].map((file) => readDocument(file));
  const document = readDocument("docs/consent-adapters.md");
  const blocks = [...document.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map(
    ([, block]) => block,
  );
  expect(blocks.sort()).toEqual(code.sort());
});
