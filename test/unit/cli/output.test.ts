import { describe, expect, test } from "vitest";
import { formatDuration } from "../../../src/cli/output/format-duration.ts";
import { printable, toJson } from "../../../src/cli/output/printable.ts";
import { describeProgress } from "../../../src/cli/output/progress.ts";
import { formatTable } from "../../../src/cli/output/table.ts";
import { cutToWidth, fitText, textWidth, wrapText } from "../../../src/cli/output/text-width.ts";

const plain = (text: string): string => text;

test("the width counts columns: wide characters take two, marks and joiners none", () => {
  expect(textWidth("abc")).toBe(3);
  expect(textWidth("日本")).toBe(4);
  expect(textWidth("e\u0301")).toBe(1);
  expect(textWidth("👩‍👩‍👧")).toBe(2);
  expect(textWidth("한글")).toBe(4);
});

test("a text is cut between characters, and never wider than its column", () => {
  expect(cutToWidth("abcdef", 4)).toBe("abc…");
  expect(cutToWidth("日本語", 4)).toBe("日…");
  expect(cutToWidth("abcd", 4)).toBe("abcd");
});

describe("a table", () => {
  const table = { heads: ["API", "DESCRIPTION"], rows: [["orders", "日本語の店 ".repeat(9)]] };

  test.each([20, 40, 80])("fits a terminal of %i columns", (width) => {
    for (const line of formatTable(table, { width, styleHead: plain }))
      expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  test("is complete, with tabs and without headings, if there is no terminal", () => {
    const lines = formatTable(table, { width: undefined, styleHead: plain });
    expect(lines).toEqual([`orders\t${"日本語の店 ".repeat(9)}`]);
  });

  test("shows control characters as escapes, so that stored text cannot write to the terminal", () => {
    const rows = [["orders", "\u001b]0;title\u0007\u009b31m\ntwo\tthree\u202e"]];
    const [line = ""] = formatTable({ ...table, rows }, { width: undefined, styleHead: plain });
    expect(line).toBe("orders\t\\u001b]0;title\\u0007\\u009b31m\\ntwo\\tthree\\u202e");
  });
});

test("JSON keeps its line breaks and its values, and escapes what JSON.stringify leaves", () => {
  const value = { text: "a\u009b\u007f\u202eb", list: ["\n"] };
  expect(toJson(value)).toContain('"a\\u009b\\u007f\\u202eb"');
  expect(JSON.parse(toJson(value))).toEqual(value);
  expect(printable("one\ntwo")).toBe("one\\ntwo");
});

test("text is wrapped at spaces, and a long word stays whole", () => {
  expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapText("a-very-long-word and", 6)).toEqual(["a-very-long-word", "and"]);
});

test("text for people fits the terminal: colours take no columns, and the indentation stays", () => {
  const bold = "\u001b[1mone\u001b[22m";
  expect(textWidth(`${bold} ü`)).toBe(5);
  expect(fitText(`${bold} two`, 7)).toBe(`${bold} two`);
  expect(fitText("  one two three four five six", 22)).toBe("  one two three four\n  five six");
  expect(fitText("one two three four five six\n日本 日本 日本 日本 日本", 20)).toBe(
    "one two three four\nfive six\n日本 日本 日本 日本\n日本",
  );
});

test("durations are for people", () => {
  expect([850, 12_000, 200_000, 7_300_000, 400_000_000].map(formatDuration)).toEqual([
    "850 ms",
    "12 s",
    "3 min 20 s",
    "2 hours",
    "5 days",
  ]);
});

test("progress has a rate and an estimate after a second, and a wait counts down", () => {
  const sweep = { phase: "sweep", done: 200, total: 1_000 } as const;
  expect(describeProgress(sweep, 500)).toBe("searching the gateway's keys: 200 of 1000");
  expect(describeProgress(sweep, 4_000)).toBe(
    "searching the gateway's keys: 200 of 1000, 50 a second, about 16 s left",
  );
  expect(describeProgress({ phase: "wait", done: 3_000, total: 11_000 }, 3_000)).toBe(
    "waiting for the session cache to expire: 8 s left",
  );
});
