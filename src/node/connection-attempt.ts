import type { Socket } from "node:net";
import { createSystemError, createConnectionClosedError } from "./fetch-error.ts";

/** The socket or the CONNECT request that currently represents the connection. */
interface Destroyable {
  destroy(error: Error): unknown;
}

/** Receives the connected socket, or the error that prevented the connection. */
export type ConnectCallback = (result: Socket | Error) => void;

/** Tells a socket from an error. `instanceof Error` fails for Node's errors in a test environment with its own globals. */
export function isSocket(result: Socket | Error): result is Socket {
  return "destroy" in result;
}

/**
 * A connection attempt with a timeout, through a proxy if there is one. The socket is passed on only when it
 * is ready, so a failed attempt has sent no byte of a request.
 */
export class ConnectionAttempt {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #current: Destroyable | undefined;

  constructor(timeoutMs: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (!Number.isFinite(timeoutMs)) return;
    this.#timer = setTimeout(() => {
      this.#current?.destroy(
        createSystemError(`timed out after ${timeoutMs} ms while connecting`, "ETIMEDOUT"),
      );
    }, timeoutMs);
  }

  /** Sets what a timeout or an abort destroys. */
  setCurrent(current: Destroyable): void {
    this.#current = current;
  }

  /** Waits for a value that the connection needs, within the timeout. Calls back with the error if the value cannot be had. */
  awaitValue<T>(value: Promise<T>, callback: ConnectCallback, use: (value: T) => void): void {
    let isOver = false;
    const fail = (error: Error): void => {
      if (isOver) return;
      isOver = true;
      this.dispose();
      callback(error);
    };
    this.setCurrent({ destroy: fail });
    value
      .then((ready) => {
        if (isOver) return;
        use(ready);
        isOver = true;
      })
      .catch(fail);
  }

  /** Passes the socket on when the event reports that it is connected, or the error that came first. */
  awaitSocket(socket: Socket, event: "connect" | "secureConnect", callback: ConnectCallback): void {
    this.setCurrent(socket);
    const settle = (result: Socket | Error): void => {
      socket.off(event, onReady);
      socket.off("close", onClose);
      this.dispose();
      callback(result);
    };
    const onReady = (): void => {
      settle(socket);
    };
    const onClose = (): void => {
      settle(failure ?? createConnectionClosedError());
    };
    let failure: Error | undefined;
    // Never removed: after the callback there is a moment in which nothing else listens.
    socket.on("error", (error: Error) => {
      failure = error;
    });
    socket.once(event, onReady);
    socket.once("close", onClose);
  }

  /** Removes the timer and the abort listener. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.#current?.destroy(createSystemError("the request was aborted", "ECONNABORTED"));
  };
}
