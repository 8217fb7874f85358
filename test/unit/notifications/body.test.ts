import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNotification, TykInputError } from "../../../src/index.ts";
import {
  bytes,
  eventOf,
  fine,
  name,
  posted,
  refusal,
  sharedSecret,
  streamOf,
  utf8,
  wire,
} from "../../support/samples/notification.ts";

describe("a notification body", () => {
  const limit = 65_536;
  const large = { field: "body", why: "is larger than 65536 bytes" };
  const brokenOff = { field: "body", why: "could not be read to its end" };
  const notThere = {
    field: "body",
    why: "must be unread and unparsed; pass the request before anything reads its body",
  };
  const given = (body: unknown): unknown => ({ headers: { [name]: sharedSecret }, body });

  test("can have exactly 64 KiB", async () => {
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

  test("that never ends is cancelled above the limit", async () => {
    const { body, pulled, cancelled } = streamOf([new Uint8Array(1_024)], "again");
    expect(await refusal(posted(body))).toEqual(large);
    expect(pulled()).toBe(65);
    expect(cancelled()).toBe(1);
  });

  test.each([["text"], [{ byteLength: 1 }], [null], [[1, 2]]])(
    "that yields %j in place of bytes is cancelled",
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
    ["a character that is cut off at the end", [utf8(fine), bytes(0xc3)]],
  ])("is refused if it is not UTF-8: %s", async (_, chunks) => {
    const { body } = streamOf(chunks);
    expect(await refusal(posted(body))).toEqual({ field: "body", why: "is not UTF-8" });
  });

  test("is refused if it breaks off", async () => {
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
    ["has no reader", { getReader: (() => undefined) as never }],
    [
      "throws instead of returning a promise, also when it is cancelled",
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
      "returns no result, and rejects when it is cancelled",
      {
        getReader: (() => ({
          read: () => Promise.resolve(),
          cancel: () => Promise.reject(new Error("closed")),
        })) as never,
      },
    ],
    [
      "is never cancelled completely",
      {
        getReader: (() => ({
          read: () => Promise.reject(new Error("closed")),
          cancel: () => new Promise(() => undefined),
        })) as never,
      },
    ],
  ])("of a stream that %s is rejected", async (_, stream) => {
    expect(await refusal(given(stream))).toEqual(brokenOff);
  });

  test("is refused if it was already read", async () => {
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

  test.each([undefined, null, wire, [fine], 7])("rejects %j", async (body) => {
    expect(await refusal(given(body))).toEqual(notThere);
  });

  test("is refused if it is missing", async () => {
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
    [JSON.stringify({ ...wire, notification_type: 7 }), "must have notification_type as a string"],
    [JSON.stringify({ ...wire, new_oauth_token: "" }), "has no new_oauth_token"],
    [JSON.stringify({ ...wire, new_oauth_token: undefined }), "has no new_oauth_token"],
    [JSON.stringify({ ...wire, new_oauth_token: ["t"] }), "must have new_oauth_token as a string"],
    [
      JSON.stringify({ ...wire, new_oauth_token: "", notification_type: "refresh" }),
      "has no new_oauth_token",
    ],
    [JSON.stringify({ ...wire, refresh_token: false }), "must have refresh_token as a string"],
    [JSON.stringify({ ...wire, old_refresh_token: {} }), "must have old_refresh_token as a string"],
    [JSON.stringify({ ...wire, auth_code: 0 }), "must have auth_code as a string"],
    [`{"__proto__":${fine}}`, "has no notification_type"],
    [
      `{"notification_type":"new","__proto__":{"new_oauth_token":"t0ken"}}`,
      "has no new_oauth_token",
    ],
  ])("is refused if it is not a notification (%#)", async (body, why) => {
    expect(await refusal(posted(body))).toEqual({ field: "body", why });
    expect(await refusal(given(body))).toEqual({ field: "body", why });
  });

  test("reads no field of Object.prototype", async () => {
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

  test("is an event or refused for any content", async () => {
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
