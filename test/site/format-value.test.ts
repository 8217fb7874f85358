import { expect, test } from "vitest";
import { formatPrinted, formatValue } from "../../docs/site/playground/worker/format-value.ts";

const circular: Record<string, unknown> = { name: "a" };
circular["self"] = circular;
const throwing = Object.defineProperty({}, "x", {
  enumerable: true,
  get() {
    throw new Error("no");
  },
});

test.each([
  ["a string", "a", '"a"'],
  ["a number", 1, "1"],
  ["undefined", undefined, "undefined"],
  ["a list", [1, "a"], '[1, "a"]'],
  ["an object", { a: { b: null }, "c-d": 1n }, '{ a: { b: null }, "c-d": 1n }'],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), "{ a: 1 }"],
  ["an error", new RangeError("no"), "RangeError: no"],
  ["a map", new Map([["a", 1]]), 'Map { "a" => 1 }'],
  ["a circle", circular, '{ name: "a", self: [circular] }'],
  ["a getter that throws", throwing, "[a value that cannot be shown]"],
  ["deep nesting", [[[[[1]]]]], "[[[[[…]]]]]"],
])("a program can print %s", (_, value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("printed strings have no quotes, and long texts are cut", () => {
  expect(formatPrinted(["a", { b: "c" }])).toBe('a { b: "c" }');
  expect(formatPrinted(["x".repeat(5_000)])).toMatch(/^x{4000}… \(1000 more characters\)$/);
});
