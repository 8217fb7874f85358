import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseNotification, TykInputError } from "../../src/index.ts";
import type { NotificationEvent, NotificationRequest } from "../../src/index.ts";
import { createGateway } from "../../src/testing/index.ts";
import type { GatewayNotification } from "../../src/testing/index.ts";
import { leaks } from "./support/canary.ts";
import { failure } from "./support/failure.ts";

const sharedSecret = "sh4red-secret";
const name = "x-tyk-shared-secret";
const url = "https://owner.example/keys";

const wire = {
  auth_code: "",
  new_oauth_token: "t0ken",
  refresh_token: "",
  old_refresh_token: "",
  notification_type: "new",
};
const fine = JSON.stringify(wire);

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

/** A notification as a web server has it. */
function posted(body: BodyInit | null, secret = sharedSecret): Request {
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json", [name]: secret },
    body,
    // For a stream, which TypeScript's RequestInit does not know of.
    ...{ duplex: "half" },
  });
}

/** One as a server without web requests has it. */
function plain(headers: NotificationRequest["headers"], body = fine): NotificationRequest {
  return { headers, body };
}

/** What it says, however it came. */
async function eventOf(body: BodyInit): Promise<NotificationEvent> {
  return (await parseNotification(posted(body), { sharedSecret })).event;
}

/** Why it is refused, as the message has it behind the field. */
async function refusal(
  request: unknown,
  options: unknown = { sharedSecret },
): Promise<{ field: string; why: string }> {
  const error = await failure(parseNotification(request as Request, options as never));
  expect(error).toBeInstanceOf(TykInputError);
  const { field, message, outcome, operation, cause } = error as TykInputError;
  expect({ operation, outcome, cause }).toEqual({
    operation: "parseNotification",
    outcome: "not-sent",
    cause: undefined,
  });
  const head = `parseNotification: ${field} `;
  expect(message.slice(0, head.length)).toBe(head);
  return { field, why: message.slice(head.length) };
}

/** A stream that gives chunks, and then ends, fails, or gives the last one for ever. */
function streamOf(
  chunks: readonly unknown[],
  end: "close" | "again" | Error = "close",
): { body: ReadableStream<Uint8Array>; cancelled: () => number; pulled: () => number } {
  let [cancelled, pulled] = [0, 0];
  const body = new ReadableStream<unknown>(
    {
      pull(controller) {
        const at = end === "again" ? Math.min(pulled, chunks.length - 1) : pulled;
        pulled += 1;
        if (at < chunks.length) controller.enqueue(chunks[at]);
        else if (end instanceof Error) controller.error(end);
        else controller.close();
      },
      cancel() {
        cancelled += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return {
    body: body as ReadableStream<Uint8Array>,
    cancelled: () => cancelled,
    pulled: () => pulled,
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("an event", () => {
  test.each<[string, Record<string, unknown>, NotificationEvent]>([
    ["a token of the client's own", {}, { type: "new", accessToken: "t0ken" }],
    [
      "a token by a code",
      { auth_code: "c0de", refresh_token: "r3fresh" },
      { type: "new", accessToken: "t0ken", refreshToken: "r3fresh", authCode: "c0de" },
    ],
    [
      "a refresh",
      { notification_type: "refresh", refresh_token: "r3fresh", old_refresh_token: "0ld" },
      { type: "refresh", accessToken: "t0ken", refreshToken: "r3fresh", oldRefreshToken: "0ld" },
    ],
    [
      "a refresh that gives no further one",
      { notification_type: "refresh" },
      { type: "refresh", accessToken: "t0ken" },
    ],
    [
      "a type that is not known",
      {
        notification_type: "revoke",
        auth_code: "c0de",
        refresh_token: "r3fresh",
        old_refresh_token: "0ld",
      },
      {
        type: "other",
        notificationType: "revoke",
        accessToken: "t0ken",
        refreshToken: "r3fresh",
        authCode: "c0de",
        oldRefreshToken: "0ld",
      },
    ],
    [
      "a type that is not known, and nothing else",
      { notification_type: "other", new_oauth_token: "" },
      { type: "other", notificationType: "other" },
    ],
    [
      "a type that every object has",
      { notification_type: "constructor" },
      { type: "other", notificationType: "constructor", accessToken: "t0ken" },
    ],
    [
      "fields that are missing or null",
      { auth_code: undefined, refresh_token: null, old_refresh_token: undefined },
      { type: "new", accessToken: "t0ken" },
    ],
    [
      "further fields",
      { api_id: "orders", toString: 7, constructor: null },
      { type: "new", accessToken: "t0ken" },
    ],
  ])("of %s", async (_, fields, event) => {
    const body = JSON.stringify({ ...wire, ...fields });
    expect(await eventOf(body)).toStrictEqual(event);
    const other = await parseNotification(plain({ [name]: sharedSecret }, body), { sharedSecret });
    expect(other.event).toStrictEqual(event);
  });

  test("has the fields of its type alone", async () => {
    const event = await eventOf(fine);
    // What the compiler makes of it: no default is missing, and no field is of another type.
    const told = (): string | undefined => {
      switch (event.type) {
        case "new":
          return event.authCode ?? event.accessToken;
        case "refresh":
          return event.oldRefreshToken;
        case "other":
          return event.notificationType;
      }
    };
    expect(told()).toBe("t0ken");
  });

  test("is what was written, whatever it holds and wherever the stream cuts it", async () => {
    const texts = fc.string({ unit: "grapheme" });
    const types = fc.oneof(fc.constantFrom("new", "refresh"), fc.string({ minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          auth_code: texts,
          new_oauth_token: fc.string({ unit: "grapheme", minLength: 1 }),
          refresh_token: texts,
          old_refresh_token: texts,
          notification_type: types,
        }),
        fc.array(fc.nat({ max: 200 }), { maxLength: 5 }),
        async (fields, cuts) => {
          const whole = utf8(JSON.stringify(fields));
          const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length];
          places.sort((a, b) => a - b);
          const chunks = places.slice(1).map((to, at) => whole.subarray(places[at], to));
          const event = await eventOf(streamOf(chunks).body);
          const { type } = event;
          if (type !== "other") expect(type).toBe(fields.notification_type);
          const isOther = type === "other";
          const wanted = {
            type,
            notificationType: isOther ? fields.notification_type : "",
            accessToken: fields.new_oauth_token,
            refreshToken: fields.refresh_token,
            authCode: type === "new" || isOther ? fields.auth_code : "",
            oldRefreshToken: type === "refresh" || isOther ? fields.old_refresh_token : "",
          };
          expect(event).toStrictEqual(
            Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== "")),
          );
        },
      ),
    );
  });
});

describe("the answer", () => {
  test("is an empty 200, anew for each", async () => {
    const first = await parseNotification(posted(fine), { sharedSecret });
    const second = await parseNotification(posted(fine), { sharedSecret });
    expect(first.answer).not.toBe(second.answer);
    for (const { answer } of [first, second]) {
      expect(answer).toBeInstanceOf(Response);
      expect(answer.status).toBe(200);
      expect(answer.body).toBeNull();
    }
  });
});

describe("the header", () => {
  test.each<[string, NotificationRequest["headers"]]>([
    ["Headers", new Headers({ "X-Tyk-Shared-Secret": sharedSecret })],
    ["the name as Node has it", { [name]: sharedSecret }],
    ["the name as the gateway writes it", { "X-Tyk-Shared-Secret": sharedSecret }],
    ["the name in any case", { "X-TYK-shared-SECRET": sharedSecret }],
    ["a list of one, as of headersDistinct", { [name]: [sharedSecret] }],
    ["others beside it", { get: "x", host: undefined, via: ["a", "b"], [name]: sharedSecret }],
    [
      "an object without a prototype",
      Object.assign(Object.create(null) as object, { [name]: sharedSecret }),
    ],
    [
      "Headers of another make",
      { get: (asked: string) => (asked === name ? sharedSecret : null) } as unknown as Headers,
    ],
  ])("is found in %s", async (_, headers) => {
    const { event } = await parseNotification(plain(headers), { sharedSecret });
    expect(event.accessToken).toBe("t0ken");
  });

  const missing = "is missing or empty: the API may have no shared_secret";
  const wrong = "is not the shared secret";

  test.each<[string, unknown, string]>([
    ["in no Headers", new Headers(), missing],
    ["in no object", {}, missing],
    ["undefined", { [name]: undefined }, missing],
    ["no text", { [name]: 7 }, missing],
    ["an empty list", { [name]: [] }, missing],
    ["on a prototype", Object.create({ [name]: sharedSecret }), missing],
    ["in __proto__", JSON.parse(`{"__proto__":{"${name}":"${sharedSecret}"}}`), missing],
    ["another's", { authorization: sharedSecret, "x-shared-secret": sharedSecret }, missing],
    ["empty, as for an API without a secret", { [name]: "" }, missing],
    ["twice", { [name]: [sharedSecret, sharedSecret] }, wrong],
    ["once right and once wrong", { [name]: ["", sharedSecret] }, wrong],
    ["in two spellings", { [name]: sharedSecret, "X-Tyk-Shared-Secret": "x" }, wrong],
  ])("that is %s is refused", async (_, headers, why) => {
    expect(await refusal({ headers, body: fine })).toEqual({ field: name, why });
  });

  test.each([undefined, null, "x-tyk-shared-secret: sh4red-secret", [name, sharedSecret]])(
    "cannot be in %j",
    async (headers) => {
      expect(await refusal({ headers, body: fine })).toEqual({
        field: "headers",
        why: "must be Headers, or an object of them by name",
      });
    },
  );

  test.each([undefined, null, fine, [fine]])("cannot be of %j", async (request) => {
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
  ])("is not %j", async (header) => {
    expect(await refusal(plain({ [name]: header }))).toEqual(wrong);
  });

  test("is itself and no other, whatever it is", async () => {
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

  test("is compared by digests, whatever the lengths", async () => {
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

  test("is compared to the last byte of the digest", async () => {
    for (let place = 0; place < 32; place += 1) {
      let made = 0;
      vi.spyOn(crypto.subtle, "digest").mockImplementation(() => {
        const digest = new Uint8Array(32).fill(7);
        // The first is that of the secret itself.
        if (made > 0) digest[place] = 6;
        made += 1;
        return Promise.resolve(digest.buffer);
      });
      expect(await refusal(posted(fine))).toEqual(wrong);
    }
  });

  test("beyond ASCII is UTF-8 on the wire, which Headers show as Latin-1", async () => {
    const secret = "schlüssel-🔑";
    const onWire = String.fromCharCode(...utf8(secret));
    for (const headers of [
      new Headers({ [name]: onWire }),
      { [name]: onWire },
      // Of a server that reads headers as UTF-8.
      { [name]: secret },
    ]) {
      const { event } = await parseNotification(plain(headers), { sharedSecret: secret });
      expect(event.type).toBe("new");
    }
    const twice = String.fromCharCode(...utf8(onWire));
    for (const header of [twice, "schlussel-🔑", "schl\ufffdssel-\ufffd"]) {
      expect(await refusal(plain({ [name]: header }), { sharedSecret: secret })).toEqual(wrong);
    }
    // The same in the low eight bits.
    expect(await refusal(plain({ [name]: "ŁŁ" }), { sharedSecret: "AA" })).toEqual(wrong);
  });

  test("loses the space around it, as it does in a header", async () => {
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
    ["a list", [sharedSecret], "must be a string"],
    ["empty", "", "must not be empty"],
    ["space", " \r\n", "must not be empty"],
    ["of two lines", "a\nb", "holds characters that no header can carry"],
    ["of a control character", "a\u0000b", "holds characters that no header can carry"],
    ["of a lone surrogate", "a\ud800", "holds characters that no header can carry"],
  ])("that is %s is refused before the request is looked at", async (_, secret, why) => {
    const refused = { field: "sharedSecret", why };
    expect(await refusal(undefined, { sharedSecret: secret })).toEqual(refused);
    const empty = posted(fine, "");
    expect(await refusal(empty, { sharedSecret: secret })).toEqual(refused);
    expect(empty.bodyUsed).toBe(false);
  });

  test.each([undefined, null, sharedSecret])("cannot be of the options %j", async (options) => {
    expect(await failure(parseNotification(posted(fine), options as never))).toMatchObject({
      field: "sharedSecret",
    });
  });

  test("that is wrong leaves the body unread, so that another can be tried", async () => {
    const { body, pulled, cancelled } = streamOf([utf8(fine)]);
    const request = posted(body);
    expect(await refusal(request, { sharedSecret: "the-next" })).toEqual(wrong);
    expect([request.bodyUsed, pulled(), cancelled()]).toEqual([false, 0, 0]);
    const { event } = await parseNotification(request, { sharedSecret });
    expect(event.type).toBe("new");
  });

  test("that is wrong is what is told, whatever else is", async () => {
    expect(await refusal(plain({ [name]: "x" }, "no JSON"))).toEqual(wrong);
    expect(await refusal({ headers: { [name]: "x" }, body: {} })).toEqual(wrong);
  });
});

describe("a body", () => {
  const limit = 65_536;
  const large = { field: "body", why: "is larger than 65536 bytes" };
  const brokenOff = { field: "body", why: "could not be read to its end" };
  const notThere = {
    field: "body",
    why: "must be there as it came, neither read nor parsed before",
  };
  const given = (body: unknown): unknown => ({ headers: { [name]: sharedSecret }, body });

  test("may have 64 KiB, to the byte", async () => {
    const padded = (size: number, letter: string): string => {
      const empty = JSON.stringify({ ...wire, more: "" });
      const letters = Math.floor((size - utf8(empty).length) / utf8(letter).length);
      const text = JSON.stringify({ ...wire, more: letter.repeat(letters) });
      return text + " ".repeat(size - utf8(text).length);
    };
    for (const letter of ["x", "é", "🔑"]) {
      const fits = padded(limit, letter);
      expect((await eventOf(fits)).type).toBe("new");
      expect((await parseNotification(given(fits) as Request, { sharedSecret })).event.type).toBe(
        "new",
      );
      for (const over of [padded(limit + 1, letter), padded(2 * limit, letter)]) {
        expect(await refusal(posted(over))).toEqual(large);
        expect(await refusal(given(over))).toEqual(large);
      }
    }
  });

  test("that has no end is cancelled beyond that", async () => {
    const { body, pulled, cancelled } = streamOf([new Uint8Array(1_024)], "again");
    expect(await refusal(posted(body))).toEqual(large);
    expect(pulled()).toBe(65);
    expect(cancelled()).toBe(1);
  });

  test.each([["text"], [{ byteLength: 1 }], [null], [[1, 2]]])(
    "that gives %j in place of bytes is cancelled",
    async (chunk) => {
      const { body, pulled, cancelled } = streamOf([utf8("{"), chunk], "again");
      expect(await refusal(posted(body))).toEqual(brokenOff);
      expect([pulled(), cancelled()]).toEqual([2, 1]);
    },
  );

  test.each([
    ["a lone continuation byte", [bytes(0x22, 0x80, 0x22)]],
    ["an overlong form", [bytes(0x22, 0xc0, 0xaf, 0x22)]],
    ["a surrogate", [bytes(0x22, 0xed, 0xa0, 0x80, 0x22)]],
    ["Latin-1", [utf8('{"notification_type":"'), bytes(0xfc), utf8('"}')]],
    ["a character that its end cuts", [utf8(fine), bytes(0xc3)]],
  ])("that is not UTF-8 is refused: %s", async (_, chunks) => {
    const { body } = streamOf(chunks);
    expect(await refusal(posted(body))).toEqual({ field: "body", why: "is not UTF-8" });
  });

  test("that breaks off is refused", async () => {
    for (const chunks of [[], [utf8(fine)], [utf8(fine.slice(0, 9)), utf8(fine.slice(9))]]) {
      const { body } = streamOf(chunks, new TypeError("terminated"));
      expect(await refusal(posted(body))).toEqual(brokenOff);
    }
  });

  test.each<[string, Partial<ReadableStream>]>([
    [
      "cannot be opened",
      {
        getReader: () => {
          throw new Error("closed");
        },
      },
    ],
    ["opens to nothing", { getReader: (() => undefined) as never }],
    [
      "throws in place of a promise, also of its cancelling",
      {
        getReader: (() => ({
          read: () => {
            throw new Error("closed");
          },
          cancel: () => {
            throw new Error("closed");
          },
        })) as never,
      },
    ],
    [
      "gives no result, and rejects its cancelling",
      {
        getReader: (() => ({
          read: () => Promise.resolve(),
          cancel: () => Promise.reject(new Error("closed")),
        })) as never,
      },
    ],
    [
      "never ends its cancelling",
      {
        getReader: (() => ({
          read: () => Promise.reject(new Error("closed")),
          cancel: () => new Promise(() => undefined),
        })) as never,
      },
    ],
  ])("of a stream that %s is refused", async (_, stream) => {
    expect(await refusal(given(stream))).toEqual(brokenOff);
  });

  test("that was read before is refused", async () => {
    const used = posted(fine);
    await used.text();
    expect(await refusal(used)).toEqual(notThere);
    const locked = posted(fine);
    locked.body?.getReader();
    expect(await refusal(locked)).toEqual(notThere);
    const begun = posted(streamOf([utf8(" "), utf8(fine)]).body);
    const reader = begun.body?.getReader();
    await reader?.read();
    reader?.releaseLock();
    expect(await refusal(begun)).toEqual(notThere);
    const again = posted(fine);
    await parseNotification(again, { sharedSecret });
    expect(await refusal(again)).toEqual(notThere);
  });

  test.each([undefined, null, wire, [fine], 7])("cannot be %j", async (body) => {
    expect(await refusal(given(body))).toEqual(notThere);
  });

  test("that is none is refused", async () => {
    expect(await refusal(posted(null))).toEqual(notThere);
    expect(await refusal(posted(""))).toEqual({ field: "body", why: "is not JSON" });
  });

  test.each<[string, string]>([
    ["", "is not JSON"],
    ["{", "is not JSON"],
    [`${fine}x`, "is not JSON"],
    ["a=b", "is not JSON"],
    ["[".repeat(60_000), "is not JSON"],
    ["null", "is not a JSON object"],
    ["7", "is not a JSON object"],
    ['"new"', "is not a JSON object"],
    [`[${fine}]`, "is not a JSON object"],
    ["{}", "has no notification_type"],
    [JSON.stringify({ ...wire, notification_type: "" }), "has no notification_type"],
    [JSON.stringify({ ...wire, notification_type: null }), "has no notification_type"],
    [JSON.stringify({ ...wire, notification_type: 7 }), "must hold notification_type as text"],
    [JSON.stringify({ ...wire, new_oauth_token: "" }), "has no new_oauth_token"],
    [JSON.stringify({ ...wire, new_oauth_token: undefined }), "has no new_oauth_token"],
    [JSON.stringify({ ...wire, new_oauth_token: ["t"] }), "must hold new_oauth_token as text"],
    [
      JSON.stringify({ ...wire, new_oauth_token: "", notification_type: "refresh" }),
      "has no new_oauth_token",
    ],
    [JSON.stringify({ ...wire, refresh_token: false }), "must hold refresh_token as text"],
    [JSON.stringify({ ...wire, old_refresh_token: {} }), "must hold old_refresh_token as text"],
    [JSON.stringify({ ...wire, auth_code: 0 }), "must hold auth_code as text"],
    [`{"__proto__":${fine}}`, "has no notification_type"],
    [
      `{"notification_type":"new","__proto__":{"new_oauth_token":"t0ken"}}`,
      "has no new_oauth_token",
    ],
  ])("that is no notification is refused (%#)", async (body, why) => {
    expect(await refusal(posted(body))).toEqual({ field: "body", why });
    expect(await refusal(given(body))).toEqual({ field: "body", why });
  });

  test("has no field that is on every object", async () => {
    const everyObject = Object.prototype as Record<string, unknown>;
    try {
      everyObject["new_oauth_token"] = "planted";
      everyObject["refresh_token"] = "planted";
      const body = JSON.stringify({ notification_type: "new" });
      expect(await refusal(posted(body))).toEqual({ field: "body", why: "has no new_oauth_token" });
      expect(await eventOf(JSON.stringify({ notification_type: "x" }))).toStrictEqual({
        type: "other",
        notificationType: "x",
      });
    } finally {
      delete everyObject["new_oauth_token"];
      delete everyObject["refresh_token"];
    }
  });

  test("is an event or refused, whatever it is", async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map(utf8),
      fc
        .dictionary(fc.constantFrom(...Object.keys(wire), "__proto__"), fc.jsonValue())
        .map((fields) => utf8(JSON.stringify({ ...wire, ...fields }))),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const [outcome] = await Promise.allSettled([eventOf(Uint8Array.from(body))]);
        if (outcome.status === "fulfilled") {
          expect(["new", "refresh", "other"]).toContain(outcome.value.type);
        } else {
          expect(outcome.reason).toBeInstanceOf(TykInputError);
          expect(outcome.reason).toMatchObject({ field: "body" });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("no error shows", () => {
  const markers = {
    secret: "m4rk-shared-q7x",
    header: "m4rk-header-i1f",
    token: "m4rk-token-e9z",
    refresh: "m4rk-refresh-r5b",
    code: "m4rk-code-t8n",
    type: "m4rk-type-w2k",
    stream: "m4rk-stream-o4g",
  };
  const full = {
    auth_code: markers.code,
    new_oauth_token: markers.token,
    refresh_token: markers.refresh,
    old_refresh_token: markers.refresh,
    notification_type: markers.type,
  };
  const text = JSON.stringify(full);
  const broken = Object.assign(new TypeError(`lost after ${markers.stream}`), {
    name: markers.stream,
    cause: text,
  });
  const good = (body: unknown): unknown => ({ headers: { [name]: markers.secret }, body });

  test.each<[string, unknown, unknown?]>([
    ["what an odd option holds", good(text), { sharedSecret: [markers.secret] }],
    ["what a broken option holds", good(text), { sharedSecret: `${markers.secret}\n${text}` }],
    ["a wrong header", { headers: { [name]: markers.header }, body: text }],
    ["a header twice", { headers: { [name]: [markers.secret, markers.header] }, body: text }],
    ["odd headers", { headers: markers.header, body: text }],
    ["an odd request", text],
    ["a text that is no JSON", good(markers.token)],
    ["JSON that is cut off", good(text.slice(0, -1))],
    ["JSON of another kind", good(`[${text}]`)],
    ["a field of another kind", good(JSON.stringify({ ...full, new_oauth_token: full }))],
    ["a type that is empty", good(JSON.stringify({ ...full, notification_type: "" }))],
    [
      "a token that is missing",
      good(JSON.stringify({ ...full, new_oauth_token: "", notification_type: "new" })),
    ],
    ["a body that is parsed", good(full)],
    ["a body that is large", good(`${text}${" ".repeat(70_000)}`)],
    ["a stream that breaks", posted(streamOf([utf8(text)], broken).body, markers.secret)],
    [
      "a stream that is not UTF-8",
      posted(streamOf([utf8(text), bytes(0xff)]).body, markers.secret),
    ],
    ["a stream of text", posted(streamOf([text]).body, markers.secret)],
  ])("%s", async (_, request, options = { sharedSecret: markers.secret }) => {
    const error = await failure(parseNotification(request as Request, options as never));
    expect(leaks(markers, error)).toEqual([]);
  });
});

describe("a gateway's own notifications", () => {
  const notifications = { shared_secret: sharedSecret, oauth_on_keychange_url: url };

  /** What the gateway would send. */
  function sent({ method, headers, body }: GatewayNotification): Request {
    return new Request(url, { method, headers, body: JSON.stringify(body) });
  }

  test("are read, whichever the grant", async () => {
    const gateway = createGateway({ apis: [{ api_id: "orders", notifications }] });
    const tyk = gateway.client();
    const redirectUri = "https://shop.example/cb";
    const { client_id, secret } = await tyk.clients.create({
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: redirectUri,
    });
    type Grant = Parameters<typeof tyk.raw.oauthToken>[0]["body"];
    const ask = (body: Grant): Promise<{ access_token: string; refresh_token?: string }> =>
      tyk.raw.oauthToken(
        { path: { listenPath: "/orders/" }, body },
        { headers: { authorization: `Basic ${btoa(`${client_id}:${secret}`)}` } },
      );

    const own = await ask({ grant_type: "client_credentials" });
    const ref = { apiId: "orders", clientId: client_id };
    const { code } = await tyk.clients.authorize(ref, { redirectUri });
    const users = await ask({ grant_type: "authorization_code", code, redirect_uri: redirectUri });
    const { refresh_token: refresh = "" } = users;
    const next = await ask({ grant_type: "refresh_token", refresh_token: refresh });

    const events = gateway.notifications.map(async (notification) => {
      return (await parseNotification(sent(notification), { sharedSecret })).event;
    });
    expect(refresh).not.toBe("");
    expect(await Promise.all(events)).toStrictEqual([
      { type: "new", accessToken: own.access_token },
      { type: "new", accessToken: users.access_token, refreshToken: refresh, authCode: code },
      {
        type: "refresh",
        accessToken: next.access_token,
        refreshToken: next.refresh_token,
        oldRefreshToken: refresh,
      },
    ]);
  });

  test("are refused where the API has no secret", async () => {
    const { oauth_on_keychange_url } = notifications;
    const apis = [{ api_id: "orders", notifications: { oauth_on_keychange_url } }];
    const gateway = createGateway({ apis });
    const tyk = gateway.client();
    const { client_id, secret } = await tyk.clients.create({
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: "https://shop.example/cb",
    });
    await tyk.raw.oauthToken(
      { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
      { headers: { authorization: `Basic ${btoa(`${client_id}:${secret}`)}` } },
    );
    const [notification] = gateway.notifications;
    if (notification === undefined) throw new Error("There is no notification");
    expect((await refusal(sent(notification))).field).toBe(name);
  });
});
