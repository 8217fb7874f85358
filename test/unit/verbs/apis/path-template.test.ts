import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchDomain } from "../../../../src/verbs/apis/domain.ts";
import { parsePathExpression } from "../../../../src/verbs/apis/path-expression.ts";
import { matchPath } from "../../../../src/verbs/apis/path-template.ts";

/** Expressions that JavaScript and the gateway read alike. */
const anyExpression: fc.Arbitrary<string> = fc.letrec<{ one: string; many: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      "a",
      "b",
      "-",
      "/",
      ".",
      "\\.",
      "\\d",
      "\\w",
      "\\W",
      "[ab]",
      "[^a]",
      "[a-c1-3]",
    ),
    fc.constantFrom("[\\d-]", "[a\\-c]", "[-a]", "[^\\w/]", "é", "\\D"),
    tie("many").map((inner) => `(?:${inner})`),
  ),
  many: fc
    .array(
      fc.tuple(
        tie("one"),
        fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?"),
      ),
      { maxLength: 4 },
    )
    .chain((parts) =>
      fc.constantFrom("", "|").map((between) => parts.map((part) => part.join("")).join(between)),
    ),
})).many;
const anyText = fc.string({
  unit: fc.constantFrom("a", "b", "c", "1", "-", "/", ".", "_", "é", "😀"),
  maxLength: 8,
});

describe("a path expression", () => {
  test("matches what a RegExp matches", () => {
    const property = fc.property(anyExpression, anyText, (source, text) => {
      const expression = parsePathExpression(source);
      expect(expression).toBeDefined();
      expect(expression?.matches(text, "whole")).toBe(
        new RegExp(`^(?:${source})$`, "u").test(text),
      );
      expect(expression?.matches(text, "prefix")).toBe(
        new RegExp(`^(?:${source})`, "u").test(text),
      );
    });
    fc.assert(property, { seed: 7, numRuns: 2_000 });
  });

  test("that would take a RegExp years is matched at once", () => {
    const hostile = parsePathExpression("(?:(?:a+)+)+b");
    expect(hostile?.matches("a".repeat(1_000), "whole")).toBe(false);
  });

  test.each([
    "(a)",
    "(?i:a)",
    "(?P<x>a)",
    "^a",
    "a$",
    "\\b",
    "\\s",
    "\\pL",
    "\\",
    "[[:alpha:]]",
    "[]a]",
    "[c-a]",
    "[\\d-z]",
    "[a",
    "a**",
    "a{2",
    "a{x}",
    "a{3,2}",
    "a{101}",
    "*a",
    "(?:a",
    "a)",
    "(?:(?:a{100}){100}){100}",
  ])("%s is not evaluated", (source) => {
    expect(parsePathExpression(source)).toBeUndefined();
  });
});

describe("a listen path", () => {
  test.each([
    ["/shop/", "/shop/x", "prefix", "yes"],
    ["/shop/", "/shop", "prefix", "no"],
    ["/shop", "/shop-evil", "prefix", "yes"],
    ["/shop", "/shop-evil", "whole", "no"],
    ["/{id}/", "/7/x", "prefix", "yes"],
    ["/{id}/", "//x", "prefix", "no"],
    ["/{id}", "/7/x", "whole", "no"],
    ["/{a}.{b}/", "/x.y/", "whole", "yes"],
    ["/a.b/{id}", "/aXb/7", "prefix", "no"],
    ["/{id:[0-9]{2}}/", "/12/", "whole", "yes"],
    ["/{id:[0-9]{2}}/", "/1/", "whole", "no"],
    ["/{v:a|b}/", "/b/", "whole", "yes"],
    ["/{v:a|b}/", "/ab/", "whole", "no"],
    ["/{t:x:y}/", "/x:y/", "whole", "yes"],
    ["/{id", "/7", "prefix", "maybe"],
    ["/shop/{id", "/7", "prefix", "no"],
    ["/{}/", "/7/", "prefix", "maybe"],
    ["/{id:}/", "/7/", "prefix", "maybe"],
    ["/}", "/7", "prefix", "maybe"],
    ["/{id:(?i)a}/", "/A/", "prefix", "maybe"],
  ] as const)("%s and the path %s (%s): %s", (template, path, extent, fit) => {
    expect(matchPath(template, path, extent)).toBe(fit);
  });
});

describe("a domain", () => {
  test.each([
    ["a.example", "https://a.example", "yes"],
    ["a.example", "https://a.example:8443", "yes"],
    ["a.example", "https://b.example", "no"],
    ["a.example", "https://x.a.example", "no"],
    ["A.example", "https://a.example", "maybe"],
    ["a.example.", "https://a.example", "maybe"],
    ["a.example", "https://a.example.", "maybe"],
    ["a.example:8443", "https://a.example:8443", "maybe"],
    ["a.example:8443", "https://a.example", "maybe"],
    ["bücher.example", "https://bücher.example", "maybe"],
    ["[::1]", "http://[::1]", "maybe"],
    ["not a host", "https://a.example", "no"],
    ["{x}.example", "https://a.example", "maybe"],
    ["{x:[A-Z]+}.EXAMPLE:80", "https://a.example", "maybe"],
    ["{x}.example", "https://a.example.org", "no"],
    ["api.{x}", "https://www.example", "no"],
  ] as const)("%s and %s: %s", (domain, url, fit) => {
    expect(matchDomain(domain, new URL(url))).toBe(fit);
  });
});
