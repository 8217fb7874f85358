import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseFirstGoJsonValue,
  normalizeGoJson,
  encodeGoJson,
} from "../../../../src/testing/go/go-json.ts";
import { deepJson } from "../../../support/samples/deep-json.ts";

describe("JSON of the embedded gateway", () => {
  test("is read and written up to Go's maximum depth", () => {
    for (const text of [deepJson(10_000), `{"l":${"[".repeat(9_999)}1,"a"${"]".repeat(9_999)}}`])
      expect(encodeGoJson(normalizeGoJson(parseFirstGoJsonValue(text)))).toBe(text);
    expect(() => parseFirstGoJsonValue(deepJson(10_001))).toThrow("nested too deeply");
  });

  test("is written alike at any depth", () => {
    const shell = deepJson(9_000, '"x"');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const deep = encodeGoJson({ deep: parseFirstGoJsonValue(shell), value });
        expect(deep).toBe(`{"deep":${shell},"value":${encodeGoJson(value)}}`);
      }),
      { numRuns: 30 },
    );
  });

  test("has sorted names and no lone surrogates at any depth", () => {
    const value = parseFirstGoJsonValue('{"b":{"d":"\\ud800","c":1},"a":[{"z":1,"__proto__":2}]}');
    expect(encodeGoJson(normalizeGoJson(value))).toBe(
      '{"a":[{"__proto__":2,"z":1}],"b":{"c":1,"d":"\ufffd"}}',
    );
  });

  test("escapes line separators, and HTML unless it must not", () => {
    const value = { text: "a\u2028b\u2029c<d>e&f" };
    const [separators, html] = ["a\\u2028b\\u2029c", "\\u003cd\\u003ee\\u0026f"];
    expect(encodeGoJson(value)).toBe(`{"text":"${separators}${html}"}`);
    expect(encodeGoJson(value, { escapeHtml: false })).toBe(`{"text":"${separators}<d>e&f"}`);
  });

  test("refuses a number that is too large", () => {
    expect(() => parseFirstGoJsonValue('{"a":[1e400]}')).toThrow("a number out of range");
  });
});
