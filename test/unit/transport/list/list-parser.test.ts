import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ListParser, NotJsonError } from "../../../../src/transport/list/list-parser.ts";
import { BodyTooLargeError, NotUtf8Error } from "../../../../src/transport/read-body.ts";

type Pointer = "" | "/keys";

/** Parses bytes in chunks that end at these positions. Puts the elements back into the rest, as the whole has them. */
function parseInChunks(
  pointer: Pointer,
  bytes: Uint8Array,
  cuts: readonly number[],
  maxBytes = 10_000_000,
): unknown {
  const parser = new ListParser(pointer, maxBytes);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  const items: unknown[] = [];
  for (const end of [...ends, bytes.length]) {
    items.push(...parser.push(bytes.subarray(start, end)));
    start = end;
  }
  const rest: unknown = JSON.parse(parser.end());
  if (!parser.hasList) return rest;
  if (pointer === "") return items;
  return Object.assign(rest as object, { keys: items });
}

/** What the whole text is: its value, or why it is refused. */
function outcome(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotJsonError) return "not JSON";
    if (error instanceof NotUtf8Error || error instanceof TypeError) return "not UTF-8";
    throw error;
  }
}

const parseWhole = (bytes: Uint8Array): unknown =>
  JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cuts = fc.array(fc.nat(), { maxLength: 12 });
const everywhere = (bytes: Uint8Array): number[] => [...bytes.keys()];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", '"', "\\", '\\"', "],[", "},{", "a,b", "\u2028\ud83d\ude00", "\u0000"),
);
const space = fc.constantFrom("", " ", "\n", "\r\n\t ");
const list = fc
  .tuple(fc.array(value, { maxLength: 6 }), space, space, fc.constantFrom(undefined, 1))
  .map(
    ([items, before, after, indent]) =>
      `${before}[${items.map((item) => after + JSON.stringify(item, null, indent)).join(`${before},`)}${after}]${after}`,
  );
const name = fc.constantFrom("keys", "k\\u0065ys", "key", "keys2", "KEYS", "__proto__", "");
const field = fc.tuple(
  name,
  space,
  fc.oneof(
    list,
    value.map((one) => JSON.stringify(one)),
  ),
);
const object = fc
  .tuple(fc.uniqueArray(field, { selector: ([first]) => first.replace("\\u0065", "e") }), space)
  .map(([fields, gap]) => {
    const parts = fields.map(
      ([first, before, second]) => `${before}"${first}"${gap}:${before}${second}`,
    );
    return `${gap}{${parts.join(",")}${gap}}${gap}`;
  });
const pointer = fc.constantFrom<Pointer>("", "/keys");

describe("a list parser", () => {
  test("returns what JSON.parse returns, wherever the chunks end", () => {
    fc.assert(
      fc.property(pointer, fc.oneof(list, object), cuts, (where, text, ends) => {
        const bytes = utf8(text);
        expect(parseInChunks(where, bytes, ends)).toEqual(JSON.parse(text));
        expect(parseInChunks(where, bytes, everywhere(bytes))).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  test("refuses what JSON.parse refuses", () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom(
        "",
        ",",
        "]",
        "}",
        "[",
        "{",
        '"',
        "\\",
        ":",
        "NaN",
        "\ufeff",
        "0",
        "\u0001",
        "x",
      ),
    );
    fc.assert(
      fc.property(
        pointer,
        fc.oneof(list, object),
        damage,
        cuts,
        (where, text, [at, drop, add], ends) => {
          const start = at % (text.length + 1);
          const bytes = utf8(text.slice(0, start) + add + text.slice(start + drop));
          const expected = outcome(() => parseWhole(bytes));
          const actual = outcome(() => parseInChunks(where, bytes, ends));
          // A list's field that comes twice is valid JSON, but its first list has been returned.
          const isTwice = /k(?:e|\\u0065)ys"[^]*k(?:e|\\u0065)ys"/.test(
            new TextDecoder().decode(bytes),
          );
          if (isTwice && actual === "not JSON") return;
          expect(actual).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("refuses bytes that are not UTF-8", () => {
    const bytes = fc.tuple(fc.oneof(list, object), fc.nat(), fc.integer({ min: 0x80, max: 0xff }));
    fc.assert(
      fc.property(pointer, bytes, cuts, (where, [text, at, byte], ends) => {
        const changed = utf8(text);
        changed[at % changed.length] = byte;
        const expected = outcome(() => parseWhole(changed));
        const actual = outcome(() => parseInChunks(where, changed, ends));
        // With both faults, either may be found first.
        expect(typeof actual === "string").toBe(typeof expected === "string");
        if (typeof expected === "object") expect(actual).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, Pointer, string]>([
    ["a comma at the end", "", "[1,2,]"],
    ["a comma at the start", "", "[,1]"],
    ["only a comma", "", "[,]"],
    ["two commas", "", "[1,,2]"],
    ["no comma", "", "[1 2]"],
    ["text after the end", "", "[1]2"],
    ["two lists", "", "[1][2]"],
    ["another bracket", "", "[1}"],
    ["another bracket of an element", "", "[{]]"],
    ["no end", "", "[1"],
    ["no end of a string", "", '["a'],
    ["NaN", "", "[NaN]"],
    ["a single quote", "", "['a']"],
    ["a byte order mark between elements", "", "[1,\ufeff2]"],
    ["a byte order mark after a space", "", " \ufeff[1]"],
    ["two byte order marks", "", "\ufeff\ufeff[1]"],
    ["a comma at the end", "/keys", '{"keys":["a",]}'],
    ["a comma after the last field", "/keys", '{"keys":["a"],}'],
    ["text after the end", "/keys", '{"keys":["a"]}x'],
    ["no end of the object", "/keys", '{"keys":["a"]'],
    ["no colon", "/keys", '{"keys"["a"]}'],
    ["two colons", "/keys", '{"keys"::["a"]}'],
    ["a list in place of the object", "/keys", '["keys":["a"]]'],
    ["the field twice", "/keys", '{"keys":["a"],"keys":["b"]}'],
    ["the field twice, once as null", "/keys", '{"keys":null,"k\\u0065ys":["b"]}'],
  ])("refuses %s in a list at %j", (_, where, text) => {
    const bytes = utf8(text);
    for (const ends of [[], everywhere(bytes)])
      expect(outcome(() => parseInChunks(where, bytes, ends))).toBe("not JSON");
  });

  test.each<[string, Pointer, string]>([
    ["a byte order mark", "", "\ufeff[1,2]"],
    ["null", "", "null"],
    ["an object", "", '{"keys":["a"]}'],
    ["no elements", "", " [ \n ] "],
    ["null as the list", "/keys", '{"keys":null}'],
    ["the field only deeper", "/keys", '{"a":{"keys":["a"]},"b":[{"keys":["a"]}]}'],
    ["the field as a value", "/keys", '{"a":"keys","b":["keys",["a"]]}'],
    ["the list in a list", "/keys", '[["keys",["a"]]]'],
    ["lone surrogates", "", '["\\ud800","\\udc00"]'],
    ["names of prototypes", "", '[{"__proto__":{"polluted":1}},{"constructor":{"prototype":1}}]'],
    ["a field twice in an element", "", '[{"a":1,"a":2}]'],
  ])("accepts %s in a response with the list at %j", (_, where, text) => {
    const bytes = utf8(text);
    const expected: unknown = parseWhole(bytes);
    for (const ends of [[], everywhere(bytes)])
      expect(parseInChunks(where, bytes, ends)).toEqual(expected);
    expect("polluted" in {}).toBe(false);
  });

  test("accepts any depth, as JSON.parse does", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const parser = new ListParser("", 1_000_000);
    expect(parser.push(utf8(`[${deep},1]`))).toHaveLength(2);
    expect(parser.end()).toBe("[]");
  });

  test("limits each element and the rest, but not the whole list", () => {
    const element = JSON.stringify("x".repeat(98));
    const many = utf8(`[${Array.from({ length: 50 }, () => element).join(",")}]`);
    for (const ends of [[], everywhere(many)]) {
      expect(parseInChunks("", many, ends, 100)).toHaveLength(50);
      expect(() => parseInChunks("", many, ends, 99)).toThrow(BodyTooLargeError);
    }
    for (const text of [
      '{"keys":[],"a":"123456789012"}',
      '["12345678901234567890"]',
      `[${" ".repeat(30)}]`,
    ])
      for (const ends of [[], everywhere(utf8(text))])
        expect(() => parseInChunks("/keys", utf8(text), ends, 20)).toThrow(BodyTooLargeError);
  });
});
