import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { parseNotification } from "../../../src/index.ts";
import type { NotificationRequest } from "../../../src/index.ts";
import { foreignBytes } from "../../support/realms/other-realm.ts";
import { name, posted, refusal, sharedSecret, wire } from "../../support/samples/notification.ts";

const text = JSON.stringify(wire);
const mark = "\uFEFF";

async function typeOf(body: NotificationRequest["body"]): Promise<string> {
  const request = { headers: { [name]: sharedSecret }, body };
  return (await parseNotification(request, { sharedSecret })).event.type;
}

describe("the raw bytes of a notification", () => {
  test.each<[string, NotificationRequest["body"]]>([
    ["a Buffer", Buffer.from(text)],
    ["a part of a Buffer", Buffer.from(`x${text}`).subarray(1)],
    ["a Uint8Array", new TextEncoder().encode(text)],
    ["an ArrayBuffer", new TextEncoder().encode(text).buffer],
    ["a Uint8Array of another realm", foreignBytes(text)],
    ["an ArrayBuffer of another realm", foreignBytes(text).buffer as ArrayBuffer],
    ["text with a byte order mark", mark + text],
    ["bytes with a byte order mark", Buffer.from(mark + text)],
  ])("can be %s", async (_, body) => {
    expect(await typeOf(body)).toBe("new");
  });

  test("can have a byte order mark in a Request", async () => {
    const request = posted(Buffer.from(mark + text));
    expect((await parseNotification(request, { sharedSecret })).event.type).toBe("new");
  });

  test("are checked as a text is", async () => {
    const of = (body: unknown): unknown => ({ headers: { [name]: sharedSecret }, body });
    expect(await refusal(of(Buffer.alloc(65_537, " ")))).toEqual({
      field: "body",
      why: "is larger than 65536 bytes",
    });
    expect(await refusal(of(Buffer.from([0x7b, 0xff, 0x7d])))).toEqual({
      field: "body",
      why: "is not UTF-8",
    });
    expect(await refusal(of(Buffer.from("{")))).toEqual({ field: "body", why: "is not JSON" });
    // Only the first mark is one.
    expect(await refusal(of(mark + mark + text))).toEqual({ field: "body", why: "is not JSON" });
  });
});

describe("a list of shared secrets", () => {
  const request = (secret: string): NotificationRequest => ({
    headers: { [name]: secret },
    body: text,
  });

  test("accepts a notification with each of them, and with no other", async () => {
    const options = { sharedSecret: ["the old one", " the nëw one\n"] };
    for (const secret of ["the old one", "the nëw one"])
      expect((await parseNotification(request(secret), options)).event.type).toBe("new");
    for (const secret of ["another one", "the old one, the nëw one", "the old on"])
      await expect(parseNotification(request(secret), options)).rejects.toMatchObject({
        field: "x-tyk-shared-secret",
      });
  });

  test.each<[string, unknown, string]>([
    ["an empty list", [], "must not be an empty list"],
    ["a list with an empty one", ["a", " "], "must not be empty"],
    ["a list with a hole", ["a", undefined], "must be a string"],
    ["a list with a list", ["a", ["b"]], "must be a string"],
    [
      "a list with a control character",
      ["a", "b\nc"],
      "contains characters that no header can carry",
    ],
  ])("is refused as %s", async (_, secrets, why) => {
    const options = { sharedSecret: secrets as string[] };
    await expect(parseNotification(request("a"), options)).rejects.toMatchObject({
      field: "sharedSecret",
      message: `parseNotification: sharedSecret ${why}`,
    });
  });
});
