import type { Socket } from "node:net";
import { createSystemError, createConnectionClosedError } from "./fetch-error.ts";

/** What a connection is at the moment, while it is being made. */
interface Destroyable {
  destroy(error: Error): unknown;
}

/** Takes a connection, or what came in its way. */
export type ConnectCallback = (result: Socket | Error) => void;

/**
 * A connection that is being made, through a proxy maybe, within a limit of time. It is handed over when it is ready and not
 * before, so that whatever goes wrong until then has sent nothing of a request.
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
        createSystemError(`no connection within ${timeoutMs} ms`, "ETIMEDOUT"),
      );
    }, timeoutMs);
  }

  /** Says what there is of it now. */
  setCurrent(current: Destroyable): void {
    this.#current = current;
  }

  /** Hands a socket over as soon as this event says that it is connected, or what came in between. */
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
    // It stays, since nobody else listens in the moment after the socket was handed over.
    socket.on("error", (error: Error) => {
      failure = error;
    });
    socket.once(event, onReady);
    socket.once("close", onClose);
  }

  /** Takes away the timer and the listener. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.#current?.destroy(createSystemError("nobody waits for it any more", "ECONNABORTED"));
  };
}
