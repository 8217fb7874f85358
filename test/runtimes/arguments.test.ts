import { describe, expect, test } from "vitest";
import { readArguments } from "../../scripts/runtimes/arguments.ts";

const all = [
  { id: "node24", isQuick: true },
  { id: "bun", isQuick: true },
  { id: "deno", isQuick: false },
];
const idsOf = (...args: readonly string[]): string[] =>
  readArguments(args, all).hosts.map(({ id }) => id);

describe("the arguments of test:runtimes", () => {
  test("without any, every host runs, and the table is written", () => {
    expect(readArguments([], all)).toEqual({ hosts: all, areNamed: false, writes: true });
  });

  test("--quick selects the quick hosts, and writes nothing", () => {
    expect(idsOf("--quick")).toEqual(["node24", "bun"]);
    expect(readArguments(["--quick"], all)).toMatchObject({ areNamed: false, writes: false });
  });

  test("--only selects hosts by name, in the order of the table", () => {
    expect(idsOf("--only=deno, node24")).toEqual(["node24", "deno"]);
    expect(readArguments(["--only=deno"], all)).toMatchObject({ areNamed: true, writes: false });
  });

  test("--write writes the table after a part, too", () => {
    expect(readArguments(["--only=bun", "--write"], all).writes).toBe(true);
    expect(readArguments(["--quick", "--write"], all).writes).toBe(true);
  });

  test.each([
    [
      "an unknown host",
      ["--only=node24,bunn"],
      'unknown host "bunn"; the hosts are node24, bun, deno',
    ],
    ["no host", ["--only="], 'unknown host ""'],
    ["both selections", ["--only=bun", "--quick"], "use --only or --quick, not both"],
    ["an unknown option", ["--fast"], "--fast"],
    ["a word", ["bun"], "bun"],
  ])("%s is refused", (_, args, message) => {
    expect(() => readArguments(args, all)).toThrow(message);
  });
});
