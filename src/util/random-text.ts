import { requireWebApis } from "./web-api.ts";

/** Creates a client id of 32 hex digits, like the ids that the gateway creates. */
export function newClientId(): string {
  return [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Creates a client secret: 256 bits as base64url. Basic credentials and forms do not need to encode its characters. */
export function newClientSecret(): string {
  return btoa(String.fromCharCode(...randomBytes(32)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function randomBytes(length: number): Uint8Array {
  requireWebApis(["crypto.getRandomValues"]);
  return crypto.getRandomValues(new Uint8Array(length));
}
