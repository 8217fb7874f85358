/** Headers that this fetch sets itself. They frame the message, and duplicates allow request smuggling. */
const framingHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "transfer-encoding",
]);

/**
 * Builds a request's headers, with the defaults of the built-in fetch. They are an object and not a list: code that monitors or mocks
 * requests expects an object.
 */
export function buildHeaders(
  authority: string,
  headers: HeadersInit | undefined,
  contentType: string | undefined,
  contentLength: number | undefined,
): Record<string, string> {
  /** The names and values by the names in lower case. */
  const added = new Map<string, [name: string, value: string]>();
  const addHeader = (name: string, value: string): void => {
    const lower = name.toLowerCase();
    // Repeats the length that is sent anyway.
    if (lower === "content-length" && value === String(contentLength)) return;
    if (framingHeaders.has(lower))
      throw new TypeError(`the header ${lower} is set by this fetch; do not pass it`);
    const [earlierName, earlierValue] = added.get(lower) ?? [];
    const joined = earlierValue === undefined ? value : `${earlierValue}, ${value}`;
    added.set(lower, [earlierName ?? name, joined]);
  };
  if (headers !== undefined && isIterable(headers)) {
    for (const [name, value] of new Headers([...headers])) addHeader(name, value);
  } else if (headers !== undefined) {
    for (const name of Object.keys(headers)) addHeader(name, headers[name] ?? "");
  }
  const result = [["Host", authority], ...added.values()];
  if (!added.has("accept")) result.push(["Accept", "*/*"]);
  if (!added.has("content-type") && contentType !== undefined)
    result.push(["Content-Type", contentType]);
  if (contentLength !== undefined) result.push(["Content-Length", String(contentLength)]);
  return Object.fromEntries(result) as Record<string, string>;
}

/** Whether headers are `Headers`, also of another realm, or a list. */
function isIterable(
  headers: HeadersInit,
): headers is Exclude<HeadersInit, Readonly<Record<string, string>>> {
  return Symbol.iterator in headers;
}
