import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { systemRuntime } from "../../../src/util/runtime.ts";

describe("the system's runtime", () => {
  test("has the system's clock and randomness", () => {
    vi.spyOn(Date, "now").mockReturnValueOnce(1_234);
    vi.spyOn(Math, "random").mockReturnValueOnce(0.25);
    expect(systemRuntime.now()).toBe(1_234);
    expect(systemRuntime.random()).toBe(0.25);
    vi.restoreAllMocks();
  });

  test("sleeps for the given time, and leaves no listener", async () => {
    vi.useFakeTimers();
    const { signal } = new AbortController();
    let awake = false;
    const sleeping = systemRuntime.sleep(250, signal).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(249);
    expect(awake).toBe(false);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(getEventListeners(signal, "abort")).toEqual([]);
    vi.useRealTimers();
  });

  test("ends a sleep at once if the signal aborts, with its reason, and leaves no timer", async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const reason = new Error("stop");
    const sleeping = systemRuntime.sleep(60_000, stop.signal);
    expect(vi.getTimerCount()).toBe(1);
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    vi.useRealTimers();
  });

  test("does not sleep if the signal has already aborted", async () => {
    vi.useFakeTimers();
    const reason = new Error("stop");
    await expect(systemRuntime.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
