import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restoreManifest, trimManifest } from "../../scripts/support/packed-manifest.ts";

const whole = `{
  "name": "sample",
  "scripts": { "prepare": "node missing.js" },
  "devDependencies": { "vitest": "1.0.0" },
  "allowScripts": { "node": true },
  "publishConfig": { "access": "restricted" }
}
`;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packed-manifest-"));
  path = join(folder, "package.json");
  writeFileSync(path, whole);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (): string => readFileSync(path, "utf8");

test("a trimmed package.json has no field that only a clone needs", () => {
  trimManifest(folder);
  const expected = { name: "sample", publishConfig: { access: "restricted" } };
  expect(JSON.parse(read())).toEqual(expected);
});

test("restoring gives the same text back", () => {
  trimManifest(folder);
  restoreManifest(folder);
  expect(read()).toBe(whole);
});

test("an interrupted pack loses nothing, also if another pack follows", () => {
  trimManifest(folder);
  trimManifest(folder);
  restoreManifest(folder);
  expect(read()).toBe(whole);
});

test("restoring keeps a package.json that was edited after the trim", () => {
  trimManifest(folder);
  const edited = '{ "name": "edited" }\n';
  writeFileSync(path, edited);
  restoreManifest(folder);
  expect(read()).toBe(edited);
  restoreManifest(folder);
  expect(read()).toBe(edited);
});

test("restoring without a trim changes nothing", () => {
  restoreManifest(folder);
  expect(read()).toBe(whole);
});
