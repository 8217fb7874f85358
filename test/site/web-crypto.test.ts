import { describe, expect, test } from "vitest";
import { addMissingCrypto, smallCrypto } from "../../docs/site/playground/worker/web-crypto.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const { subtle } = globalThis.crypto;
const hmac = { name: "HMAC", hash: "SHA-256" };

describe("the playground's cryptography gives what the web's gives", () => {
  test("for a digest", async () => {
    const digest = await smallCrypto.digest("SHA-256", bytes("a"));
    expect(digest).toEqual(await subtle.digest("SHA-256", bytes("a")));
  });

  test("for a derived key", async () => {
    const method = { name: "PBKDF2", hash: "SHA-256", salt: bytes("salt"), iterations: 10 };
    const derive = async (one: typeof smallCrypto): Promise<ArrayBuffer> => {
      const key = await one.importKey("raw", bytes("secret"), "PBKDF2", false, ["deriveBits"]);
      return one.deriveBits(method, key, 256);
    };
    expect(await derive(smallCrypto)).toEqual(await derive(subtle));
  });

  test("for a signature, and it accepts no other", async () => {
    const key = await smallCrypto.importKey("raw", bytes("key"), hmac, false, ["sign", "verify"]);
    const real = await subtle.importKey("raw", bytes("key"), hmac, false, ["sign"]);
    const signature = await subtle.sign("HMAC", real, bytes("a"));
    expect(await smallCrypto.sign("HMAC", key, bytes("a"))).toEqual(signature);
    expect(await smallCrypto.verify("HMAC", key, signature, bytes("a"))).toBe(true);
    expect(await smallCrypto.verify("HMAC", key, signature, bytes("b"))).toBe(false);
    expect(await smallCrypto.verify("HMAC", key, signature.slice(1), bytes("a"))).toBe(false);
  });
});

test("it is added only where the web's is missing", () => {
  const { crypto } = globalThis;
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  const without = { getRandomValues } as Crypto;
  addMissingCrypto(without);
  expect(without.subtle).toBe(smallCrypto);
  expect(without.randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  const own = { getRandomValues, subtle, randomUUID: () => crypto.randomUUID() } as Crypto;
  addMissingCrypto(own);
  expect(own.subtle).toBe(subtle);
});
