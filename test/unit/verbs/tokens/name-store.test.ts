import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NameStore } from "../../../../src/verbs/tokens/name-store.ts";

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from("0123456789abcdef")),
    minLength: length,
    maxLength: length,
  });
const token = fc
  .tuple(fc.constantFrom("acme", "5e9d9544a1dcd60001d0ed20", "o/1", "ö"), hex(32), fc.boolean())
  .map(([org, id, isMurmur]) => {
    const text = JSON.stringify({ org, id, h: isMurmur ? "murmur64" : "sha256" });
    return Buffer.from(text, "latin1").toString("base64");
  });
const name = fc.oneof(
  token,
  fc.constantFrom(8, 16, 32, 56, 64, 15).chain(hex),
  hex(16).map((code) => code.toUpperCase()),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud800", "\udc00", "e", "y", "=", "\u00ff", "\u0100") }),
  // Other spellings of base64, and base64 of something else.
  token.map((one) => one.replace(/=*$/, "")),
  token.map((one) => `${one} `),
  fc.string().map((text) => `ey${Buffer.from(text).toString("base64")}`),
);

describe("a name store", () => {
  test("returns each name as it was, once, and knows no other", () => {
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (names, others) => {
        const store = new NameStore();
        for (const one of names) expect(store.nameOf(store.add(one))).toBe(one);
        const unique = new Set(names);
        expect(store.size).toBe(unique.size);
        expect([...store.entries()].map((entry) => store.nameOf(entry))).toEqual([...unique]);
        for (const other of others)
          expect(store.entryOf(other) !== undefined).toBe(unique.has(other));
      }),
      { numRuns: 200 },
    );
  });

  test("keeps a mark for each name, through growth and names longer than a block", () => {
    const store = new NameStore();
    const names = Array.from({ length: 3_000 }, (_, nth) => `custom-${nth}`);
    names.splice(1_500, 0, "é".repeat(1_100_000), "ā".repeat(1_100_000), "");
    names.forEach((one, nth) => {
      store.setMark(store.add(one), nth % 3);
    });
    names.forEach((one, nth) => {
      const entry = store.entryOf(one) ?? -1;
      expect(store.markOf(entry)).toBe(nth % 3);
      expect(store.add(one)).toBe(entry);
    });
  });

  test("stores more kinds of tokens than it has templates", () => {
    const store = new NameStore();
    const tokens = Array.from({ length: 600 }, (_, nth) =>
      btoa(JSON.stringify({ org: `org-${nth}`, id: nth.toString(16).padStart(32, "0"), h: "" })),
    );
    for (const one of tokens) store.add(one);
    expect([...store.entries()].map((entry) => store.nameOf(entry))).toEqual(tokens);
  });
});
