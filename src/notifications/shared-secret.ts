import type { Fail } from "../util/fail.ts";

/** What a header loses around it on its way. */
const surroundingWhitespace = /^[\t\n\r ]+|[\t\n\r ]+$/g;
/** Control characters other than a tab inside, and lone surrogates, which UTF-8 has no bytes for. */
const invalidInHeader = /[^\P{Cc}\t]|\p{Surrogate}/u;

/** The shared secret of the options, as a header can carry it. */
export function normalizeSharedSecret(value: unknown, fail: Fail): string {
  if (typeof value !== "string") return fail("sharedSecret", "must be a string");
  const secret = value.replace(surroundingWhitespace, "");
  // The gateway sends the header empty where the API has no secret: an empty one would let everybody in.
  if (secret === "") return fail("sharedSecret", "must not be empty");
  if (invalidInHeader.test(secret))
    return fail("sharedSecret", "holds characters that no header can carry");
  return secret;
}

/**
 * Whether a header is the secret, in a time that does not tell how much of it is right.
 *
 * A secret that is not ASCII is UTF-8 on the wire. `Headers` and Node read each of its bytes as a character of Latin-1,
 * other servers read the text; both are taken, since who has the one has the other.
 */
export async function isSharedSecret(header: string, secret: string): Promise<boolean> {
  const [expected, asUtf8, asLatin1] = await Promise.all([
    digestSha256(toUtf8Bytes(secret)),
    digestSha256(toUtf8Bytes(header)),
    digestSha256(toLatin1Bytes(header)),
  ]);
  return [difference(asUtf8, expected), difference(asLatin1, expected)].includes(0);
}

/** The bytes that a header was read from as Latin-1; those of its text where it was not. */
function toLatin1Bytes(header: string): Uint8Array<ArrayBuffer> {
  const units = Array.from({ length: header.length }, (_, at) => header.charCodeAt(at));
  return units.every((unit) => unit <= 0xff) ? Uint8Array.from(units) : toUtf8Bytes(header);
}

function toUtf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Digests have one length, whatever they are of, so that comparing them tells nothing of it. */
async function digestSha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** 0 where two digests are the same. Every byte is looked at, whatever the ones before were. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, at) => sum | (byte ^ (b[at] ?? 0)), 0);
}
