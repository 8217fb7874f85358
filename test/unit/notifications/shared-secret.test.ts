import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseNotification } from "../../../src/index.ts";
import type { NotificationRequest } from "../../../src/index.ts";
import { failure } from "../../support/util/failure.ts";
import {
  fine,
  name,
  plain,
  posted,
  refusal,
  sharedSecret,
  streamOf,
  utf8,
} from "../../support/samples/notification.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("an unknown option is refused, because it would be silently ignored", async () => {
  const options = { sharedSecret, maxBytes: 5 };
  const error = await failure(parseNotification(posted(fine), options));
  expect(error).toMatchObject({
    code: "input",
    field: "maxBytes",
    message: 'parseNotification: unknown option "maxBytes"; the options are sharedSecret',
  });
});

describe("the header", () => {
  test.each<[string, NotificationRequest["headers"]]>([
    ["Headers", new Headers({ "X-Tyk-Shared-Secret": sharedSecret })],
    ["the name as Node writes it", { [name]: sharedSecret }],
    ["the name as the gateway writes it", { "X-Tyk-Shared-Secret": sharedSecret }],
    ["the name in any case", { "X-TYK-shared-SECRET": sharedSecret }],
    ["a list of one value, as in headersDistinct", { [name]: [sharedSecret] }],
    [
      "an object with other headers",
      { get: "x", host: undefined, via: ["a", "b"], [name]: sharedSecret },
    ],
    [
      "an object without a prototype",
      Object.assign(Object.create(null) as object, { [name]: sharedSecret }),
    ],
    [
      "Headers of another implementation",
      { get: (asked: string) => (asked === name ? sharedSecret : null) } as unknown as Headers,
    ],
  ])("is read from %s", async (_, headers) => {
    const { event } = await parseNotification(plain(headers), { sharedSecret });
    expect(event.accessToken).toBe("t0ken");
  });

  const missing = "is missing or empty; check that the API has a shared_secret";
  const wrong = "is not the shared secret";

  test.each<[string, unknown, string]>([
    ["empty Headers", new Headers(), missing],
    ["an empty object", {}, missing],
    ["undefined", { [name]: undefined }, missing],
    ["a value that is not a string", { [name]: 7 }, missing],
    ["an empty list", { [name]: [] }, missing],
    ["the secret on a prototype", Object.create({ [name]: sharedSecret }), missing],
    ["the secret in __proto__", JSON.parse(`{"__proto__":{"${name}":"${sharedSecret}"}}`), missing],
    ["other headers", { authorization: sharedSecret, "x-shared-secret": sharedSecret }, missing],
    ["an empty value, as for an API without a secret", { [name]: "" }, missing],
    ["a repeated value", { [name]: [sharedSecret, sharedSecret] }, wrong],
    ["a wrong and a right value", { [name]: ["", sharedSecret] }, wrong],
    ["two spellings of the name", { [name]: sharedSecret, "X-Tyk-Shared-Secret": "x" }, wrong],
  ])("with %s is rejected", async (_, headers, why) => {
    expect(await refusal({ headers, body: fine })).toEqual({ field: name, why });
  });

  test.each([undefined, null, "x-tyk-shared-secret: sh4red-secret", [name, sharedSecret]])(
    "cannot be read from %j",
    async (headers) => {
      expect(await refusal({ headers, body: fine })).toEqual({
        field: "headers",
        why: "must be Headers, or an object of values by header name",
      });
    },
  );

  test.each([undefined, null, fine, [fine]])("cannot be named %j", async (request) => {
    expect(await refusal(request)).toEqual({
      field: "request",
      why: "must be a Request, or its headers and its body",
    });
  });
});

describe("the shared secret", () => {
  const wrong = { field: name, why: "is not the shared secret" };

  test.each([
    "s",
    "sh4red-secre",
    "sh4red-secret2",
    "sh4red-secret ",
    "SH4RED-SECRET",
    "Sh4red-secret",
    "sh4red-secreT",
    `${sharedSecret}${sharedSecret}`,
    "x".repeat(10_000),
  ])("rejects %j", async (header) => {
    expect(await refusal(plain({ [name]: header }))).toEqual(wrong);
  });

  test("equals itself and nothing else", async () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "é", "Ł", "🔑", "~"), minLength: 1 });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (secret, header) => {
        const answer = parseNotification(plain({ [name]: header }), { sharedSecret: secret });
        if (secret === header) expect((await answer).event.type).toBe("new");
        else expect(await failure(answer)).toMatchObject({ field: name });
        const own = await parseNotification(plain({ [name]: secret }), { sharedSecret: secret });
        expect(own.event.type).toBe("new");
      }),
    );
  });

  test("is compared by digests of equal length", async () => {
    const digest = vi.spyOn(crypto.subtle, "digest");
    for (const header of ["x", sharedSecret, "x".repeat(100)]) {
      digest.mockClear();
      await Promise.allSettled([parseNotification(plain({ [name]: header }), { sharedSecret })]);
      const digested = digest.mock.calls.map(([algorithm, data]) => [
        algorithm,
        new TextDecoder().decode(data),
      ]);
      expect(digested).toEqual([
        ["SHA-256", sharedSecret],
        ["SHA-256", header],
        ["SHA-256", header],
      ]);
    }
  });

  test("is compared up to the last byte of the digest", async () => {
    for (let place = 0; place < 32; place += 1) {
      let made = 0;
      vi.spyOn(crypto.subtle, "digest").mockImplementation(() => {
        const digest = new Uint8Array(32).fill(7);
        // The first digest is that of the secret.
        if (made > 0) digest[place] = 6;
        made += 1;
        return Promise.resolve(digest.buffer);
      });
      expect(await refusal(posted(fine))).toEqual(wrong);
    }
  });

  test("beyond ASCII is sent as UTF-8, which Headers show as Latin-1", async () => {
    const secret = "schlüssel-🔑";
    const onWire = String.fromCharCode(...utf8(secret));
    for (const headers of [
      new Headers({ [name]: onWire }),
      { [name]: onWire },
      // As on a server that decodes headers as UTF-8.
      { [name]: secret },
    ]) {
      const { event } = await parseNotification(plain(headers), { sharedSecret: secret });
      expect(event.type).toBe("new");
    }
    const twice = String.fromCharCode(...utf8(onWire));
    for (const header of [twice, "schlussel-🔑", "schl\ufffdssel-\ufffd"]) {
      expect(await refusal(plain({ [name]: header }), { sharedSecret: secret })).toEqual(wrong);
    }
    // Its characters equal "AA" in the low eight bits.
    expect(await refusal(plain({ [name]: "ŁŁ" }), { sharedSecret: "AA" })).toEqual(wrong);
  });

  test("loses surrounding whitespace, as a header does", async () => {
    const { event } = await parseNotification(posted(fine), {
      sharedSecret: `\t ${sharedSecret}\r\n`,
    });
    expect(event.type).toBe("new");
    const inner = await parseNotification(plain({ [name]: "a \tb" }), { sharedSecret: "a \tb" });
    expect(inner.event.type).toBe("new");
  });

  test.each<[string, unknown, string]>([
    ["missing", undefined, "must be a string"],
    ["null", null, "must be a string"],
    ["a number", 7, "must be a string"],
    ["a list in a list", [[sharedSecret]], "must be a string"],
    ["empty", "", "must not be empty"],
    ["space", " \r\n", "must not be empty"],
    ["of two lines", "a\nb", "contains characters that no header can carry"],
    ["of a control character", "a\u0000b", "contains characters that no header can carry"],
    ["of a lone surrogate", "a\ud800", "contains characters that no header can carry"],
  ])("that is %s is refused before the request is read", async (_, secret, why) => {
    const refused = { field: "sharedSecret", why };
    expect(await refusal(undefined, { sharedSecret: secret })).toEqual(refused);
    const empty = posted(fine, "");
    expect(await refusal(empty, { sharedSecret: secret })).toEqual(refused);
    expect(empty.bodyUsed).toBe(false);
  });

  test.each([undefined, null, sharedSecret])("rejects the options %j", async (options) => {
    expect(await failure(parseNotification(posted(fine), options as never))).toMatchObject({
      field: "sharedSecret",
    });
  });

  test("that is wrong leaves the body unread, so another secret can be tried", async () => {
    const { body, pulled, cancelled } = streamOf([utf8(fine)]);
    const request = posted(body);
    expect(await refusal(request, { sharedSecret: "the-next" })).toEqual(wrong);
    expect([request.bodyUsed, pulled(), cancelled()]).toEqual([false, 0, 0]);
    const { event } = await parseNotification(request, { sharedSecret });
    expect(event.type).toBe("new");
  });

  test("is reported first if it is wrong", async () => {
    expect(await refusal(plain({ [name]: "x" }, "no JSON"))).toEqual(wrong);
    expect(await refusal({ headers: { [name]: "x" }, body: {} })).toEqual(wrong);
  });
});
