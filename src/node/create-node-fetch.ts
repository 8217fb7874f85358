import { readRequestContent } from "./request-content.ts";
import { sendRequest } from "./send-request.ts";
import { buildHeaders } from "./build-headers.ts";
import type { NodeFetchOptions } from "./options.ts";
import { Origin } from "./origin.ts";
import { resolveSettings } from "./settings.ts";
import { parseRequestUrl } from "./url.ts";
import { withoutPrototype } from "../util/bare-object.ts";

/** What {@link createNodeFetch} gives: a `fetch` that can be closed. */
export interface NodeFetch {
  (url: string, init?: RequestInit): Promise<Response>;
  /**
   * Ends the connections that wait for a request, at once; those in use end when their answer has come to its end. A request
   * that is made later still works, on a connection that ends with it. A process ends without this as well: connections that
   * wait do not keep it.
   */
  close(): void;
}

/**
 * Makes a `fetch` over Node's own HTTP, for the `fetch` option of `TykOAuth`. It does what the built-in one cannot do by
 * itself: mutual TLS, a private certificate authority, an HTTP proxy, a unix socket; and takes about half the time for a
 * small request. Connections are kept and used again, by this fetch alone: make one, and share it.
 *
 * It answers as the built-in one does, but for this: redirects are never followed, whatever `init` says, compressed answers
 * are given as they came, and of `init` only `method`, `headers`, `body` and `signal` count. A body that is a stream is read
 * to its end before it is sent. The `Response` is none of the platform's class, though it has all that one has, and may
 * have a status beyond 599.
 *
 * @throws {@link TykConfigError} for an option that does not exist or is wrong: a certificate or a key that cannot be read,
 * a `key` that is not that of `cert` or that `passphrase` does not open, a proxy that is no http URL, a proxy together with
 * a unix socket, a limit that is no number. No message holds a value.
 *
 * Its own failures are those of `fetch`: it rejects with a `TypeError` whose `cause` has the system's `code`, or with the
 * signal's reason. `TykOAuth` makes of it a `TykConnectionError` with `code: "tls"` where the server's certificate or the
 * client's is not accepted, and with `code: "connection"` if the proxy refuses (`systemCode` is `"ERR_PROXY_STATUS_407"`, for
 * example). `outcome` is `"not-sent"` for both, but for a 407 to a request by plain `http`: the gateway may have sent it after it
 * did what was asked, so `outcome` is `"unknown"`.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { createNodeFetch } from "@tyk-oauth/sdk/node";
 *
 * const mutual = createNodeFetch({
 *   ca: readFileSync("/etc/tyk/ca.pem"),
 *   cert: readFileSync("/etc/tyk/client.pem"),
 *   key: readFileSync("/etc/tyk/client-key.pem"),
 * });
 * const tyk = new TykOAuth({ baseUrl: "https://gateway.internal:8080", secret, fetch: mutual });
 * ```
 *
 * @example
 * ```ts
 * import { createNodeFetch } from "@tyk-oauth/sdk/node";
 *
 * const proxied = createNodeFetch({ proxy: `http://sdk:${encodeURIComponent(secret)}@proxy.internal:3128` });
 * const sidecar = createNodeFetch({ socketPath: "/run/tyk/control.sock" });
 * ```
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const settings = resolveSettings(options);
  const { proxy } = settings;
  const origins = new Map<string, Origin>();
  let isClosed = false;

  const getOrigin = (url: URL): Origin => {
    const known = origins.get(url.origin);
    if (known !== undefined) return known;
    const origin = new Origin(url, settings);
    if (isClosed) origin.pool.close();
    origins.set(url.origin, origin);
    return origin;
  };

  const nodeFetch = async (requestUrl: string, init: RequestInit = {}): Promise<Response> => {
    // Own properties only: a polluted `Object.prototype.body` would otherwise be sent.
    const { method = "GET", body, headers: given, signal: caller } = withoutPrototype(init);
    const signal = caller ?? undefined;
    signal?.throwIfAborted();
    const url = parseRequestUrl(requestUrl);
    const origin = getOrigin(url);
    const content = readRequestContent(method, body);
    const { bytes, length, type } = content instanceof Promise ? await content : content;
    const headers = buildHeaders(origin.authority, given, type, length);
    let path = `${url.pathname}${url.search}`;
    if (origin.isProxied) {
      path = origin.name + path;
      if (proxy?.authorization !== undefined)
        headers.push("Proxy-Authorization", proxy.authorization);
    }
    const releaseSlot = origin.limiter.tryEnter() ?? (await origin.limiter.enter(signal));
    return sendRequest(
      { origin, url: url.href, method, path, headers, content: bytes, signal },
      releaseSlot,
    );
  };
  return Object.assign(nodeFetch, {
    close: (): void => {
      isClosed = true;
      for (const { pool } of origins.values()) pool.close();
    },
  });
}
