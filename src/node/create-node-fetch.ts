import { contentOf } from "./content.ts";
import { exchange } from "./exchange.ts";
import { headOf } from "./head.ts";
import type { NodeFetchOptions } from "./options.ts";
import { Origin } from "./origin.ts";
import { resolveSettings } from "./settings.ts";
import { parseUrl } from "./url.ts";

/** What {@link createNodeFetch} gives: a `fetch` that can be closed. */
export interface NodeFetch {
  (url: string, init?: RequestInit): Promise<Response>;
  /**
   * Ends the connections that wait for a request, at once; those in use end when their answer has been read. A request that
   * is made later still works, on a connection of its own. Nothing has to be closed for the process to end.
   */
  close(): void;
}

/** Makes a fetch */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const settings = resolveSettings(options);
  const { proxy } = settings;
  const origins = new Map<string, Origin>();
  let closed = false;

  const originOf = (url: URL): Origin => {
    const known = origins.get(url.origin);
    if (known !== undefined) return known;
    const origin = new Origin(url, settings);
    if (closed) origin.pool.close();
    origins.set(url.origin, origin);
    return origin;
  };

  const nodeFetch = async (given: string, init: RequestInit = {}): Promise<Response> => {
    const signal = init.signal ?? undefined;
    signal?.throwIfAborted();
    const url = parseUrl(given);
    const origin = originOf(url);
    const method = init.method ?? "GET";
    const content = contentOf(method, init.body);
    const { bytes, length, type } = content instanceof Promise ? await content : content;
    const headers = headOf(origin.authority, init.headers, type, length);
    let path = `${url.pathname}${url.search}`;
    if (origin.throughProxy) {
      path = origin.name + path;
      if (proxy?.authorization !== undefined)
        headers.push("Proxy-Authorization", proxy.authorization);
    }
    const leave = origin.limiter.tryEnter() ?? (await origin.limiter.enter(signal));
    return exchange(
      { origin, url: url.href, method, path, headers, content: bytes, signal },
      leave,
    );
  };
  return Object.assign(nodeFetch, {
    close: (): void => {
      closed = true;
      for (const { pool } of origins.values()) pool.close();
    },
  });
}
