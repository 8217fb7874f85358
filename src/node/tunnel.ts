import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { withoutPrototype } from "../util/bare-object.ts";
import type { Connecting, HandOver } from "./connecting.ts";
import { codedError } from "./failure.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { socketOptions } from "./socket-options.ts";

/** Asks a proxy for a tunnel to a host and port. */
export function openTunnel(
  { host, port, authorization }: ProxyAddress,
  authority: string,
  connecting: Connecting,
  done: HandOver,
): void {
  const asking = request({
    method: "CONNECT",
    path: authority,
    headers: [
      ...["Host", authority],
      ...(authorization === undefined ? [] : ["Proxy-Authorization", authorization]),
    ],
    // A connection of its own, and none of the global agent's.
    createConnection: () => connect(withoutPrototype({ ...socketOptions, host, port })),
  });
  connecting.enter(asking);
  asking.on("connect", ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Uint8Array) => {
    const refused = statusCode < 200 || statusCode > 299;
    // A host speaks only when it is spoken to, so what comes along with the tunnel is the proxy's.
    if (!refused && head.byteLength === 0) {
      done(socket);
      return;
    }
    socket.destroy();
    done(refused ? proxyRefusal(statusCode) : brokenProxy());
  });
  asking.on("error", (error: Error & { readonly code?: unknown }) => {
    done(String(error.code).startsWith("HPE_") ? brokenProxy() : error);
  });
  asking.end();
}

/** What a proxy's refusal is told by; its words are not repeated. */
export function proxyRefusal(status: number): Error {
  return codedError(`the proxy refused with ${status}`, `ERR_PROXY_STATUS_${status}`);
}

/** Not told by the parser's code: that would be said of the gateway's answer. */
function brokenProxy(): Error {
  return codedError("the proxy's answer is not HTTP", "ERR_PROXY_PROTOCOL");
}
