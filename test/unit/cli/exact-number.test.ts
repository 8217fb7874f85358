import fc from "fast-check";
import { expect, test } from "vitest";
import { hasExactNumbers } from "../../../src/cli/spec/exact-number.ts";
import { ParsedInput } from "../../../src/cli/spec/parsed-input.ts";

test.each([
  '{"n":9007199254740993}',
  '{"n":[1,{"m":12345678901234567890}]}',
  '{"n":-9007199254740993}',
  '{"n":1e400}',
  '{"text\\"":"7","n":9007199254740993}',
])("refuses %s", (json) => {
  expect(hasExactNumbers(json)).toBe(false);
  const input = new ParsedInput(new Map(), { meta: json });
  expect(() => input.jsonObject("--meta")).toThrow(
    "--meta has a number that cannot be stored exactly: put it in quotes",
  );
});

test.each([
  '{"n":9007199254740992}',
  '{"n":"9007199254740993"}',
  '{"9007199254740993":1}',
  '{"a":"\\" 9007199254740993"}',
  '{"n":-0}',
  '{"n":1.50,"m":2e3}',
])("accepts %s", (json) => {
  expect(hasExactNumbers(json)).toBe(true);
});

test("accepts everything that JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(hasExactNumbers(JSON.stringify(JSON.parse(json)))).toBe(true);
    }),
  );
});
