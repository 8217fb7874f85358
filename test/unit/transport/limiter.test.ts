import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { Limiter } from "../../../src/transport/limiter.ts";
import { turns } from "../../support/util/turns.ts";

const never = new AbortController().signal;

/** Lets everything that can go on go on. */
const settle = (): Promise<void> => turns(1);

describe("the limiter", () => {
  test("starts calls at once up to its limit, and the others in the order of their arrival", async () => {
    const limiter = new Limiter(2);
    const inside: string[] = [];
    const leave = new Map<string, () => void>();
    for (const name of ["a", "b", "c", "d", "e"]) {
      void limiter.enter(never).then((free) => {
        inside.push(name);
        leave.set(name, free);
      });
    }
    await settle();
    expect(inside).toEqual(["a", "b"]);
    leave.get("b")?.();
    await settle();
    expect(inside).toEqual(["a", "b", "c"]);
    leave.get("a")?.();
    leave.get("c")?.();
    await settle();
    expect(inside).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("queues a call without a signal too", async () => {
    const limiter = new Limiter(1);
    const leave = await limiter.enter();
    const next = limiter.enter();
    leave();
    (await next)();
    await settle();
    expect(limiter.tryEnter()).toBeDefined();
  });

  test("starts a call at once if a slot is free and no call is queued", async () => {
    const limiter = new Limiter(1);
    const leave = limiter.tryEnter();
    expect(limiter.tryEnter()).toBeUndefined();
    const next = limiter.enter(never);
    leave?.();
    expect(limiter.tryEnter()).toBeUndefined();
    (await next)();
    await settle();
    expect(limiter.tryEnter()).toBeDefined();
  });

  test("frees a slot once, however often it is released", async () => {
    const limiter = new Limiter(1);
    const first = await limiter.enter(never);
    let second = false;
    let third = false;
    void limiter.enter(never).then(() => (second = true));
    void limiter.enter(never).then(() => (third = true));
    first();
    first();
    first();
    await settle();
    expect({ second, third }).toEqual({ second: true, third: false });
  });

  test("frees a slot that no call waits for", async () => {
    const limiter = new Limiter(1);
    for (let round = 0; round < 3; round += 1) (await limiter.enter(never))();
    const leave = await limiter.enter(never);
    let inside = false;
    void limiter.enter(never).then(() => (inside = true));
    await settle();
    expect(inside).toBe(false);
    leave();
    await settle();
    expect(inside).toBe(true);
  });

  test("rejects a call whose signal has aborted already, and uses no slot for it", async () => {
    const limiter = new Limiter(1);
    const reason = new Error("stop");
    await expect(limiter.enter(AbortSignal.abort(reason))).rejects.toBe(reason);
    await limiter.enter(never);
  });

  test("removes a call that aborts in the queue, and keeps the order of the rest", async () => {
    const limiter = new Limiter(1);
    const leave = await limiter.enter(never);
    const stop = new AbortController();
    const reason = new Error("stop");
    const given: string[] = [];
    const aborted = limiter.enter(stop.signal).then(
      () => given.push("aborted"),
      (error: unknown) => error,
    );
    void limiter.enter(never).then(() => given.push("next"));
    await settle();
    stop.abort(reason);
    expect(await aborted).toBe(reason);
    leave();
    await settle();
    expect(given).toEqual(["next"]);
  });

  test("leaves no listener on a signal", async () => {
    const limiter = new Limiter(1);
    const { signal } = new AbortController();
    const leave = await limiter.enter(signal);
    const waiting = limiter.enter(signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    leave();
    (await waiting)();
    expect(getEventListeners(signal, "abort")).toEqual([]);

    const stop = new AbortController();
    await limiter.enter(never);
    const rejected = limiter.enter(stop.signal).catch(() => undefined);
    stop.abort();
    await rejected;
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("passes a released slot on to a call that waits by then", async () => {
    const turns: (() => void)[] = [];
    const limiter = new Limiter(1, (work) => turns.push(work));
    const leave = await limiter.enter(never);
    const gone = new AbortController();
    const first = limiter.enter(gone.signal);
    leave();
    await settle();
    expect(turns).toHaveLength(1);
    expect(limiter.tryEnter()).toBeUndefined();
    const second = limiter.enter(never);
    gone.abort();
    await expect(first).rejects.toBe(gone.signal.reason);
    turns.shift()?.();
    const leaveSecond = await second;
    const third = new AbortController();
    const last = limiter.enter(third.signal);
    leaveSecond();
    third.abort();
    await expect(last).rejects.toBe(third.signal.reason);
    turns.shift()?.();
    expect(limiter.tryEnter()).toBeDefined();
    expect(turns).toEqual([]);
  });

  // With all in one the first would hand on before the connection of the last can be used again.
  test("gives each slot that calls wait for a turn of its own", async () => {
    const turns: (() => void)[] = [];
    const limiter = new Limiter(2, (work) => turns.push(work));
    const releases = [await limiter.enter(never), await limiter.enter(never)];
    let entered = 0;
    for (let call = 0; call < 2; call += 1) void limiter.enter(never).then(() => (entered += 1));
    for (const release of releases) release();
    expect(turns).toHaveLength(2);
    turns.shift()?.();
    await settle();
    expect(entered).toBe(1);
    turns.shift()?.();
    await settle();
    expect(entered).toBe(2);
  });

  test("frees a slot that was released after the turn was scheduled in the turn after it", async () => {
    const turns: (() => void)[] = [];
    const limiter = new Limiter(3, (work) => turns.push(work));
    const releases = await Promise.all([1, 2, 3].map(() => limiter.enter(never)));
    for (const release of releases) release();
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect(limiter.tryEnter()).toBeDefined();
    expect(limiter.tryEnter()).toBeUndefined();
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect(limiter.tryEnter()).toBeDefined();
    expect(limiter.tryEnter()).toBeDefined();
    expect(limiter.tryEnter()).toBeUndefined();
    expect(turns).toEqual([]);
  });

  test("starts calls that joined the queue while released slots waited for their turn", async () => {
    const turns: (() => void)[] = [];
    const limiter = new Limiter(2, (work) => turns.push(work));
    for (const release of [await limiter.enter(never), await limiter.enter(never)]) release();
    let entered = 0;
    for (let call = 0; call < 3; call += 1) void limiter.enter(never).then(() => (entered += 1));
    while (turns.length > 0) turns.shift()?.();
    await settle();
    expect(entered).toBe(2);
  });

  test("passes the slot of a call that left the queue too late to the next call", async () => {
    const limiter = new Limiter(1);
    const release = await limiter.enter(never);
    const { leave } = limiter.join();
    release();
    await settle();
    leave();
    leave();
    await settle();
    await settle();
    expect(limiter.tryEnter()).toBeDefined();
    expect(limiter.tryEnter()).toBeUndefined();
  });

  test("frees a slot in the next turn of the event loop even if no call waits", async () => {
    const limiter = new Limiter(1);
    (await limiter.enter(never))();
    await Promise.resolve();
    expect(limiter.tryEnter()).toBeUndefined();
    await settle();
    expect(limiter.tryEnter()).toBeDefined();
  });

  test("releases a slot although fake timers were installed later", async () => {
    vi.useFakeTimers();
    try {
      const limiter = new Limiter(1);
      (await limiter.enter(never))();
      await vi.waitUntil(() => limiter.tryEnter() !== undefined, { timeout: 60_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  test("releases a slot at once if the runtime has no setImmediate, and calls natives without a receiver", async () => {
    vi.stubGlobal("setImmediate", undefined);
    // As a browser's own function, which refuses any other receiver.
    vi.stubGlobal("queueMicrotask", function (this: unknown, work: () => void) {
      if (this !== undefined) throw new TypeError("Illegal invocation");
      void Promise.resolve().then(work);
    });
    vi.resetModules();
    try {
      const { Limiter: Fresh } = await import("../../../src/transport/limiter.ts");
      const limiter = new Fresh(1);
      for (let call = 0; call < 3; call += 1) (await limiter.enter(never))();
      await Promise.resolve();
      await Promise.resolve();
      expect(limiter.tryEnter()).toBeDefined();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("ignores an abort after the slot was assigned", async () => {
    const limiter = new Limiter(1);
    const leave = await limiter.enter(never);
    const stop = new AbortController();
    const waiting = limiter.enter(stop.signal);
    leave();
    await settle();
    stop.abort();
    const free = await waiting;
    let inside = false;
    void limiter.enter(never).then(() => (inside = true));
    await settle();
    expect(inside).toBe(false);
    free();
    await settle();
    expect(inside).toBe(true);
  });
});
