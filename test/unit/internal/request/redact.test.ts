import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor, secretsIn, secretsInHeaders } from "../../../../src/internal/request/redact.ts";

describe("what may be a secret in a request", () => {
  test("is every text of it, wherever it stands", () => {
    const input = {
      path: { keyName: "refresh-t0ken" },
      query: { nested: [{ deep: ["in-a-list"] }] },
      body: {
        client_secret: "s3cret",
        token: "t0ken",
        code: "c0de",
        state: "state",
        meta_data: { user: "u-1234", nested: { more: "more" } },
        key_rules: '{"org_id":"acme"}',
      },
    };
    expect(secretsIn(input).sort()).toEqual(
      [
        "refresh-t0ken",
        "in-a-list",
        "s3cret",
        "t0ken",
        "c0de",
        "state",
        "u-1234",
        "more",
        '{"org_id":"acme"}',
      ].sort(),
    );
  });

  test.each([
    "client_id",
    "api_id",
    "policy_id",
    "org_id",
    "redirect_uri",
    "description",
    "grant_type",
    "response_type",
    "token_type_hint",
    "scope",
    "apiID",
    "clientID",
    "polID",
    "orgID",
    "listenPath",
    "apiBaseUrl",
    "hashed",
    "filter",
    "page",
  ])("is not what stands under %s", (name) => {
    expect(secretsIn({ [name]: "harmless" })).toEqual([]);
    expect(secretsIn({ [name]: ["not-harmless"] })).toEqual(["not-harmless"]);
  });

  test("is not what is too short to be one", () => {
    expect(redactor(["abc"])("abc")).toBe("abc");
    expect(redactor(["abcd"])("abcd")).toBe("[redacted]");
  });

  test("is no number, flag or null", () => {
    const values = { a: 12345, b: true, c: null, d: undefined };
    expect(secretsIn({ ...values, meta_data: { ...values, e: values } })).toEqual([]);
    expect(secretsIn({ meta_data: null })).toEqual([]);
    expect(secretsIn(undefined)).toEqual([]);
  });

  test("is looked for a hundred levels deep, and not for ever", () => {
    const nested = (depth: number): unknown =>
      Array.from({ length: depth }).reduce((inner: unknown) => [inner], "s3cret");
    expect(secretsIn(nested(101))).toEqual(["s3cret"]);
    expect(secretsIn(nested(102))).toEqual([]);
    // The text of JSON and the metadata are a level of their own.
    for (const wrap of [JSON.stringify, (value: unknown) => ({ meta_data: value })]) {
      expect(secretsIn(wrap(nested(100)))).toContain("s3cret");
      expect(secretsIn(wrap(nested(101)))).not.toContain("s3cret");
    }
    const circle: unknown[] = [];
    circle.push(circle);
    expect(secretsIn(circle)).toEqual([]);
    expect(secretsIn({ meta_data: circle })).toEqual([]);
  });

  test("is each value of a text of JSON, and no more than the text where it is none", () => {
    expect(secretsIn({ key_rules: ' \n{"meta_data":{"a":"s3cret"}}' })).toContain("s3cret");
    for (const text of ["{s3cret", "[s3cret", '{"a":"s3cret"'])
      expect(secretsIn(text)).toEqual([text]);
  });

  test("is a text by itself", () => {
    expect(secretsIn("s3cret")).toEqual(["s3cret"]);
  });
});

describe("what may be a secret in headers", () => {
  test("is every value, and what a scheme is followed by", () => {
    expect(secretsInHeaders({ "x-trace": "tr4ce", authorization: "Bearer t0ken more" })).toEqual([
      "tr4ce",
      "Bearer t0ken more",
      "t0ken",
      "more",
    ]);
  });

  test("is what Basic credentials are made of", () => {
    const value = `Basic ${btoa("shop-web:s3:cret")}`;
    expect(secretsInHeaders({ authorization: value })).toEqual([
      value,
      btoa("shop-web:s3:cret"),
      "shop-web:s3:cret",
      "s3:cret",
    ]);
    // Base64 has more than letters and digits.
    for (const odd of ["a:>>>", "a:???"])
      expect(secretsInHeaders({ authorization: `Basic ${btoa(odd)}` })).toContain(odd.slice(2));
    expect(secretsInHeaders({ authorization: value.replace("Basic ", "bAsIc  ") })).toContain(
      "s3:cret",
    );
  });

  test.each([
    "Basic",
    "Basic !!!!",
    "Basic a b",
    "Basic c2hvcDp4 c2hvcDp4",
    "xBasic c2hvcDp4",
    "Basic abcde",
  ])("is in %j no more than its text", (value) => {
    expect(secretsInHeaders({ authorization: value })).toEqual([
      value,
      ...value.split(" ").slice(1),
    ]);
  });

  test("is not the kind of a body", () => {
    expect(secretsInHeaders({ accept: "text/html", "content-type": "application/json" })).toEqual(
      [],
    );
  });
});

describe("the redactor", () => {
  test("takes every secret out, each time it comes", () => {
    const redact = redactor(["s3cret", "t0ken"]);
    expect(redact("s3cret, t0ken and s3cret")).toBe("[redacted], [redacted] and [redacted]");
    expect(redact("nothing here")).toBe("nothing here");
  });

  test("takes it out as it stands in a path", () => {
    expect(redactor(["a/b c="])("no token a%2Fb%20c%3D here")).toBe("no token [redacted] here");
  });

  test("takes the longest first, so that no rest of it stays", () => {
    expect(redactor(["s3cret", "s3cret-and-more"])("s3cret-and-more")).toBe("[redacted]");
    expect(redactor(["s3cret-and-more", "s3cret"])("s3cret-and-more")).toBe("[redacted]");
    // The encoded form is longer than another secret's plain one.
    expect(redactor(["%2Fs3cret", "/s3cret-and-more"])("%2Fs3cret-and-more")).toBe("[redacted]");
  });

  test("takes secrets for what they are, not for patterns", () => {
    expect(redactor(["a.c*"])("abc a.c*")).toBe("abc [redacted]");
    expect(redactor(["$&$&"])("a $&$& b")).toBe("a [redacted] b");
  });

  test("changes nothing where there are none, or an empty one", () => {
    expect(redactor([])("text")).toBe("text");
    expect(redactor([""])("text")).toBe("text");
  });

  test("minds no lone surrogate", () => {
    expect(redactor(["s3\ud800cret"])("s3\ud800cret s3cret")).toBe("[redacted] [redacted]");
    expect(redactor(["\ud800"])("text")).toBe("text");
  });

  test.each([
    ["a path", "a b+c/d!", "a%20b%2Bc%2Fd!"],
    ["a path in small letters", "a b+c/d!", "a%20b%2bc%2fd!"],
    ["a form", "a b+c/d!", "a+b%2Bc%2Fd%21"],
    ["a form in small letters", "a b+c/d!", "a+b%2bc%2fd%21"],
    ["JSON", 'a"b\\c\nd', 'a\\"b\\\\c\\nd'],
  ])("takes it out as it stands in %s", (_, secret, form) => {
    expect(redactor([secret])(`no ${form} here`)).toBe("no [redacted] here");
  });

  test("leaves no secret, whatever they are and wherever they stand", () => {
    const secret = fc
      .string({ unit: "grapheme-ascii", minLength: 4, maxLength: 12 })
      .filter((text) => !"[redacted]".includes(text));
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3)),
        (secrets, order) => {
          // Apart by a character that no secret holds, so that no secret comes to be where two of them meet.
          const words = order.map((at) => secrets[at % secrets.length] ?? "");
          const said = redactor(secrets)([...words, ...words.map(encodeURIComponent)].join("\n"));
          for (const one of secrets) expect(said).not.toContain(one);
        },
      ),
      { numRuns: 500 },
    );
  });
});
