/** An id for a client: 32 hex digits, as the gateway's own are. */
export function newClientId(): string {
  return [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A secret for a client: 256 bits as base64url, which Basic credentials and forms carry unchanged. */
export function newClientSecret(): string {
  return btoa(String.fromCharCode(...randomBytes(32)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
