/** What a call of `fetch` sends. */
export interface FetchArguments {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** Reads the body. */
  readonly body: () => Promise<Uint8Array>;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal;
}

/** Reads the arguments of a call of `fetch`. */
export function readFetchArguments(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): FetchArguments {
  const simple = readSimpleArguments(input, init);
  if (simple !== undefined) return simple;
  const request = new Request(input, init);
  return {
    url: new URL(request.url),
    method: request.method,
    headers: new Headers(request.headers),
    body: async () => new Uint8Array(await request.arrayBuffer()),
    redirect: request.redirect,
    signal: request.signal,
  };
}

const simpleMethods: readonly string[] = ["GET", "POST", "PUT", "DELETE"];
const simpleFields: readonly string[] = [
  "method",
  "headers",
  "body",
  "redirect",
  "signal",
  "cache",
];

/**
 * Reads the arguments that the SDK passes without a `Request`, which takes longer than the rest of most calls. Returns `undefined` for
 * others, and for all that a `Request` refuses.
 */
function readSimpleArguments(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): FetchArguments | undefined {
  if (typeof input !== "string" || init === undefined || !URL.canParse(input)) return undefined;
  if (Object.keys(init).some((name) => !simpleFields.includes(name))) return undefined;
  const { method = "GET", headers, body = null, redirect = "follow", signal } = init;
  const url = new URL(input);
  const isSimple =
    simpleMethods.includes(method) &&
    (body === null || (typeof body === "string" && method !== "GET")) &&
    redirect === "manual" &&
    signal instanceof AbortSignal &&
    !signal.aborted &&
    url.username === "" &&
    url.password === "";
  if (!isSimple) return undefined;
  const sent = new Headers(headers);
  if (body !== null && !sent.has("content-type"))
    sent.set("content-type", "text/plain;charset=UTF-8");
  const bytes = body === null ? new Uint8Array() : new TextEncoder().encode(body);
  return { url, method, headers: sent, body: () => Promise.resolve(bytes), redirect, signal };
}
