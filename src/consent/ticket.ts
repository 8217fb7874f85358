import { decodeBase64, encodeBase64 } from "../util/base64.ts";
import { toBytes } from "../util/bytes.ts";
import { isRecord, parseJson } from "../util/json.ts";
import { requireWebApis } from "../util/web-api.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import { failConfig } from "./fail.ts";
import type { ConsentUser } from "./types.ts";

/** How long a page can be submitted, in milliseconds. */
export const ticketLifeMs = 600_000;

/** What a page was shown for. The form sends it back, signed, so no session store is needed. */
export interface Ticket extends AuthorizationRequest {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string | undefined;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Signs tickets, and verifies the signatures. */
export interface TicketSigner {
  sign(ticket: Ticket): Promise<string>;
  /** Returns the ticket, or `undefined` if none of the keys signed it. Does not check its expiry. */
  verify(text: string): Promise<Ticket | undefined>;
}

const minKeyBytes = 32;
/** Part of what is signed, so that a signature of another program with the same key is never a ticket. */
const purpose = "tyk-oauth consent ticket 1:";

/** Creates the signer. The first key signs, and all keys verify. */
export function createTicketSigner(signingKey: unknown): TicketSigner {
  requireWebApis(["crypto.subtle"]);
  const bytes = toKeys(signingKey);
  let imported: readonly CryptoKey[] | undefined;
  // Each request awaits its own import until one is done. On Cloudflare Workers a promise of a request that ended stays pending.
  const getKeys = async (): Promise<readonly CryptoKey[]> =>
    (imported ??= await Promise.all(bytes.map(importKey)));
  return {
    sign: async (ticket) => {
      const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(ticket)));
      const signature = await crypto.subtle.sign("HMAC", firstOf(await getKeys()), dataOf(payload));
      return `${payload}.${toBase64Url(new Uint8Array(signature))}`;
    },
    verify: async (text) => {
      const [payload = "", signatureText = "", ...rest] = text.split(".");
      const signature = fromBase64Url(signatureText);
      const json = fromBase64Url(payload);
      if (rest.length > 0 || signature === undefined || json === undefined) return undefined;
      for (const key of await getKeys())
        if (await crypto.subtle.verify("HMAC", key, signature, dataOf(payload)))
          return toTicket(new TextDecoder().decode(json));
      return undefined;
    },
  };
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
}

/** `toKeys` returns at least one key. */
function firstOf([key]: readonly CryptoKey[]): CryptoKey {
  if (key === undefined) throw new Error("no key");
  return key;
}

/** Creates a ticket for a request that a user is shown. */
export function createTicket(
  request: AuthorizationRequest,
  { id: userId, sessionId }: ConsentUser,
  nowMs: number,
): Ticket {
  return {
    ...request,
    id: crypto.randomUUID(),
    userId,
    sessionId,
    expiresAt: nowMs + ticketLifeMs,
  };
}

function toKeys(signingKey: unknown): Uint8Array<ArrayBuffer>[] {
  const list: readonly unknown[] = Array.isArray(signingKey) ? signingKey : [signingKey];
  const keys = list.map((key) =>
    typeof key === "string" ? new TextEncoder().encode(key) : toBytes(key),
  );
  if (keys.length === 0 || keys.some((key) => key === undefined || key.byteLength < minKeyBytes))
    failConfig(
      `signingKey must have at least ${minKeyBytes} bytes: create one with crypto.getRandomValues, and keep it as a secret`,
    );
  // Copied, so that a later change of the caller's bytes has no effect.
  return keys.map((key) => Uint8Array.from(key ?? []));
}

function dataOf(payload: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(purpose + payload);
}

/** Reads a ticket. The signature shows that this package wrote the fields, so only one that all versions have is checked. */
function toTicket(json: string): Ticket | undefined {
  const value = parseJson(json)?.value;
  return isRecord(value) && typeof value["expiresAt"] === "number"
    ? (value as unknown as Ticket)
    : undefined;
}

function toBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = decodeBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
  return bytes === undefined ? undefined : Uint8Array.from(bytes);
}
