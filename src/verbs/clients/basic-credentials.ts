import type { MethodContext } from "../method-context.ts";

/** Whether the encoding of Basic credentials that RFC 6749 (2.3.1) requires leaves a string unchanged. */
function isUnreserved(text: string): boolean {
  return /^[\w.~-]*$/.test(text);
}

/**
 * Warns about an id or a secret that many libraries cannot use: they encode it as RFC 6749 requires, and the gateway's
 * token endpoint does not decode it (trap 29). It is not an error, because a library that does not encode can use it.
 */
export function warnAboutEncoding(context: MethodContext, text: string, field: string): void {
  if (isUnreserved(text)) return;
  context.warn(
    `${field} holds characters beyond A-Z a-z 0-9 - . _ ~: libraries that encode Basic credentials, as RFC 6749 requires, get no token, because the gateway does not decode them`,
  );
}
