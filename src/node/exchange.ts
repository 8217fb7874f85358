import { request as startRequest } from "node:http";
import type { ClientRequest, ClientRequestArgs, IncomingMessage } from "node:http";
import { MessageBody } from "./body.ts";
import type { Content } from "./content.ts";
import { connectionClosed, fetchFailure } from "./failure.ts";
import { heedHint } from "./idle.ts";
import type { Origin } from "./origin.ts";
import type { PoolRequestArgs } from "./pool.ts";
import { NodeResponse } from "./response.ts";
import { proxyRefusal } from "./tunnel.ts";

/** One request, ready to be sent. */
export interface Outgoing {
  readonly origin: Origin;
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly content: Content["bytes"];
  readonly signal: AbortSignal | undefined;
}

/** The limit of an answer's head, in bytes, as the built-in fetch has it. */
const maxHeaderSize = 16_384;

/**
 * Sends a request on a connection that is its own until the answer has come to its end, and gives the answer as soon as its
 * head is there. Calls `leave` when the connection is free for another request, or gone.
 */
export function exchange(outgoing: Outgoing, leave: () => void): Promise<Response> {
  const { origin, url, method, path, headers, content, signal } = outgoing;
  if (signal?.aborted === true) {
    leave();
    return Promise.reject(signal.reason as Error);
  }
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    let body: MessageBody | undefined;
    const settle = (): void => {
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error): void => {
      settle();
      body?.fail(error);
      reject(error);
    };
    const onAbort = (): void => {
      fail(signal?.reason as Error);
      request.destroy();
    };
    const refuse = (error: Error): void => {
      fail(fetchFailure(error, false));
      leave();
    };
    const args: ClientRequestArgs & PoolRequestArgs = {
      agent: origin.pool,
      protocol: origin.protocol,
      method,
      path,
      headers,
      maxHeaderSize,
      insecureHTTPParser: false,
      abandoned: signal,
      refuse,
    };
    let request: ClientRequest;
    try {
      request = startRequest(args);
    } catch (error) {
      // A header or a method that Node does not send.
      refuse(error as Error);
      return;
    }
    request.on("response", (message: IncomingMessage) => {
      heedHint(message.socket, message.rawHeaders);
      answer = message;
      body = new MessageBody(message);
      if (origin.throughProxy && message.statusCode === 407) {
        body.discard();
        // The proxy's own, or one that the gateway sent after it had done what it was asked for.
        fail(fetchFailure(proxyRefusal(407), true));
        return;
      }
      resolve(new NodeResponse(message, body, url));
    });
    request.on("error", (error) => {
      // What comes after a whole answer is no matter of this request.
      if (answer?.complete !== true) fail(fetchFailure(error, request.socket !== null));
    });
    request.on("close", () => {
      // Closed by Node without a word: for an answer that changes the protocol, say.
      if (answer === undefined) fail(fetchFailure(connectionClosed(), request.socket !== null));
      settle();
      leave();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    request.end(content);
  });
}
