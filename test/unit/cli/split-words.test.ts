import { expect, test } from "vitest";
import { splitWords } from "../../../src/cli/connection/split-words.ts";

test.each([
  ["vault kv get -field=secret tyk", ["vault", "kv", "get", "-field=secret", "tyk"]],
  [`sh -c 'cat "$FILE" | head -1'`, ["sh", "-c", 'cat "$FILE" | head -1']],
  [`printf "a \\"b\\" c"`, ["printf", 'a "b" c']],
  ["cat a\\ b", ["cat", "a b"]],
  ["cat ''", ["cat", ""]],
  ["  op  read op://v/i?x=1 ", ["op", "read", "op://v/i?x=1"]],
])("%s", (command, words) => {
  expect(splitWords(command, "--secret-command")).toEqual(words);
});

test.each([
  "cat a | head",
  "echo $SECRET",
  "a; b",
  "a && b",
  "a > b",
  "`a`",
  "cat ~/secret",
  "a (b)",
])("%s is refused, because no shell would run it", (command) => {
  expect(() => splitWords(command, "--secret-command")).toThrow("no shell runs the command");
});

test.each([
  ["", "must not be empty"],
  ["   ", "must not be empty"],
  ["'' a", "must not be empty"],
  ["echo 'a", "quote that does not end"],
])("%j is refused", (command, problem) => {
  expect(() => splitWords(command, "--secret-command")).toThrow(problem);
});
