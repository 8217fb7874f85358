import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeBase64, encodeBase64 } from "../base64.ts";
import { murmur128, murmur32, murmur64 } from "./murmur3.ts";

/** The functions with which a gateway may hash its keys (its setting `hash_key_function`). */
export const keyHashFunctions = ["murmur32", "murmur64", "murmur128", "sha256"] as const;

/** A function with which a gateway may hash its keys. */
export type KeyHashFunction = (typeof keyHashFunctions)[number];

const hashes: Record<KeyHashFunction, (bytes: Uint8Array) => string> = {
  murmur32,
  murmur64,
  murmur128,
  // `crypto.subtle` is asynchronous. The embedded gateway must respond in one step.
  sha256: (bytes) => bytesToHex(sha256(bytes)),
};
const objectIdLength = 24;

/**
 * Returns the hash of a token, as the gateway's lists show it. A token that names its hash function (`h`) is hashed with that
 * function, regardless of the gateway's setting; any other token is hashed with murmur32.
 */
export function hashToken(token: string, forced?: KeyHashFunction): string {
  return hashes[forced ?? hashFunctionOf(token)](new TextEncoder().encode(token));
}

/** Creates a token. If the gateway's settings name no hash function, the token is the organisation and the id, joined. */
export function makeToken(
  orgId: string,
  id: string,
  hashFunction: KeyHashFunction | undefined,
): string {
  if (hashFunction === undefined) return orgId + id;
  return encodeBase64(
    new TextEncoder().encode(`{"org":"${orgId}","id":"${id}","h":"${hashFunction}"}`),
  );
}

/** Returns the organisation that a token names, or "". */
export function tokenOrganisation(token: string): string {
  const org = tokenField(token, "org");
  if (org !== undefined) return org;
  const start = token.slice(0, objectIdLength);
  return token.length > objectIdLength && /^[0-9a-fA-F]{24}$/.test(start) ? start : "";
}

function hashFunctionOf(token: string): KeyHashFunction {
  const named = tokenField(token, "h");
  return keyHashFunctions.find((name) => name === named) ?? "murmur32";
}

function tokenField(token: string, field: string): string | undefined {
  // The base64 of every text that begins with `{"` begins with "ey".
  if (!token.startsWith("ey")) return undefined;
  const bytes = decodeBase64(token);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== "object" || value === null) return undefined;
    const found = (value as Record<string, unknown>)[field];
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}
