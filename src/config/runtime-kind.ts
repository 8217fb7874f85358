import { currentProcess } from "../util/process.ts";

/**
 * Whether this is a page of a browser. Server-side workers have no document. A test environment such as jsdom has both globals, but
 * runs on a server's runtime. A window of Electron can have everything of both, and is a page.
 */
export function isBrowserPage(): boolean {
  if (!("window" in globalThis && "document" in globalThis)) return false;
  const { type, versions } = currentProcess();
  return versions?.node === undefined || type === "renderer";
}

/** Whether the runtime's own `fetch` accepts every port, as that of Bun and of Cloudflare Workers does. */
export function fetchAcceptsEveryPort(): boolean {
  return currentProcess().versions?.bun !== undefined || isCloudflareWorker();
}

/**
 * Whether this is a Cloudflare Worker. There the work of a request stops when the request ends, for example because its sender left:
 * no `finally` runs, and no timer. Another request that waits for this work would wait forever.
 */
export function isCloudflareWorker(): boolean {
  const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: unknown } };
  return navigator?.userAgent === "Cloudflare-Workers";
}
