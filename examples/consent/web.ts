// What the two sites share: a server for handlers from `Request` to `Response`, pages, and sessions.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "./node-handler.ts";

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
  const handle: Handler = async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      console.error(error);
      return page(500, "Something went wrong", html`<p>Go back, and try again.</p>`);
    }
  };
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on("request", toNodeHandler(handle, origin));
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
body { max-width: 36rem; margin: 2rem auto; padding: 0 1rem; background: Canvas; color: CanvasText; }
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
