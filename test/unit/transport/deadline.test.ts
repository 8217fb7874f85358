import { getEventListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { Deadline } from "../../../src/transport/deadline.ts";
import { deferred } from "../../support/util/deferred.ts";
import { runningTimers } from "../../support/util/running-timers.ts";

const forever = new Promise<never>(() => undefined);

describe("a deadline", () => {
  test("aborts its signal when the time is up, and records that the time was the reason", async () => {
    const deadline = new Deadline(20, undefined);
    expect(deadline.limitMs).toBe(20);
    expect(deadline.isExpired).toBe(false);
    await expect(deadline.race(forever)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(deadline.isExpired).toBe(true);
    expect(deadline.signal.aborted).toBe(true);
    deadline.dispose();
  });

  test("aborts with the outer signal's reason, and records that the time was not the reason", async () => {
    const stop = new AbortController();
    const deadline = new Deadline(60_000, stop.signal);
    const reason = new Error("stop");
    const racing = deadline.race(forever);
    stop.abort(reason);
    await expect(racing).rejects.toBe(reason);
    expect(deadline.signal.reason).toBe(reason);
    expect(deadline.isExpired).toBe(false);
    deadline.dispose();
  });

  test("ends at once if the outer signal had aborted already", async () => {
    const reason = new Error("stop");
    const deadline = new Deadline(60_000, AbortSignal.abort(reason));
    expect(deadline.signal.reason).toBe(reason);
    expect(deadline.isExpired).toBe(false);
    await expect(deadline.race(Promise.resolve("done"))).rejects.toBe(reason);
    deadline.dispose();
  });

  test("never ends by itself if it is infinite, and has no timer", async () => {
    const before = runningTimers();
    const deadline = new Deadline(Number.POSITIVE_INFINITY, undefined);
    expect(runningTimers()).toBe(before);
    expect(deadline.remainingMs).toBe(Number.POSITIVE_INFINITY);
    expect(await deadline.race(Promise.resolve("done"))).toBe("done");
    deadline.dispose();
  });

  test("has one signal, whoever reads it and when", () => {
    const deadline = new Deadline(60_000, undefined);
    expect(deadline.signal).toBe(deadline.signal);
    deadline.dispose();
  });

  test("ends once: later events change neither its reason nor its cause", async () => {
    const stop = new AbortController();
    const reason = new Error("stop");
    const deadline = new Deadline(10, stop.signal);
    stop.abort(reason);
    await wait(30);
    expect(deadline.isExpired).toBe(false);
    expect(deadline.endedWith(reason)).toBe(true);
    await expect(deadline.race(forever)).rejects.toBe(reason);
    deadline.dispose();
  });

  test("returns the remaining time", () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(5_000);
    const deadline = new Deadline(1_000, undefined);
    expect(deadline.remainingMs).toBe(1_000);
    now.mockReturnValue(5_600);
    expect(deadline.remainingMs).toBe(400);
    now.mockReturnValue(6_500);
    expect(deadline.remainingMs).toBe(-500);
    now.mockRestore();
    deadline.dispose();
  });

  test("returns from a race what the work returns", async () => {
    const deadline = new Deadline(60_000, undefined);
    const reason = new Error("the work's own");
    expect(await deadline.race(Promise.resolve(7))).toBe(7);
    await expect(deadline.race(Promise.reject(reason))).rejects.toBe(reason);
    deadline.dispose();
  });

  test("ignores how the work of a lost race ends", async () => {
    const deadline = new Deadline(60_000, AbortSignal.abort(new Error("stop")));
    const { promise, reject } = deferred<never>();
    await expect(deadline.race(promise)).rejects.toThrow("stop");
    reject(new Error("too late"));
    await wait(0);
    deadline.dispose();
  });

  test("leaves no timer and no listener after its end", async () => {
    const before = runningTimers();
    const stop = new AbortController();
    const deadline = new Deadline(60_000, stop.signal);
    const { signal } = deadline;
    expect(runningTimers()).toBe(before + 1);
    await deadline.race(Promise.resolve());
    await wait(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    deadline.dispose();
    expect(runningTimers()).toBe(before);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    // Ended, it does not hear the outer signal any more.
    stop.abort();
    expect(signal.aborted).toBe(false);
  });

  test("keeps no listener of a race, lost or in progress", async () => {
    const deadline = new Deadline(60_000, undefined);
    const { signal } = deadline;
    await deadline.race(Promise.reject(new Error("no"))).catch(() => undefined);
    void deadline.race(forever);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    deadline.dispose();
  });

  test("can exist a thousand times on one signal without a warning or a listener left", async () => {
    const warnings: Error[] = [];
    const keep = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on("warning", keep);
    const stop = new AbortController();
    const deadlines = Array.from({ length: 1_000 }, () => new Deadline(60_000, stop.signal));
    await Promise.all(deadlines.map((deadline) => deadline.race(Promise.resolve())));
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    for (const deadline of deadlines) deadline.dispose();
    await wait(0);
    process.off("warning", keep);
    expect(warnings).toEqual([]);
  });
});
