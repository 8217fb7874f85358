import { discardBody } from "../../../src/transport/body-reader.ts";
import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { Deadline } from "../../../src/transport/deadline.ts";
import { NotUtf8Error, BodyTooLargeError, readText } from "../../../src/transport/read-body.ts";

/** A body that gives chunks, and then ends, fails, or waits for ever. */
function bodyOf(
  chunks: readonly Uint8Array[],
  end: "close" | "error" | "hang" = "close",
): { response: Response; cancelled: unknown[]; read: () => number } {
  const cancelled: unknown[] = [];
  const left = [...chunks];
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift();
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (end === "close") controller.close();
        else if (end === "error") controller.error(new Error("cut"));
      },
      cancel(reason) {
        cancelled.push(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(stream), cancelled, read: () => chunks.length - left.length };
}

function deadline(limitMs = 60_000): Deadline {
  const made = new Deadline(limitMs, undefined);
  onTestFinished(() => {
    made.dispose();
  });
  return made;
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a response body", () => {
  test("that is null is empty", async () => {
    expect(await readText(new Response(null), 10, deadline())).toBe("");
  });

  test("that is empty is empty", async () => {
    expect(await readText(bodyOf([]).response, 10, deadline())).toBe("");
  });

  test("is decoded as text, however it is split into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 6 }),
        async (text, cuts) => {
          const whole = utf8(text);
          const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length];
          places.sort((a, b) => a - b);
          const chunks = places.slice(1).map((to, at) => whole.subarray(places[at], to));
          const read = await readText(bodyOf(chunks).response, 1_000, deadline());
          expect(read).toBe(new TextDecoder().decode(whole));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("is stripped of a byte order mark", async () => {
    expect(
      await readText(bodyOf([bytes(0xef, 0xbb, 0xbf), utf8("{}")]).response, 10, deadline()),
    ).toBe("{}");
  });

  test.each([
    ["a lone continuation byte", bytes(0x80)],
    ["a cut sequence", bytes(0x7b, 0xc3)],
    ["an overlong form", bytes(0xc0, 0xaf)],
    ["a surrogate", bytes(0xed, 0xa0, 0x80)],
    ["Latin-1", bytes(0x22, 0xfc, 0x22)],
  ])("that is not UTF-8 is rejected: %s", async (_, chunk) => {
    await expect(readText(bodyOf([chunk]).response, 10, deadline())).rejects.toBeInstanceOf(
      NotUtf8Error,
    );
  });

  test("can be as large as the limit, to the byte, and not larger", async () => {
    const fits = bodyOf([utf8("12345"), utf8("67890")]);
    expect(await readText(fits.response, 10, deadline())).toBe("1234567890");
    const large = bodyOf([utf8("12345"), utf8("678901")]);
    await expect(readText(large.response, 10, deadline())).rejects.toBeInstanceOf(
      BodyTooLargeError,
    );
    // Bytes count, not characters.
    const wide = bodyOf([utf8("üüüüüü")]);
    await expect(readText(wide.response, 10, deadline())).rejects.toBeInstanceOf(BodyTooLargeError);
  });

  test("that is too large is cancelled, and not read on", async () => {
    const flood = bodyOf(
      Array.from({ length: 1_000 }, () => new Uint8Array(4)),
      "hang",
    );
    await expect(readText(flood.response, 10, deadline())).rejects.toBeInstanceOf(
      BodyTooLargeError,
    );
    expect(flood.read()).toBe(3);
    expect(flood.cancelled).toHaveLength(1);
  });

  test("that hangs is cancelled when the time is up", async () => {
    const drip = bodyOf([utf8("{")], "hang");
    const limit = deadline(20);
    const error: unknown = await readText(drip.response, 10, limit).catch(
      (reason: unknown) => reason,
    );
    expect(limit.isExpired).toBe(true);
    expect(error).toBe(limit.signal.reason);
    expect(drip.cancelled).toHaveLength(1);
    expect(getEventListeners(limit.signal, "abort")).toEqual([]);
  });

  test("that breaks rejects with the error that broke it", async () => {
    await expect(readText(bodyOf([utf8("{")], "error").response, 10, deadline())).rejects.toThrow(
      "cut",
    );
  });
});

describe("a body that nobody will read", () => {
  test("that yields anything but bytes cannot be read", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue("text");
        controller.close();
      },
    });
    await expect(readText({ body }, 100, deadline())).rejects.toThrow("not bytes");
  });

  test("is cancelled, which frees its socket", () => {
    const { response, cancelled } = bodyOf([utf8("{}")]);
    discardBody(response.body);
    expect(cancelled).toHaveLength(1);
  });

  test("may be null, or broken already", async () => {
    discardBody(null);
    let asked = 0;
    discardBody({
      cancel: () => {
        asked += 1;
        return Promise.reject(new Error("broken"));
      },
    });
    await Promise.resolve();
    expect(asked).toBe(1);
  });

  test("may be locked by another reader", () => {
    const { response, cancelled } = bodyOf([utf8("{}")]);
    response.body?.getReader();
    discardBody(response.body);
    expect(cancelled).toEqual([]);
  });
});
