import http from "node:http";
import type { IncomingMessage } from "node:http";
import net from "node:net";
import type { Socket } from "node:net";
import { withoutPrototype } from "../util/bare-object.ts";
import type { ConnectionAttempt, ConnectCallback } from "./connection-attempt.ts";
import { createSystemError } from "./fetch-error.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { socketOptions } from "./socket-options.ts";

/** Opens a tunnel to a host and port through a proxy (CONNECT). */
export function openTunnel(
  { host, port, authorization }: ProxyAddress,
  authority: string,
  attempt: ConnectionAttempt,
  callback: ConnectCallback,
): void {
  const connectRequest = http.request({
    host,
    port,
    method: "CONNECT",
    path: authority,
    headers: [
      ...["Host", authority],
      ...(authorization === undefined ? [] : ["Proxy-Authorization", authorization]),
    ],
    // Avoids the global agent's pool.
    createConnection: () => net.connect(withoutPrototype({ ...socketOptions, host, port })),
  });
  attempt.setCurrent(connectRequest);
  connectRequest.on(
    "connect",
    ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Uint8Array) => {
      const isRefused = statusCode < 200 || statusCode > 299;
      // A TLS server never speaks first, so bytes that follow the proxy's response come from the proxy.
      if (!isRefused && head.byteLength === 0) {
        callback(socket);
        return;
      }
      socket.destroy();
      callback(isRefused ? createProxyRefusedError(statusCode) : createProxyProtocolError());
    },
  );
  connectRequest.on("error", (error: Error & { readonly code?: unknown }) => {
    callback(String(error.code).startsWith("HPE_") ? createProxyProtocolError() : error);
  });
  connectRequest.end();
}

/** Creates the error of a refusal by the proxy. The proxy's own words are not repeated. */
export function createProxyRefusedError(status: number): Error {
  return createSystemError(`the proxy refused with status ${status}`, `ERR_PROXY_STATUS_${status}`);
}

/** Hides the parser's code, which would blame the gateway's response. */
function createProxyProtocolError(): Error {
  return createSystemError("the proxy's response is not HTTP", "ERR_PROXY_PROTOCOL");
}
