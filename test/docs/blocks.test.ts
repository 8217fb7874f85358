import { globSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  captureConsole,
  clientSecret,
  gatewaySecret,
  setUpFixture,
} from "../support/docs/block-fixture.ts";
import * as relyingParty from "../support/docs/relying-party-fixture.ts";
import { setUpGateway } from "../support/docs/traps-fixture.ts";
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

const documents = ["README.md", ...globSync("docs/*.md", { cwd: root }).sort()];
const blocks = documents.flatMap(blocksOf);

/** What the blocks of a document have before they run. */
interface Fixture {
  /** The file that exports the names, in `test/support/docs/`. */
  readonly file: string;
  /** Names that a block may use without an import. */
  readonly names: readonly string[];
  readonly setUp: () => Promise<unknown>;
}

/** Names of the package that a block may use without an import. */
const fromPackage = ["TykOAuth", "isTykError", "keyRules", "parseNotification"];
const commonFixture: Fixture = {
  file: "block-fixture.ts",
  names: ["tyk", "ref", "clientSecret", "issueToken", "vault", "metrics", "store"],
  setUp: setUpFixture,
};
/** The documents with a fixture of their own. */
const fixtures: Readonly<Record<string, Fixture>> = {
  "docs/gateway-traps.md": {
    file: "traps-fixture.ts",
    names: [
      ...["tyk", "ref", "clientSecret", "redirectUri", "gateway", "setUpGateway"],
      ...["issueToken", "requestToken", "callApi", "send"],
    ],
    setUp: () => setUpGateway(),
  },
  "docs/oauth-libraries.md": {
    file: "relying-party-fixture.ts",
    names: ["tyk", "endpoints", "clientSecret", "redirectUri", "state", "openInBrowser"],
    setUp: relyingParty.setUpRelyingParty,
  },
};
const fixtureOf = (document: string): Fixture => fixtures[document] ?? commonFixture;

function pieceOf({ file, line, code }: Block): Piece {
  const used = (names: readonly string[]): string =>
    names.filter((name) => needs(code, name)).join(", ");
  const fixture = fixtureOf(file);
  const path = importPath(join(root, "test/support/docs", fixture.file));
  const head = `import { ${used(fromPackage)} } from "@tyk-oauth/sdk"; import { ${used(fixture.names)} } from "${path}";`;
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

/** Documents without code of programs. */
const withoutBlocks = [
  "docs/README.md",
  "docs/command-line.md",
  "docs/limits.md",
  "docs/versioning.md",
];

test("every document has blocks, except those without code", () => {
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents.filter((one) => !withoutBlocks.includes(one))) {
    expect(
      blocks.filter(({ file }) => file === document),
      document,
    ).not.toEqual([]);
  }
});

test("the first block of the README is a complete program that needs no gateway", async () => {
  const [{ code } = { code: "" }] = blocks;

  expect([...fromPackage, ...commonFixture.names].filter((name) => needs(code, name))).toEqual([]);
  vi.stubGlobal("fetch", () => Promise.reject(new Error("the program used the network")));
  for (const name of Object.keys(process.env).filter((one) => one.startsWith("TYK_")))
    vi.stubEnv(name, undefined);
  const printed = captureConsole();
  const path = writeModule(folder, { file: "quick-start", line: 1, code, head: "" });
  await import(path);
  expect(printed.length).toBeGreaterThan(1);
  expect(printed).toEqual(announced(code));
});

test("every block compiles", () => {
  expect(typeErrors(pieces)).toEqual([]);
});

describe("every block runs, and prints what its comments say", () => {
  test.each(blocks.filter(({ notRun }) => notRun === undefined))("$file:$line", async (block) => {
    await fixtureOf(block.file).setUp();
    const printed = captureConsole();

    await import(modules.get(block) ?? "");

    expect(printed.join("\n")).toBe(announced(block.code).join("\n"));
    for (const secret of [gatewaySecret, clientSecret, relyingParty.clientSecret]) {
      expect(printed.join("\n")).not.toContain(secret);
    }
  });
});

/** Returns what a block says that it prints: the comment behind each console.log, or the comment lines below it. */
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
