import type { RunEvent } from "../run/events.ts";
import { readEvent } from "../run/read-event.ts";
import type { GatewaySettings } from "../run/settings.ts";
import { sandboxDocument } from "./sandbox-document.ts";

/** How long a program can run. Waits of the SDK move the gateway's clock, so they take no time. */
export const runLimitMs = 5_000;

/** How long the sandbox can take to start. */
const startLimitMs = 20_000;

/** A program that prints more than the worker lets through is not one of ours. */
const maxEvents = 5_000;

/** Why a program was stopped. */
export type StopReason = "time" | "start" | "events";

export interface SandboxInput {
  readonly code: string;
  readonly settings: GatewaySettings;
  /** The bundled text of `worker/main.ts`. */
  readonly workerSource: string;
  readonly onEvent: (event: RunEvent) => void;
  readonly onStop: (reason: StopReason) => void;
}

/** A program in its sandbox. */
export interface Sandbox {
  /** Moves the clock of the program's gateway. */
  advance(ms: number): void;
  /** Ends the program, and removes the sandbox. */
  close(): void;
}

/**
 * Runs a program in a worker, inside a frame that has no origin and no network. A program that does not end in time is stopped;
 * the page stays responsive meanwhile.
 */
export function runInSandbox(input: SandboxInput): Sandbox {
  const { code, settings, workerSource, onEvent, onStop } = input;
  const { port1: port, port2 } = new MessageChannel();
  const frame = createFrame();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let count = 0;
  const close = (): void => {
    clearTimeout(timer);
    port.close();
    // This ends the worker too, even in an endless loop.
    frame.remove();
  };
  const stopAfter = (ms: number, reason: StopReason): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      close();
      onStop(reason);
    }, ms);
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const event = readEvent(data);
    count += 1;
    if (count > maxEvents) {
      close();
      onStop("events");
      return;
    }
    if (event === undefined) return;
    if (event.type === "started") stopAfter(runLimitMs, "time");
    // The worker stays, because the reader can move the gateway's clock.
    if (event.type === "done") clearTimeout(timer);
    onEvent(event);
  };
  stopAfter(startLimitMs, "start");
  frame.addEventListener(
    "load",
    () => {
      // The frame has no origin that could be named.
      frame.contentWindow?.postMessage({ source: workerSource, program: { code, settings } }, "*", [
        port2,
      ]);
    },
    { once: true },
  );
  document.body.append(frame);
  return {
    advance: (ms) => {
      stopAfter(runLimitMs, "time");
      port.postMessage(ms);
    },
    close,
  };
}

function createFrame(): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.referrerPolicy = "no-referrer";
  frame.title = "Sandbox of the playground";
  frame.style.display = "none";
  frame.srcdoc = sandboxDocument(crypto.randomUUID());
  return frame;
}
