import type { Fail } from "../util/fail.ts";

/** Whitespace that a header loses in transit. */
const surroundingWhitespace = /^[\t\n\r ]+|[\t\n\r ]+$/g;
/**
 * Control characters other than a tab, and lone surrogates, which UTF-8 cannot encode. Classes such as `\p{Cc}` would load Unicode tables
 * when the package is imported, which takes half a millisecond.
 */
// eslint-disable-next-line no-control-regex -- the expression searches for control characters
const invalidInHeader = /[\0-\x08\n-\x1f\x7f-\x9f]|[\ud800-\udfff]/u;

/** Checks the shared secrets and removes the whitespace around each. */
export function normalizeSharedSecrets(value: unknown, fail: Fail): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (secrets.length === 0) return fail("sharedSecret", "must not be an empty list");
  return secrets.map((secret) => normalizeSharedSecret(secret, fail));
}

function normalizeSharedSecret(value: unknown, fail: Fail): string {
  if (typeof value !== "string") return fail("sharedSecret", "must be a string");
  const secret = value.replace(surroundingWhitespace, "");
  // The gateway sends an empty header for an API without a secret, so an empty secret would accept any
  // sender.
  if (secret === "") return fail("sharedSecret", "must not be empty");
  if (invalidInHeader.test(secret))
    return fail("sharedSecret", "contains characters that no header can carry");
  return secret;
}

/**
 * Compares a header with each of the secrets in constant time. The time does not reveal which one it is.
 *
 * A secret beyond ASCII is sent as UTF-8. `Headers` and Node read each byte as a Latin-1 character, other
 * servers decode the text. Both forms are accepted, because either proves the secret.
 */
export async function isSharedSecret(header: string, secrets: readonly string[]): Promise<boolean> {
  const [expected, received] = await Promise.all([
    Promise.all(secrets.map((secret) => digestSha256(toUtf8Bytes(secret)))),
    Promise.all([toUtf8Bytes(header), toLatin1Bytes(header)].map(digestSha256)),
  ]);
  return expected
    .flatMap((one) => received.map((other) => isSameDigest(one, other)))
    .includes(true);
}

/** Returns the header's Latin-1 bytes, or its UTF-8 bytes if it was not read as Latin-1. */
function toLatin1Bytes(header: string): Uint8Array<ArrayBuffer> {
  const units = Array.from({ length: header.length }, (_, at) => header.charCodeAt(at));
  return units.every((unit) => unit <= 0xff) ? Uint8Array.from(units) : toUtf8Bytes(header);
}

function toUtf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Digests have equal lengths, so a comparison does not reveal the length of the secret. */
async function digestSha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Compares two digests. Always visits every byte, so the time reveals nothing. */
function isSameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.reduce((bits, byte, index) => bits | (byte ^ (b[index] ?? 0)), 0) === 0;
}
