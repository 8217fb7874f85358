import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { withoutPrototype } from "../util/bare-object.ts";
import type { ConnectionAttempt, ConnectCallback } from "./connection-attempt.ts";
import { createSystemError } from "./fetch-error.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { socketOptions } from "./socket-options.ts";

/** Asks a proxy for a tunnel to a host and port. */
export function openTunnel(
  { host, port, authorization }: ProxyAddress,
  authority: string,
  attempt: ConnectionAttempt,
  callback: ConnectCallback,
): void {
  const connectRequest = request({
    method: "CONNECT",
    path: authority,
    headers: [
      ...["Host", authority],
      ...(authorization === undefined ? [] : ["Proxy-Authorization", authorization]),
    ],
    // A connection of its own, and none of the global agent's.
    createConnection: () => connect(withoutPrototype({ ...socketOptions, host, port })),
  });
  attempt.setCurrent(connectRequest);
  connectRequest.on(
    "connect",
    ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Uint8Array) => {
      const isRefused = statusCode < 200 || statusCode > 299;
      // A host speaks only when it is spoken to, so what comes along with the tunnel is the proxy's.
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

/** What a proxy's refusal is told by; its words are not repeated. */
export function createProxyRefusedError(status: number): Error {
  return createSystemError(`the proxy refused with ${status}`, `ERR_PROXY_STATUS_${status}`);
}

/** Not told by the parser's code: that would be said of the gateway's answer. */
function createProxyProtocolError(): Error {
  return createSystemError("the proxy's answer is not HTTP", "ERR_PROXY_PROTOCOL");
}
