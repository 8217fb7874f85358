import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** The part of the web's cryptography that the SDK uses. */
export type SmallCrypto = Pick<
  SubtleCrypto,
  "importKey" | "deriveBits" | "digest" | "sign" | "verify"
>;

/** A key without an origin: the browser's own keys need a secure context. */
interface RawKey {
  readonly bytes: Uint8Array;
}

/**
 * Adds `crypto.subtle` and `crypto.randomUUID`, which a browser has in secure contexts only. A worker without an origin is none,
 * so a program could not plan a manifest. It has SHA-256, HMAC and PBKDF2, by the library that the SDK bundles.
 */
export function addMissingCrypto(crypto: Crypto): void {
  const add = (name: keyof Crypto, value: unknown): void => {
    if ((crypto as Partial<Crypto>)[name] === undefined)
      Object.defineProperty(crypto, name, { value, configurable: true });
  };
  add("subtle", smallCrypto);
  add("randomUUID", () => randomUuid(crypto.getRandomValues(new Uint8Array(16))));
}

// The signatures of `SubtleCrypto` name classes of the browser, which nobody can create.
export const smallCrypto: SmallCrypto = {
  importKey: (_format: string, data: BufferSource) => Promise.resolve({ bytes: bytesOf(data) }),
  digest: (_name: unknown, data: BufferSource) => Promise.resolve(sha256(bytesOf(data)).buffer),
  sign: (_name: unknown, key: unknown, data: BufferSource) =>
    Promise.resolve(authenticate(key, data).buffer),
  verify: (_name: unknown, key: unknown, signature: BufferSource, data: BufferSource) =>
    Promise.resolve(areEqual(authenticate(key, data), bytesOf(signature))),
  deriveBits: async (method: Pbkdf2Params, key: unknown, length: number) => {
    const options = { c: method.iterations, dkLen: length / 8 };
    const bits = await pbkdf2Async(sha256, (key as RawKey).bytes, bytesOf(method.salt), options);
    return bits.buffer;
  },
} as unknown as SmallCrypto;

function authenticate(key: unknown, data: BufferSource): Uint8Array {
  return hmac(sha256, (key as RawKey).bytes, bytesOf(data));
}

function bytesOf(data: BufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function randomUuid(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
