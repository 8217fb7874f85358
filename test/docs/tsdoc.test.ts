import { globSync } from "node:fs";
import * as sdk from "@tyk-oauth/sdk";
import * as testing from "@tyk-oauth/sdk/testing";
import { expect, test } from "vitest";
import { readDocument } from "../support/docs/markdown.ts";
import { moduleFolder, needs, typeErrors, writeModule } from "../support/docs/modules.ts";
import type { Piece } from "../support/docs/modules.ts";
import { root } from "../support/docs/root.ts";

/** Names that an example may use without declaring them, with their types. */
const ambient: Readonly<Record<string, string>> = {
  tyk: 'import("@tyk-oauth/sdk").TykOAuth',
  gateway: 'import("@tyk-oauth/sdk/testing").Gateway',
  error: "unknown",
  secret: "string",
  token: "string",
  code: "string",
  refreshToken: "string",
  redirectUri: "string",
  state: "string",
  wait: "(ms: number) => Promise<void>",
  retryLater: "(ms: number | undefined) => Promise<void>",
};

/** Returns the examples of a source file, each with its line. */
function examplesOf(file: string): Piece[] {
  const pieces: Piece[] = [];
  const source = readDocument(file);
  for (const comment of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    for (const block of comment[0].matchAll(/@example\s+\* ```ts\n([\s\S]*?)\n\s*\* ```/g)) {
      const before = source.slice(0, comment.index + block.index + block[0].indexOf("\n"));
      const lines = (block[1] ?? "").split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
      const line = before.split("\n").length + 2;
      pieces.push(pieceOf(file, line, lines));
    }
  }
  return pieces;
}

/** Wraps an example in a function, because it may await and return. Its imports go before the function. */
function pieceOf(file: string, line: number, lines: readonly string[]): Piece {
  const isImport = (one: string): boolean => one.startsWith("import ");
  const code = lines.map((one) => (isImport(one) ? "" : one)).join("\n");
  const used = (names: readonly string[]): string[] => {
    return names.filter((name) => needs(lines.join("\n"), name));
  };
  const head = [
    ...lines.filter(isImport),
    `import { ${used(Object.keys(sdk)).join(", ")} } from "@tyk-oauth/sdk";`,
    `import { ${used(Object.keys(testing)).join(", ")} } from "@tyk-oauth/sdk/testing";`,
    ...used(Object.keys(ambient)).map((name) => `declare const ${name}: ${ambient[name] ?? ""};`),
    "async function example() {",
  ].join(" ");
  return { file, line, head, code: `${code}\n}` };
}

const folder = moduleFolder();

test("every example of the source compiles", () => {
  const found = globSync("src/**/*.ts", { cwd: root }).sort().flatMap(examplesOf);
  const written = globSync("src/**/*.ts", { cwd: root })
    .map((file) => readDocument(file).split("* @example").length - 1)
    .reduce((sum, count) => sum + count, 0);
  expect(found).toHaveLength(written);

  const modules = new Map(found.map((piece) => [writeModule(folder, piece), piece]));
  expect(typeErrors(modules)).toEqual([]);
});
