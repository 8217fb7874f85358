import type { Socket } from "node:net";
import { codedError, connectionClosed } from "./failure.ts";

/** What a connection is at the moment, while it is being made. */
interface Stage {
  destroy(error: Error): unknown;
}

/** Takes a connection, or what came in its way. */
export type HandOver = (made: Socket | Error) => void;

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
  finish(socket: Socket, event: "connect" | "secureConnect", done: HandOver): void {
    this.enter(socket);
    const settle = (made: Socket | Error): void => {
      socket.off(event, onReady);
      socket.off("close", onClose);
      this.end();
      done(made);
    };
    const onReady = (): void => {
      settle(socket);
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
