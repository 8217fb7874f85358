import { describe, expect, onTestFinished, test, vi } from "vitest";
import { newClientId, newClientSecret } from "../../../src/util/random-text.ts";

/** Known bytes in place of random ones, and how many were asked for. */
function stubBytes(byteAt: (at: number) => number): number[] {
  const asked: number[] = [];
  const spy = vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const bytes = array as unknown as Uint8Array;
    asked.push(bytes.length);
    bytes.forEach((_, at) => (bytes[at] = byteAt(at)));
    return array;
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  return asked;
}

describe("a generated id", () => {
  test("is 32 hex digits, from 128 bits", () => {
    expect(newClientId()).toMatch(/^[\da-f]{32}$/);
    const asked = stubBytes((at) => at * 17);
    expect(newClientId()).toBe("00112233445566778899aabbccddeeff");
    expect(asked).toEqual([16]);
  });
});

describe("a generated secret", () => {
  test("is 256 bits as hex digits, which no library encodes in Basic credentials", () => {
    const secret = newClientSecret();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(new URLSearchParams({ s: secret }).toString()).toBe(`s=${secret}`);
  });

  test.each([
    [0, "00".repeat(32)],
    [0xff, "ff".repeat(32)],
    [0x0b, "0b".repeat(32)],
  ])("uses every bit of its bytes: %i", (byte, expected) => {
    const asked = stubBytes(() => byte);
    expect(newClientSecret()).toBe(expected);
    expect(asked).toEqual([32]);
  });

  test("is different each time", () => {
    const made = Array.from({ length: 100 }, () => [newClientId(), newClientSecret()]).flat();
    expect(new Set(made).size).toBe(200);
  });
});
