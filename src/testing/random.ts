import { murmur128 } from "../util/hash/murmur3.ts";
import { encodeBase64 } from "../util/base64.ts";

/** The source of generated values: returns `count` bytes. */
export type Random = (count: number) => Uint8Array;

/** Creates random values, or the same values in each run if there is a seed. */
export function createRandom(seed: string | number | undefined): Random {
  if (seed === undefined) return (count) => crypto.getRandomValues(new Uint8Array(count));
  let blockCount = 0;
  return (count) => {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i += 16) {
      const block = murmur128(new TextEncoder().encode(`${typeof seed}:${seed}:${blockCount++}`));
      for (let j = 0; j < Math.min(16, count - i); j++)
        bytes[i + j] = Number.parseInt(block.slice(j * 2, j * 2 + 2), 16);
    }
    return bytes;
  };
}

/** Generates a version 4 UUID. */
function generateUuid(random: Random): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Generates 32 hex digits: a client's id, or the id within a token. */
export function generateId(random: Random): string {
  return generateUuid(random).replaceAll("-", "");
}

/** Generates a client's secret or a refresh token: a UUID in base64. */
export function generateSecret(random: Random): string {
  return encodeBase64(new TextEncoder().encode(generateUuid(random)));
}

/** Generates an authorization code: 16 bytes in URL-safe base64. */
export function generateCode(random: Random): string {
  const code = encodeBase64(random(16));
  return code.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Picks a whole number from 0 up to, but not including, `count`. */
export function pickIndex(random: Random, count: number): number {
  return new DataView(random(4).slice().buffer).getUint32(0) % count;
}

/** Returns the values in a random order. */
export function shuffle<T>(random: Random, values: readonly T[]): T[] {
  const remaining = [...values];
  return values.flatMap(() => remaining.splice(pickIndex(random, remaining.length), 1));
}
