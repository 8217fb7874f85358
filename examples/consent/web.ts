// What the two sites share: a server for handlers from `Request` to `Response`, pages, and sessions.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Handler = (request: Request) => Promise<Response>;

export interface Site {
  /** The address that browsers use, without a path. */
  readonly origin: string;
  /** Sets what handles the requests. The sites need each other's addresses first. */
  handle(handler: Handler): void;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. The port 0 selects a free port. */
export async function listen(port: number): Promise<Site> {
  let handler: Handler = () => Promise.resolve(new Response("starting", { status: 503 }));
  const server = createServer((message, response) => {
    handler(toRequest(message, origin))
      .catch((error: unknown) => {
        console.error(error);
        return page(500, "Something went wrong", html`<p>Go back, and try again.</p>`);
      })
      .then((result) => send(result, response))
      // The browser closed the connection.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    handle: (newHandler) => {
      handler = newHandler;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The origin is fixed: the Host header comes from the browser, and an attacker can choose it. */
function toRequest(message: IncomingMessage, origin: string): Request {
  const { method = "GET", url = "/" } = message;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(origin + (url.startsWith("/") ? url : "/"), {
    method,
    headers,
    ...(hasBody && { body: Readable.toWeb(message) as ReadableStream, duplex: "half" }),
  });
}

async function send(result: Response, response: ServerResponse): Promise<void> {
  response.writeHead(result.status, [...result.headers].flat());
  if (result.body === null) response.end();
  else await pipeline(Readable.fromWeb(result.body as never), response);
}

/** Markup. Only {@link html} creates it. */
export interface Html {
  readonly markup: string;
}

/** Builds markup, and escapes every string that is inserted. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const toMarkup = (value: string | Html | readonly Html[]): string => {
    if (typeof value === "string")
      return value.replaceAll(/[&<>"']/g, (char) => `&#${char.codePointAt(0) ?? 0};`);
    return "markup" in value ? value.markup : value.map(toMarkup).join("");
  };
  return {
    markup: strings.map((text, i) => text + toMarkup(values[i] ?? { markup: "" })).join(""),
  };
}

const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }
button, input { font: inherit; padding: 0.5rem 1rem; }`;

export function page(status: number, title: string, content: Html): Response {
  const nonce = crypto.randomUUID();
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return new Response(markup, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}

export function redirect(
  location: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(null, {
    status: 303,
    headers: {
      location,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      ...headers,
    },
  });
}

/** Whether another site sent the form. Browsers set the header, and pages cannot. */
export function isFromOtherSite({ headers }: Request): boolean {
  return !["same-origin", "none", null].includes(headers.get("sec-fetch-site"));
}

/** The sessions of a site, in memory. A real site keeps them in a database, and marks its cookie as `Secure`. */
export class Sessions<T> {
  readonly #sessions = new Map<string, T>();
  readonly #cookie: string;

  /** Browsers send a cookie to all ports of a host, so each site needs a name of its own. */
  constructor(cookie: string) {
    this.#cookie = cookie;
  }

  /** Opens a session with a new id, which nobody could know before. Returns the `Set-Cookie` header. */
  open(value: T): Record<string, string> {
    const id = crypto.randomUUID();
    this.#sessions.set(id, value);
    return { "set-cookie": `${this.#cookie}=${id}; Path=/; HttpOnly; SameSite=Lax` };
  }

  find(request: Request): { readonly id: string; readonly value: T } | undefined {
    const cookies = (request.headers.get("cookie") ?? "").split(/; */);
    const id = cookies.find((one) => one.startsWith(`${this.#cookie}=`))?.split("=")[1] ?? "";
    const value = this.#sessions.get(id);
    return value === undefined ? undefined : { id, value };
  }

  close(request: Request): void {
    this.#sessions.delete(this.find(request)?.id ?? "");
  }
}
