import type { TykFetch } from "../../../src/index.ts";

/** A request as the fetch received it. */
export interface SentRequest {
  url: string;
  method: string | undefined;
  /** Path and query, as they are sent. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  init: RequestInit;
}

/** The response to a request. */
export type Reply = (sent: SentRequest) => Response | Promise<Response>;

/** A fetch that keeps its requests and returns the nth reply for the nth request. */
export interface FakeFetch {
  fetch: TykFetch;
  sent: SentRequest[];
}

export function fakeFetch(...replies: readonly Reply[]): FakeFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const { pathname, search } = new URL(url);
      const { method, body } = init;
      if (body !== undefined && typeof body !== "string") throw new Error("The body is no text");
      const headers = { ...(init.headers as Record<string, string>) };
      const one = { url, method, path: pathname + search, headers, body, init };
      sent.push(one);
      const reply = replies[sent.length - 1];
      if (reply === undefined) throw new Error(`No reply for ${String(method)} ${pathname}`);
      return await reply(one);
    },
  };
}

/** A JSON response. */
export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return text(JSON.stringify(body), status, { "content-type": "application/json", ...headers });
}

/** A text response. */
export function text(
  body: string,
  status = 200,
  headers: Readonly<Record<string, string>> = { "content-type": "text/plain; charset=utf-8" },
): Reply {
  return () => new Response(body, { status, headers });
}

/** Rejects, as fetch does without a response. */
export function reject(error: unknown): Reply {
  return () => {
    throw error;
  };
}

/** The error of fetch for a system error code. */
export function networkError(code: string, more: Readonly<Record<string, unknown>> = {}): Error {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("a system error"), { code, ...more }),
  });
}

/** The gateway's response for a route that it does not have. */
export function noRoute(): Reply {
  return text("404 page not found\n", 404);
}
