import { ConnectionDroppedError } from "./errors.ts";
import type { GatewayResponse } from "./http/response.ts";
import { readFetchArguments } from "./http/fetch-arguments.ts";
import type { GatewayAddress } from "./http/request.ts";
import { onAbort } from "../util/abort.ts";
import { runEach } from "../util/run-each.ts";
import type { GatewayServer } from "./gateway-server.ts";

const nullBodyStatuses = [101, 204, 205, 304];
const redirectStatuses = [301, 302, 303, 307, 308];
const maxRedirects = 20;

/** Returns the gateway's address that a URL leads to, or `undefined` if it leads elsewhere. */
type GetAddress = (url: URL) => GatewayAddress | undefined;

/** Creates a `fetch` that reaches only the gateway. */
export function createFetch(server: GatewayServer, getAddress: GetAddress): typeof fetch {
  return async (input, init) => {
    const {
      url,
      method,
      headers,
      signal,
      redirect: redirectMode,
      ...sent
    } = readFetchArguments(input, init);
    const body = await raceAbort(sent.body(), signal);
    let hop: Hop = { url, method, headers, body, signal };
    for (let redirects = 0; ; redirects++) {
      const response = await raceAbort(dispatch(server, getAddress, hop), signal);
      const location = redirectStatuses.includes(response.status)
        ? response.headers["location"]
        : undefined;
      if (location === undefined || redirectMode === "manual")
        return toResponse(response, hop, redirects > 0);
      if (redirectMode === "error") throw createFetchError("unexpected redirect");
      if (redirects === maxRedirects) throw createFetchError("redirect count exceeded");
      hop = followRedirect(hop, response.status, location);
    }
  };
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

async function dispatch(
  server: GatewayServer,
  getAddress: GetAddress,
  hop: Hop,
): Promise<GatewayResponse> {
  const address = getAddress(hop.url);
  if (address === undefined)
    throw createFetchError(`getaddrinfo ENOTFOUND ${hop.url.hostname}`, "ENOTFOUND");
  const { url, method, headers, body, signal } = hop;
  const target = `${url.pathname}${url.search}`;
  try {
    return await server.handle({ method, target, host: url.host, headers, body, address, signal });
  } catch (error) {
    if (error instanceof ConnectionDroppedError)
      throw createFetchError("read ECONNRESET", "ECONNRESET");
    throw error;
  }
}

/**
 * Builds the request that follows a redirect, as the fetch standard does. It keeps custom headers even across origins
 * (Trap 4).
 */
function followRedirect(hop: Hop, status: number, location: string): Hop {
  const url = new URL(location, hop.url);
  const shouldUseGet =
    (status === 303 && hop.method !== "HEAD") ||
    ([301, 302].includes(status) && hop.method === "POST");
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) headers.delete("authorization");
  if (!shouldUseGet) return { ...hop, url, headers };
  for (const name of ["content-encoding", "content-language", "content-location", "content-type"])
    headers.delete(name);
  return { ...hop, url, method: "GET", headers, body: new Uint8Array() };
}

function toResponse(response: GatewayResponse, hop: Hop, redirected: boolean): Response {
  const hasNullBody = hop.method === "HEAD" || nullBodyStatuses.includes(response.status);
  const body = typeof response.body === "string" ? response.body : new Uint8Array(response.body);
  const result = new Response(hasNullBody ? null : body, {
    status: response.status,
    headers: { ...response.headers },
  });
  // A string body would add a content type that the gateway did not send.
  if (response.headers["content-type"] === undefined) result.headers.delete("content-type");
  Object.defineProperty(result, "url", { value: hop.url.href });
  Object.defineProperty(result, "redirected", { value: redirected });
  return result;
}

/** Settles like the promise, or rejects with the signal's reason once the signal aborts. */
async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => {
      reject(signal.reason as Error);
    });
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    runEach(stopListening);
    promise.catch(() => undefined);
  }
}

/** Creates the error that `fetch` rejects with if there is no response. */
function createFetchError(message: string, code?: string): TypeError {
  const cause =
    code === undefined ? new Error(message) : Object.assign(new Error(message), { code });
  return new TypeError("fetch failed", { cause });
}
