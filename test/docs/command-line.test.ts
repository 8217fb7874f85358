import { globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatReference, referencePath } from "../../scripts/command/reference.ts";
import { splitWords } from "../../src/cli/connection/split-words.ts";
import { commandSpecs } from "../../src/cli/commands/index.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { rootExamples } from "../../src/cli/spec/help-text.ts";
import { createProgram } from "../../src/cli/later/parser.ts";
import { readDocument, tableOf } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

test("the generated parts of docs/command-line.md are those of the commands", async () => {
  const document = readDocument(referencePath);
  expect(document.match(/<!-- generated: /g)).toHaveLength(5);
  expect(await formatReference(document)).toBe(document);
});

test("docs/command-line.md has the exit codes of the program, which are fixed", () => {
  const listed = tableOf(referencePath, "exit code").map((row) => Number(row["exit code"]));
  expect(listed).toEqual(Object.values(exitCodes).map(({ code }) => code));
  expect(listed).toEqual([0, 1, 2, 3, 4, 64, 130]);
});

/** The command lines in the `sh` blocks of a document. */
function commandLinesOf(file: string): string[] {
  const blocks = readDocument(file).matchAll(/^```sh\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, block = ""]) =>
    block.split("\n").flatMap((line) => {
      const found = /(?:^|[(|] ?|npx (?:--package \S+ )?)(tyk-oauth .*)$/.exec(
        line.replace(/ +#.*$/, ""),
      );
      return found?.[1] === undefined ? [] : [found[1]];
    }),
  );
}

const documents = ["README.md", ...globSync("docs/*.md", { cwd: root }).sort()];
const inDocuments = documents.flatMap((file) => commandLinesOf(file).map((line) => [file, line]));
const inHelp = [...rootExamples, ...commandSpecs.flatMap(({ examples }) => examples)].map(
  ({ command }) => ["help", /tyk-oauth .*/.exec(command)?.[0] ?? ""],
);

describe("every command line of the documents and of the help is one of the program", () => {
  test("there are some", () => {
    expect(inDocuments.length).toBeGreaterThan(30);
  });

  test.each([...inDocuments, ...inHelp])("%s: %s", (_, line = "") => {
    expect(selectedBy(line)).toMatch(/\w/);
  });
});

/** Parses a command line up to a pipe or a closing bracket. Returns the name of its command. */
function selectedBy(line: string): string | undefined {
  // A pipe inside quotes belongs to the command.
  const end = / \|(?=(?:[^"]*"[^"]*")*[^"]*$).*$|\)(?: |$).*$/;
  const [, ...words] = splitWords(line.replace(end, ""), "the line");
  let name: string | undefined;
  const ignore = (): void => undefined;
  const help = { write: ignore, writeError: ignore, width: 80, styleTitle: String };
  createProgram(commandSpecs, words, help, ({ spec }) => {
    name = spec.name;
  }).parse(words, { from: "user" });
  return name;
}
