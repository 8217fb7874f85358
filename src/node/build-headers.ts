/** Headers that this fetch sets itself. They frame the message, and duplicates allow request smuggling. */
const framingHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "transfer-encoding",
]);

/** Builds a request's raw headers (name and value alternate), with the defaults of the built-in fetch. */
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
    // Repeats the length that is sent anyway.
    if (lower === "content-length" && value === String(contentLength)) return;
    if (framingHeaders.has(lower))
      throw new TypeError(`the header ${lower} is set by this fetch; do not pass it`);
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
