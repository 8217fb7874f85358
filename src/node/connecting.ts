import type { Duplex } from "node:stream";
import { codedError, connectionClosed } from "./failure.ts";

/** What a connection is at the moment, while it is being made. */
interface Stage {
  destroy(error: Error): unknown;
}

/** Takes a connection, or what came in its way. */
export type HandOver = (error: Error | null, socket: Duplex) => void;

/**
 * A connection that is being made, through a proxy maybe, within a limit of time. It is handed over when it is ready and not
 * before, so that whatever goes wrong until then has sent nothing of a request.
 */
export class Connecting {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #stage: Stage | undefined;

  constructor(limitMs: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abandon, { once: true });
    if (!Number.isFinite(limitMs)) return;
    this.#timer = setTimeout(() => {
      this.#stage?.destroy(codedError(`no connection within ${limitMs} ms`, "ETIMEDOUT"));
    }, limitMs);
  }

  /** Says what there is of it now. */
  enter(stage: Stage): void {
    this.#stage = stage;
  }

  /** Hands a socket over as soon as this event says that it is connected, or what came in between. */
  finish(socket: Duplex, event: "connect" | "secureConnect", done: HandOver | undefined): void {
    this.enter(socket);
    const settle = (error: Error | null): void => {
      socket.off(event, onReady);
      socket.off("close", onClose);
      this.end();
      done?.(error, socket);
    };
    const onReady = (): void => {
      settle(null);
    };
    const onClose = (): void => {
      settle(failure ?? connectionClosed());
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
  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abandon);
  }

  readonly #abandon = (): void => {
    this.#stage?.destroy(codedError("nobody waits for it any more", "ECONNABORTED"));
  };
}
