import { requireWebApis } from "../../util/web-api.ts";
import type { MethodContext } from "../method-context.ts";

/** Makes each guess at the gateway's secret expensive, for somebody who knows what was signed with the key. */
const iterations = 100_000;
/** A process uses few gateways, and derives a key for each of them and for each plan that it reads. */
const maxCached = 16;
const cache = new Map<string, Promise<CryptoKey>>();

/**
 * Derives a key that only holders of the gateway's secret can derive (PBKDF2 with SHA-256). It signs and fingerprints what this
 * package stores outside the gateway.
 */
export async function deriveKey(
  context: MethodContext,
  { salt }: { readonly salt: string },
): Promise<CryptoKey> {
  requireWebApis(["crypto.subtle"], context.name);
  let secret = "";
  const reading = Promise.resolve(context.deps.config.secret.get()).then((value) => {
    secret = value;
  });
  await context.race(reading, "the secret function");
  const name = `${salt}\n${secret}`;
  const known = cache.get(name) ?? derive(secret, salt);
  if (!cache.has(name) && cache.size >= maxCached) cache.clear();
  cache.set(name, known);
  return known;
}

async function derive(secret: string, salt: string): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(salt), iterations },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
}
