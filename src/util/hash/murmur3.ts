// MurmurHash3 with seed 0, with the gateway's names: "murmur32" is the x86 variant with 32 bits, "murmur128" the x64 variant with
// 128 bits, and "murmur64" the first half of the latter.

const mask64 = 0xffffffffffffffffn;
const c164 = 0x87c37b91114253d5n;
const c264 = 0x4cf5ad432745937fn;

/**
 * Returns the gateway's 32 bit hash as 8 hex digits. The gateway leaves out the final mixing and the bytes after the last full
 * block of four. So tokens that differ only in those bytes have the same hash.
 */
export function murmur32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = 0;
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    const block = Math.imul(
      rotateLeft32(Math.imul(view.getUint32(i, true), 0xcc9e2d51), 15),
      0x1b873593,
    );
    hash = rotateLeft32(hash ^ block, 13);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Returns the first 64 bits of {@link murmur128} as 16 hex digits. */
export function murmur64(bytes: Uint8Array): string {
  return murmur128(bytes).slice(0, 16);
}

/** Returns the 128 bit hash as 32 hex digits. */
export function murmur128(bytes: Uint8Array): string {
  const tailStart = bytes.length & ~15;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let h1 = 0n;
  let h2 = 0n;
  for (let i = 0; i < tailStart; i += 16) {
    h1 ^= scrambleLow(view.getBigUint64(i, true));
    h1 = (rotateLeft64(h1, 27n) + h2) & mask64;
    h1 = (h1 * 5n + 0x52dce729n) & mask64;
    h2 ^= scrambleHigh(view.getBigUint64(i + 8, true));
    h2 = (rotateLeft64(h2, 31n) + h1) & mask64;
    h2 = (h2 * 5n + 0x38495ab5n) & mask64;
  }
  h2 ^= scrambleHigh(littleEndian(bytes.subarray(tailStart + 8)));
  h1 ^= scrambleLow(littleEndian(bytes.subarray(tailStart, tailStart + 8)));
  const length = BigInt(bytes.length);
  h1 ^= length;
  h2 ^= length;
  h1 = (h1 + h2) & mask64;
  h2 = (h2 + h1) & mask64;
  h1 = finish64(h1);
  h2 = finish64(h2);
  h1 = (h1 + h2) & mask64;
  h2 = (h2 + h1) & mask64;
  return hex64(h1) + hex64(h2);
}

function rotateLeft32(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function scrambleLow(block: bigint): bigint {
  return (rotateLeft64((block * c164) & mask64, 31n) * c264) & mask64;
}

function scrambleHigh(block: bigint): bigint {
  return (rotateLeft64((block * c264) & mask64, 33n) * c164) & mask64;
}

function rotateLeft64(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & mask64;
}

function finish64(value: bigint): bigint {
  let hash = value ^ (value >> 33n);
  hash = (hash * 0xff51afd7ed558ccdn) & mask64;
  hash ^= hash >> 33n;
  hash = (hash * 0xc4ceb9fe1a85ec53n) & mask64;
  return hash ^ (hash >> 33n);
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

function hex64(value: bigint): string {
  return value.toString(16).padStart(16, "0");
}
