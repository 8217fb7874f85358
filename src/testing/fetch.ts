import { ConnectionDropped } from "./errors.ts";
import type { Answer } from "./http/answer.ts";
import type { Address } from "./http/request.ts";
import type { GatewayServer } from "./server.ts";

const noBodyStatuses = [101, 204, 205, 304];
const redirectStatuses = [301, 302, 303, 307, 308];
const mostRedirects = 20;

/** Which of the gateway's addresses a URL is on, or `undefined` where it is on neither. */
export type AddressOf = (url: URL) => Address | undefined;

/** A `fetch` that reaches the gateway and nothing else. */
export function createFetch(server: GatewayServer, addressOf: AddressOf): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const mode = request.redirect;
    let hop: Hop = {
      url: new URL(request.url),
      method: request.method,
      headers: new Headers(request.headers),
      body: new Uint8Array(await abortable(request.arrayBuffer(), request.signal)),
      signal: request.signal,
    };
    for (let redirects = 0; ; redirects++) {
      const answer = await abortable(send(server, addressOf, hop), request.signal);
      const location = redirectStatuses.includes(answer.status)
        ? answer.headers["location"]
        : undefined;
      if (location === undefined || mode === "manual")
        return toResponse(answer, hop, redirects > 0);
      if (mode === "error") throw failure("unexpected redirect");
      if (redirects === mostRedirects) throw failure("redirect count exceeded");
      hop = follow(hop, answer.status, location);
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

async function send(server: GatewayServer, addressOf: AddressOf, hop: Hop): Promise<Answer> {
  const address = addressOf(hop.url);
  if (address === undefined)
    throw failure(`getaddrinfo ENOTFOUND ${hop.url.hostname}`, "ENOTFOUND");
  const { url, method, headers, body, signal } = hop;
  const target = `${url.pathname}${url.search}`;
  try {
    return await server.answer({ method, target, host: url.host, headers, body, address, signal });
  } catch (error) {
    if (error instanceof ConnectionDropped) throw failure("read ECONNRESET", "ECONNRESET");
    throw error;
  }
}

/** The next request of a redirect, as the fetch standard has it: custom headers go along, wherever it leads. */
function follow(hop: Hop, status: number, location: string): Hop {
  const url = new URL(location, hop.url);
  const becomesGet =
    (status === 303 && hop.method !== "HEAD") ||
    ([301, 302].includes(status) && hop.method === "POST");
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) headers.delete("authorization");
  if (!becomesGet) return { ...hop, url, headers };
  for (const name of ["content-encoding", "content-language", "content-location", "content-type"])
    headers.delete(name);
  return { ...hop, url, method: "GET", headers, body: new Uint8Array() };
}

function toResponse(answer: Answer, hop: Hop, redirected: boolean): Response {
  const isBodiless = hop.method === "HEAD" || noBodyStatuses.includes(answer.status);
  const body = typeof answer.body === "string" ? answer.body : new Uint8Array(answer.body);
  const response = new Response(isBodiless ? null : body, {
    status: answer.status,
    headers: { ...answer.headers },
  });
  // A text as body gives a label of its own to an answer that has none.
  if (answer.headers["content-type"] === undefined) response.headers.delete("content-type");
  Object.defineProperty(response, "url", { value: hop.url.href });
  Object.defineProperty(response, "redirected", { value: redirected });
  return response;
}

/** The promise, or the signal's reason as soon as that aborts. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
    promise.catch(() => undefined);
  }
}

/** What `fetch` rejects with where no answer comes. */
function failure(message: string, code?: string): TypeError {
  const cause =
    code === undefined ? new Error(message) : Object.assign(new Error(message), { code });
  return new TypeError("fetch failed", { cause });
}
