import { globSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { blocksOf } from "../support/docs/markdown.ts";
import type { Block } from "../support/docs/markdown.ts";
import {
  moduleFolder,
  importPath,
  needs,
  typeErrors,
  writeModule,
} from "../support/docs/modules.ts";
import type { Piece } from "../support/docs/modules.ts";
import { root } from "../support/docs/root.ts";
import { clientSecret, gatewaySecret, listen, setScene } from "../support/docs/scene.ts";

const documents = ["README.md", ...globSync("docs/*.md", { cwd: root }).sort()];
const blocks = documents.flatMap(blocksOf);

/** What a block may use without a word: the package's main names, and what the scene has. */
const fromPackage = ["TykOAuth", "isTykError", "keyRules"];
const fromScene = ["tyk", "ref", "clientSecret", "vault", "metrics", "store"];

function pieceOf({ file, line, code }: Block): Piece {
  const used = (names: readonly string[]): string =>
    names.filter((name) => needs(code, name)).join(", ");
  const scene = importPath(join(root, "test/support/docs/scene.ts"));
  const head = `import { ${used(fromPackage)} } from "@tyk-oauth/sdk"; import { ${used(fromScene)} } from "${scene}";`;
  return { file, line, code, head };
}

const modules = new Map<Block, string>();
const pieces = new Map<string, Piece>();

const folder = moduleFolder();

beforeAll(() => {
  for (const block of blocks) {
    const piece = pieceOf(block);
    const path = writeModule(folder, piece);
    modules.set(block, path);
    pieces.set(path, piece);
  }
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Those that are for reading alone. */
const withoutBlocks = ["docs/versioning.md"];

test("there are blocks in the README and in docs/", () => {
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents.filter((one) => !withoutBlocks.includes(one))) {
    expect(
      blocks.filter(({ file }) => file === document),
      document,
    ).not.toEqual([]);
  }
});

test("every block compiles", { timeout: 120_000 }, () => {
  expect(typeErrors(pieces)).toEqual([]);
});

describe("runs, and prints what it says:", () => {
  test.each(blocks.filter(({ notRun }) => notRun === undefined))("$file:$line", async (block) => {
    await setScene();
    const printed = listen();

    await import(modules.get(block) ?? "");

    expect(printed.join("\n")).toBe(announced(block.code).join("\n"));
    for (const secret of [gatewaySecret, clientSecret]) {
      expect(printed.join("\n")).not.toContain(secret);
    }
  });
});

/** What a block says that it prints: the comment behind each console.log, or the lines of comment below it. */
function announced(code: string): string[] {
  const lines = code.split("\n");
  return lines.flatMap((line, at) => {
    if (!line.includes("console.log(")) return [];
    const behind = /; \/\/ (.+)$/.exec(line)?.[1];
    if (behind !== undefined) return [behind];
    const below = lines.slice(at + 1);
    const end = below.findIndex((next) => !/^\s*\/\/ /.test(next));
    return below
      .slice(0, end < 0 ? below.length : end)
      .map((next) => next.replace(/^\s*\/\/ /, ""));
  });
}
