import { requireWebApis } from "./web-api.ts";

/** Creates a client id of 32 hex digits, like the ids that the gateway creates. */
export function newClientId(): string {
  return randomHex(16);
}

/**
 * Creates a client secret: 256 bits as 64 hex digits. Some OAuth libraries encode even `-` and `_` in Basic credentials, and the
 * gateway does not decode them (trap 29).
 */
export function newClientSecret(): string {
  return randomHex(32);
}

function randomHex(bytes: number): string {
  return [...randomBytes(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function randomBytes(length: number): Uint8Array {
  requireWebApis(["crypto.getRandomValues"]);
  return crypto.getRandomValues(new Uint8Array(length));
}
