import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RawHeaders } from "../../../src/util/raw-headers.ts";

const names = ["content-type", "date", "x-twice", "retry-after"];
const space = fc.constantFrom("", " ", "\t", "\u00a0");
const rawHeaders = fc
  .array(
    fc.tuple(
      fc.constantFrom(...names, "Content-Type", "DATE", "X-Twice", "content-typ"),
      fc
        .tuple(space, fc.constantFrom("", "a", "b, c", "\u00fc"), space)
        .map((parts) => parts.join("")),
    ),
    { maxLength: 6 },
  )
  .map((pairs) => pairs.flat());

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? "", raw[at + 1] ?? "");
  return headers;
}

describe("RawHeaders", () => {
  test("get returns what `Headers` return, before and after one is created", () => {
    fc.assert(
      fc.property(rawHeaders, fc.boolean(), (raw, isCreated) => {
        const headers = new RawHeaders(raw);
        if (isCreated) headers.toHeaders();
        for (const name of [...names, "missing"])
          expect([name, headers.get(name)]).toEqual([name, headersOf(raw).get(name)]);
        expect([...headers.toHeaders()]).toEqual([...headersOf(raw)]);
      }),
    );
  });

  test("toHeaders always returns the same object", () => {
    const headers = new RawHeaders(["a", "1"]);
    headers.toHeaders().set("a", "2");
    expect([headers.toHeaders().get("a"), headers.get("a")]).toEqual(["2", "2"]);
  });
});
