import { onUnmounted, ref, shallowRef } from "vue";
import type { Ref, ShallowRef } from "vue";
import { runInSandbox, runLimitMs } from "../sandbox/run-in-sandbox.ts";
import type { Sandbox, StopReason } from "../sandbox/run-in-sandbox.ts";
import type { RunEvent } from "./events.ts";
import type { GatewaySettings } from "./settings.ts";
import { addEvent, copyTimeline, createTimeline } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

export type RunState = "idle" | "running" | "done" | "failed" | "stopped";

/** The run of a program, as the page shows it. */
export interface Run {
  readonly state: Ref<RunState>;
  /** One sentence about the state. */
  readonly status: Ref<string>;
  readonly timeline: ShallowRef<Timeline>;
  /** Whether the program's gateway is there, so that its clock can be moved. */
  readonly hasGateway: Ref<boolean>;
  start(code: string, settings: GatewaySettings): Promise<void>;
  advance(ms: number): void;
  /** Ends the program and forgets what it did. */
  reset(): void;
}

const stopTexts: Readonly<Record<StopReason, string>> = {
  time: `Stopped: the program did not end within ${runLimitMs / 1_000} seconds.`,
  start: "Stopped: the sandbox did not start. Press Run again.",
  events: "Stopped: the program sent too much to this page.",
};

/** Runs programs one after the other. */
export function useRun(): Run {
  const state = ref<RunState>("idle");
  const status = ref("");
  const timeline = shallowRef(createTimeline());
  const hasGateway = ref(false);
  let log = createTimeline();
  let sandbox: Sandbox | undefined;
  let frameRequest = 0;

  // A program can report thousands of events. The page is drawn once for all of them.
  const draw = (): void => {
    if (frameRequest !== 0) return;
    frameRequest = requestAnimationFrame(() => {
      frameRequest = 0;
      timeline.value = copyTimeline(log);
    });
  };
  const reset = (): void => {
    sandbox?.close();
    sandbox = undefined;
    hasGateway.value = false;
    state.value = "idle";
    status.value = "";
    log = createTimeline();
    timeline.value = log;
  };
  const onEvent = (event: RunEvent): void => {
    addEvent(log, event);
    draw();
    if (event.type === "error") state.value = "failed";
    if (event.type === "gateway") hasGateway.value = true;
    if (event.type === "done") {
      if (state.value === "running") state.value = "done";
      status.value = summarise(log, state.value);
    }
  };
  const onStop = (reason: StopReason): void => {
    sandbox = undefined;
    hasGateway.value = false;
    state.value = "stopped";
    status.value = stopTexts[reason];
    draw();
  };
  onUnmounted(reset);
  return {
    state,
    status,
    timeline,
    hasGateway,
    reset,
    start: async (code, settings) => {
      reset();
      state.value = "running";
      status.value = "Running…";
      const current = log;
      const { default: workerSource } = await import("virtual:playground/worker");
      // The reader pressed Run again, or left the page.
      if (log !== current) return;
      sandbox = runInSandbox({ code, settings, workerSource, onEvent, onStop });
    },
    advance: (ms) => {
      sandbox?.advance(ms);
    },
  };
}

function summarise({ entries }: Timeline, state: RunState): string {
  const calls = entries.filter((entry) => entry.kind === "call");
  const requests = calls.reduce((sum, call) => sum + call.requests.length, 0);
  const did = `${count(calls.length, "call")}, ${count(requests, "request")}`;
  return state === "failed" ? `The program failed after ${did}.` : `The program ended: ${did}.`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
