import fc from "fast-check";
import { expect, test } from "vitest";
import { toCanonicalJson } from "../../../src/manifest/canonical-json.ts";
import { deepJson } from "../../support/samples/deep-json.ts";

/** Reverses the order of all fields. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).reverse();
  return Object.fromEntries(fields.map(([name, part]) => [name, reversed(part)]));
}

test("the text is the same value, whatever the order of fields", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = toCanonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(toCanonicalJson(reversed(value))).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test.each([
  [{ b: 1, a: [true, null, { d: "x", c: [] }] }, '{"a":[true,null,{"c":[],"d":"x"}],"b":1}'],
  [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
  [[[], {}], "[[],{}]"],
  ["\ud800", '"\\ud800"'],
])("writes %j", (value, text) => {
  expect(toCanonicalJson(value)).toBe(text);
});

test("stands any depth", () => {
  const deep: unknown = JSON.parse(deepJson(20_000));
  expect(toCanonicalJson(deep)).toBe(deepJson(20_000));
});
