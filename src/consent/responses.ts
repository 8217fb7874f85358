/** The headers that every response has. */
const commonHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/**
 * Creates the response of a page.
 *
 * @param targets - The URLs to which the response to the form may redirect. Browsers apply `form-action` to each redirect that
 * follows, also to those of the client's own sites, so all URLs of the same scheme are allowed.
 */
export function pageResponse(
  status: number,
  markup: string,
  nonce: string,
  targets: readonly string[] = [],
): Response {
  const schemes = new Set(targets.map((target) => new URL(target).protocol));
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action ${schemes.size === 0 ? "'none'" : ["'self'", ...schemes].join(" ")}`,
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
      "cross-origin-resource-policy": "same-origin",
      ...(status === 405 ? { allow: "GET, POST" } : {}),
    },
  });
}

/** Creates a redirect. 303 makes the browser send a GET without the form. */
export function redirectResponse(location: string): Response {
  // A header cannot have other characters, and a client's redirect URI can.
  const ascii = location.replaceAll(/[^\u0021-\u007e]+/gu, encodeURIComponent);
  return new Response(null, { status: 303, headers: { ...commonHeaders, location: ascii } });
}
