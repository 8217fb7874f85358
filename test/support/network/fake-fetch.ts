import type { TykFetch } from "../../../src/index.ts";

/** A request as a fetch was given it. */
export interface SentRequest {
  url: string;
  method: string | undefined;
  /** Path and query, as they go out. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  init: RequestInit;
}

/** What a request is answered with. */
export type Reply = (sent: SentRequest) => Response | Promise<Response>;

/** A fetch that keeps what it is given and answers the nth request with the nth reply. */
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

/** Answers with JSON. */
export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return text(JSON.stringify(body), status, { "content-type": "application/json", ...headers });
}

/** Answers with text. */
export function text(
  body: string,
  status = 200,
  headers: Readonly<Record<string, string>> = { "content-type": "text/plain; charset=utf-8" },
): Reply {
  return () => new Response(body, { status, headers });
}

/** Rejects, as fetch does where no answer comes. */
export function reject(error: unknown): Reply {
  return () => {
    throw error;
  };
}

/** What fetch rejects with where the system says this code. */
export function networkError(code: string, more: Readonly<Record<string, unknown>> = {}): Error {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("a system error"), { code, ...more }),
  });
}

/** What the method's own words are. */
export function noRoute(): Reply {
  return text("404 page not found\n", 404);
}
