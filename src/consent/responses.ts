/** The headers that every response has. */
const commonHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/**
 * Creates the response of a page.
 *
 * @param formTargets - The origins or schemes to which the answer to the form may redirect: browsers apply `form-action` to
 * redirects too.
 */
export function pageResponse(
  status: number,
  markup: string,
  nonce: string,
  formTargets: readonly string[] = [],
): Response {
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action ${formTargets.length === 0 ? "'none'" : ["'self'", ...formTargets].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return new Response(markup, {
    status,
    headers: {
      ...commonHeaders,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      ...(status === 405 ? { allow: "GET, POST" } : {}),
    },
  });
}

/** Creates a redirect. 303 makes the browser send a GET without the form. */
export function redirectResponse(location: string): Response {
  return new Response(null, { status: 303, headers: { ...commonHeaders, location } });
}

/** Returns what `form-action` must allow for a redirect to a URI. */
export function formTargetOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  // A host may have characters that end a directive. The whole scheme is then allowed instead.
  return origin !== "null" && /^[\w.:/[\]-]+$/.test(origin) ? origin : protocol;
}
