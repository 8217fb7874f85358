import { onTestFinished, vi } from "vitest";

/**
 * Replaces `setTimeout` until the end of the test. Sockets and promises stay real. A timeout then fires only when the test lets time
 * pass, however busy the machine is.
 */
export function fakeTimeouts(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** Lets time pass for {@link fakeTimeouts}. Does nothing while timers are real, because then time passes by itself. */
export function passTime(ms: number): void {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(ms);
}

/** Lets time pass in steps for {@link fakeTimeouts} until a promise settles. */
export async function advanceUntilSettled(call: Promise<unknown>, stepMs: number): Promise<void> {
  const state = { isSettled: false };
  const settle = (): void => {
    state.isSettled = true;
  };
  call.then(settle, settle);
  while (!state.isSettled) await vi.advanceTimersByTimeAsync(stepMs);
}

/** A `fetch` that lets time pass when it has the head of a response and its caller waits for the body. */
export const fetchThenPassTime =
  (ms: number): typeof fetch =>
  async (...args) => {
    const response = await fetch(...args);
    setImmediate(passTime, ms);
    return response;
  };
