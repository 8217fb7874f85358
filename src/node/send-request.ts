import http from "node:http";
import https from "node:https";
import type {
  ClientRequest,
  ClientRequestArgs,
  IncomingMessage,
  OutgoingHttpHeaders,
} from "node:http";
import { MessageBody } from "./message-body.ts";
import type { RequestContent } from "./request-content.ts";
import { createConnectionClosedError, toFetchError } from "./fetch-error.ts";
import { recordKeepAliveTimeout } from "./keep-alive.ts";
import type { Origin } from "./origin.ts";
import type { PoolRequestArgs } from "./connection-pool.ts";
import { NodeResponse } from "./node-response.ts";
import { createProxyRefusedError } from "./open-tunnel.ts";

/** A request that is ready to be sent. */
export interface OutgoingRequest {
  readonly origin: Origin;
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly content: RequestContent["bytes"];
  readonly signal: AbortSignal | undefined;
}

/** The maximum size of a response's headers, in bytes, as in the built-in fetch. */
const maxHeaderSize = 16_384;

/**
 * Sends a request and resolves when the response's headers have arrived. Calls `releaseSlot` when the
 * connection is free again, or closed.
 */
export function sendRequest(
  outgoingRequest: OutgoingRequest,
  releaseSlot: () => void,
): Promise<Response> {
  const { origin, url, method, path, headers, content, signal } = outgoingRequest;
  if (signal?.aborted === true) {
    releaseSlot();
    return Promise.reject(signal.reason as Error);
  }
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    let body: MessageBody | undefined;
    const removeAbortListener = (): void => {
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error): void => {
      removeAbortListener();
      body?.fail(error);
      reject(error);
    };
    const onAbort = (): void => {
      fail(signal?.reason as Error);
      request.destroy();
    };
    const onConnectError = (error: Error): void => {
      fail(toFetchError(error, false));
      releaseSlot();
    };
    const args: ClientRequestArgs & PoolRequestArgs = {
      agent: origin.pool,
      protocol: origin.protocol,
      host: origin.host,
      port: origin.port,
      method,
      path,
      headers,
      maxHeaderSize,
      insecureHTTPParser: false,
      connectSignal: signal,
      onConnectError,
    };
    let request: ClientRequest;
    try {
      // Called as the module has it now: test libraries and monitoring replace the function.
      request = origin.protocol === "https:" ? https.request(args) : http.request(args);
    } catch (error) {
      // Node refuses an invalid header or method.
      onConnectError(error as Error);
      return;
    }
    request.on("response", (message: IncomingMessage) => {
      recordKeepAliveTimeout(message.socket, message.rawHeaders);
      response = message;
      body = new MessageBody(message);
      if (origin.isProxied && message.statusCode === 407) {
        body.discard();
        // The gateway itself may have sent this 407, after it did what was requested.
        fail(toFetchError(createProxyRefusedError(407), true));
        return;
      }
      resolve(new NodeResponse(message, body, url));
    });
    request.on("error", (error) => {
      // Errors after a complete response do not concern this request.
      if (response?.complete !== true) fail(toFetchError(error, request.socket !== null));
    });
    request.on("close", () => {
      // Node closes silently, for example if the response switches the protocol.
      if (response === undefined)
        fail(toFetchError(createConnectionClosedError(), request.socket !== null));
      releaseSlot();
      removeAbortListener();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    request.end(content);
  });
}
