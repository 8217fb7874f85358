/** What the transport sets itself: these frame the message, and two of a kind are how requests are smuggled. */
const framingHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "transfer-encoding",
]);

/** The headers of a request as Node takes them at once, name and value by turns, as the built-in fetch would send them. */
export function buildHeaders(
  authority: string,
  headers: HeadersInit | undefined,
  contentType: string | undefined,
  contentLength: number | undefined,
): string[] {
  const rawHeaders = ["Host", authority];
  const given = { accept: false, type: false };
  const addHeader = (name: string, value: string): void => {
    const lower = name.toLowerCase();
    // The length that it has anyway.
    if (lower === "content-length" && value === String(contentLength)) return;
    if (framingHeaders.has(lower)) throw new TypeError(`the header ${lower} is set by this fetch`);
    if (lower === "accept") given.accept = true;
    if (lower === "content-type") given.type = true;
    rawHeaders.push(name, value);
  };
  if (headers instanceof Headers || Array.isArray(headers)) {
    for (const [name, value] of new Headers(headers)) addHeader(name, value);
  } else if (headers !== undefined) {
    for (const name of Object.keys(headers)) addHeader(name, headers[name] ?? "");
  }
  if (!given.accept) rawHeaders.push("Accept", "*/*");
  if (!given.type && contentType !== undefined) rawHeaders.push("Content-Type", contentType);
  if (contentLength !== undefined) rawHeaders.push("Content-Length", String(contentLength));
  return rawHeaders;
}
