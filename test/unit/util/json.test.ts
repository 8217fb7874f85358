import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asJson, isRecord, isSameJson, parseJson } from "../../../src/util/json.ts";

/** Values as JSON writes them, which has no sign of zero. */
const values = fc.json().map((text) => JSON.parse(JSON.stringify(JSON.parse(text))) as unknown);

/** The same value with the fields of its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, turned(field)]),
  );
}

/** JSON with its fields in order, so that two texts of one value are the same. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => [
    JSON.stringify(name),
    sorted(field),
  ]);
  return `{${fields
    .map((field) => field.join(":"))
    .sort()
    .join()}}`;
}

describe("two JSON values", () => {
  test("are equal in any order of their fields", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(isSameJson(value, structuredClone(value))).toBe(true);
        expect(isSameJson(value, turned(value))).toBe(true);
        expect(isSameJson(turned(value), value)).toBe(true);
      }),
    );
  });

  test("are equal only if they are serialised equally", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        expect(isSameJson(one, other)).toBe(sorted(one) === sorted(other));
        expect(isSameJson(one, other)).toBe(isSameJson(other, one));
      }),
    );
  });

  test.each<[unknown, unknown]>([
    [null, undefined],
    [null, {}],
    [{}, []],
    [[], ""],
    [0, "0"],
    [0, false],
    [1, 2],
    ["a", "A"],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 1]],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: { a: 1 } }],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
    [{ constructor: Object }, {}],
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}')],
    [JSON.parse('{"toString":null}'), { a: 1 }],
  ])("are different: %j and %j", (one, other) => {
    expect(isSameJson(one, other)).toBe(false);
    expect(isSameJson(other, one)).toBe(false);
  });
});

describe("a value as JSON carries it", () => {
  test("is unchanged if it is JSON", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(asJson(value)).toStrictEqual(value);
      }),
    );
  });

  test.each<[string, unknown, unknown]>([
    ["an undefined field", { a: undefined, b: 1 }, { b: 1 }],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["NaN and Infinity", [Number.NaN, Number.POSITIVE_INFINITY], [null, null]],
    ["toJSON", { toJSON: () => ({ a: 1 }) }, { a: 1 }],
    ["a map", new Map([["a", 1]]), {}],
  ])("equals its serialised form: %s", (_, value, expected) => {
    expect(asJson(value)).toStrictEqual(expected);
  });

  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a big integer", { a: 1n }],
    ["a circular reference", circle],
    [
      "a toJSON that throws",
      {
        toJSON: () => {
          throw new Error("s3cret");
        },
      },
    ],
  ])("is undefined if it cannot be serialised: %s", (_, value) => {
    expect(asJson(value)).toBeUndefined();
  });

  test("is a copy", () => {
    const value = { a: { b: 1 } };
    expect((asJson(value) as typeof value).a).not.toBe(value.a);
  });
});

describe("JSON text", () => {
  test("is parsed, also if it is null", () => {
    expect(parseJson('{"a":1}')).toEqual({ value: { a: 1 } });
    expect(parseJson("null")).toEqual({ value: null });
  });

  test.each(["", "{", "undefined", "{'a':1}", "1 2"])("is invalid: %j", (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});

describe("a record", () => {
  test("is an object that is no list", () => {
    for (const value of [{}, Object.create(null), new Map(), new Date()])
      expect(isRecord(value)).toBe(true);
    for (const value of [null, undefined, [], "a", 1, true, () => undefined])
      expect(isRecord(value)).toBe(false);
  });
});
