import type { TykOAuth } from "@tyk-oauth/sdk";
import type { Connection } from "../command-context.ts";

/** What is shown of the code of a token that is not hashed: such a code is the token itself. */
export const hiddenCode = "(hidden: it is the token itself)";

/** Returns how codes of listed tokens are shown. Codes are hashes only if the gateway hashes keys. */
export async function readCodeView(
  tyk: TykOAuth,
  call: Connection["call"],
  reveal: boolean,
): Promise<(code: string) => string> {
  if (reveal) return (code) => code;
  const { hashedKeys } = await tyk.gateway.capabilities(call);
  // A code that does not look like a hash stays hidden even then: a token of before the setting changed.
  const isHash = (code: string): boolean =>
    /^(?:[\da-f]{8}|[\da-f]{16}|[\da-f]{32}|[\da-f]{64})$/.test(code);
  return (code) => (hashedKeys === true && isHash(code) ? code : hiddenCode);
}

/** Formats when a token expires. */
export function formatExpiry(expires: number | undefined): string {
  if (expires === undefined) return "";
  return expires <= 0 ? "never" : new Date(expires * 1_000).toISOString().replace(".000Z", "Z");
}
