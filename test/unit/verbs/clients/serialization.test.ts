import { describe, expect, test } from "vitest";
import {
  isTooDeep,
  isWellFormed,
  maxDepth,
  serializationProblem,
} from "../../../../src/verbs/clients/serialization.ts";
import { deepJson } from "../../../support/samples/deep-json.ts";

const changed = "contains a number that JavaScript changes, such as an integer beyond 2^53";
const half = "contains a string that is not well-formed Unicode";
const deep = "is nested deeper than 500 levels";

describe("a document that was read from the gateway", () => {
  test.each([
    "1",
    "1.5",
    // The gateway has written it as 1 already, and it is the same number.
    "1.0",
    "0",
    "9007199254740991",
    "-9007199254740991",
    "0.1",
    "5e-324",
    "null",
    "true",
    '"12345678901234567890"',
    '"\\ud83d\\ude00"',
    "[]",
    "{}",
  ])("is written back unchanged: %s", (text) => {
    expect(serializationProblem(JSON.parse(text))).toBeUndefined();
  });

  test.each([
    ["9007199254740992", changed],
    ["-12345678901234567890", changed],
    ["1e300", changed],
    ["1e400", changed],
    ["-1e400", changed],
    ["-0", changed],
    ['[1,{"a":[12345678901234567890]}]', changed],
    ['{"a":1,"b":{"c":9007199254740993}}', changed],
    ['{"a":["\\ud800"]}', half],
    ['{"\\udfff":1}', half],
  ])("is not written back: %s", (text, why) => {
    expect(serializationProblem(JSON.parse(text))).toBe(why);
  });

  test("has at most 500 levels", () => {
    const lists = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    for (const text of [deepJson(maxDepth), lists(maxDepth)])
      expect(serializationProblem(JSON.parse(text))).toBeUndefined();
    for (const text of [deepJson(maxDepth + 1), lists(maxDepth + 1), deepJson(100_000)])
      expect(serializationProblem(JSON.parse(text))).toBe(deep);
  });
});

describe("a value that contains itself", () => {
  test("is too deep", () => {
    const one: Record<string, unknown> = {};
    one["a"] = one;
    one["b"] = [one, one];
    expect(isTooDeep(one)).toBe(true);
  });
});

describe("strings", () => {
  test("are checked for well-formedness at every depth", () => {
    expect(isWellFormed(JSON.parse(deepJson(100_000, '"a"')))).toBe(true);
    expect(isWellFormed(JSON.parse(deepJson(100_000, '"\\ud800"')))).toBe(false);
  });
});
