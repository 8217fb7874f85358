import type { TykProgress } from "@tyk-oauth/sdk";
import type { Host } from "../host.ts";
import { formatDuration } from "./format-duration.ts";
import type { Output } from "./output.ts";
import { cutToWidth } from "./text-width.ts";

type Phase = TykProgress["phase"] | "apply";

/** How far a method is, or the plan of a manifest. */
export interface Progress {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
}

const phases: Readonly<Record<Phase, string>> = {
  look: "reading tokens and clients",
  revoke: "revoking tokens",
  sweep: "searching the gateway's keys",
  wait: "waiting for the session cache to expire",
  check: "checking the result",
  apply: "applying the plan",
};

/** Redraws of the line, at most one in this time. */
const redrawMs = 100;

/** Shows the progress of a method on stderr: one line that is redrawn on a terminal, otherwise one line for each phase. */
export class ProgressLine {
  readonly #host: Host;
  readonly #output: Output;
  readonly #now: () => number;
  #phase: Phase | undefined;
  #phaseStart = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(host: Host, output: Output, now: () => number = Date.now) {
    this.#host = host;
    this.#output = output;
    this.#now = now;
    output.beforeNote = () => {
      this.clear();
    };
  }

  readonly update = (progress: Progress): void => {
    const { json, quiet } = this.#output.mode;
    if (json || quiet) return;
    const now = this.#now();
    const isNewPhase = progress.phase !== this.#phase;
    if (isNewPhase) {
      this.#phase = progress.phase;
      this.#phaseStart = now;
    }
    if (this.#host.stderr.isTTY !== true) {
      // A log gets a line for each phase, because the counts of its start say nothing.
      const waits = progress.phase === "wait";
      if (isNewPhase)
        this.#output.note(waits ? describeProgress(progress, 0) : phases[progress.phase]);
      return;
    }
    const isLast = progress.done >= progress.total;
    if (!isNewPhase && !isLast && now - this.#drawnAt < redrawMs) return;
    this.#drawnAt = now;
    const text = describeProgress(progress, now - this.#phaseStart);
    const line = cutToWidth(text, (this.#host.stderr.columns ?? 80) - 1);
    this.#host.stderr.write(`\r\u001b[2K${this.#output.noteColors.cyan(line)}`);
    this.#isDrawn = true;
  };

  /** Removes the line. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#host.stderr.write("\r\u001b[2K");
  }
}

/** Describes the progress of a phase that began `elapsedMs` ago, with its rate and an estimate. */
export function describeProgress({ phase, done, total }: Progress, elapsedMs: number): string {
  const what = phases[phase];
  // The time of a wait is in milliseconds.
  if (phase === "wait") return `${what}: ${formatDuration(Math.max(0, total - done))} left`;
  const count = total > 0 ? `${what}: ${done} of ${total}` : what;
  if (elapsedMs < 1_000 || done === 0 || done >= total) return count;
  const rate = (done * 1_000) / elapsedMs;
  const leftMs = ((total - done) / rate) * 1_000;
  return `${count}, ${rate.toFixed(rate < 10 ? 1 : 0)} a second, about ${formatDuration(leftMs)} left`;
}
