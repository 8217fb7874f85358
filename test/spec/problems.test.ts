import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findSpecProblems } from "../../scripts/generator/spec-problems.ts";
import { specFile } from "../support/spec/spec.ts";

const folder = mkdtempSync(join(tmpdir(), "spec-"));
const good = readFileSync(specFile, "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("the spec has no problem that the generator would ignore", () => {
  expect(findSpecProblems(specFile)).toEqual([]);
});

test("a missing file is a problem", () => {
  expect(findSpecProblems(join(folder, "missing.yaml"))).toHaveLength(1);
});

test.each([
  ["an empty file", "", /empty/],
  ["what is no YAML", `${good}\n"`, /quote/i],
  [
    "a reference that leads nowhere",
    good.replace('schemas/OAuthTokenPage"', 'schemas/Page"'),
    /schemas\/Page$/,
  ],
  [
    "a reference to another file",
    good.replace('"#/components/schemas/OAuthTokenPage"', "page.yaml"),
    /page\.yaml$/,
  ],
  [
    "an operation's id used twice",
    good.replace("operationId: getApi", "operationId: hello"),
    /twice: hello$/,
  ],
])("%s is a problem", (_, text, problem) => {
  const file = join(folder, "broken.yaml");
  writeFileSync(file, text);
  expect(findSpecProblems(file)).toContainEqual(expect.stringMatching(problem));
});
