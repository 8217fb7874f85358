import { afterEach, describe, expect, test, vi } from "vitest";
import { createAbortReason, isAbortSignal, onAbort } from "../../../src/util/abort.ts";
import { PageAbortController } from "../../support/realms/page-abort-controller.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a listener for an abort", () => {
  test.each<[string, () => AbortController]>([
    ["the platform's signal", () => new AbortController()],
    ["a signal that is not the platform's", () => new PageAbortController() as never],
  ])("is called once by %s, also one that has aborted", (_, create) => {
    const controller = create();
    const listener = vi.fn();
    onAbort(controller.signal, listener);
    expect(listener).not.toHaveBeenCalled();
    controller.abort();
    controller.abort();
    expect(listener).toHaveBeenCalledTimes(1);
    onAbort(controller.signal, listener);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("is not called after it was removed", () => {
    const [platform, page] = [new AbortController(), new PageAbortController()];
    const listener = vi.fn();
    onAbort(platform.signal, listener)();
    onAbort(page.signal as never, listener)();
    platform.abort();
    page.abort();
    expect(listener).not.toHaveBeenCalled();
    expect(page.signal.listeners).toBe(0);
  });

  test("works in a runtime without AbortSignal.any, and in one without AbortSignal", () => {
    const { signal } = new AbortController();
    const listener = vi.fn();
    vi.spyOn(AbortSignal, "any").mockImplementation(() => {
      throw new TypeError("AbortSignal.any is not a function");
    });
    const controller = new AbortController();
    onAbort(controller.signal, listener);
    controller.abort();
    expect(listener).toHaveBeenCalledTimes(1);
    vi.stubGlobal("AbortSignal", undefined);
    expect(() => {
      onAbort(signal, listener)();
    }).not.toThrow();
  });
});

describe("an abort signal", () => {
  test("can be one of another realm or a polyfill, but no object that only looks like the platform's", () => {
    expect(isAbortSignal(new AbortController().signal)).toBe(true);
    expect(isAbortSignal(new PageAbortController().signal)).toBe(true);
    expect(isAbortSignal(Object.create(AbortSignal.prototype))).toBe(false);
    for (const value of [undefined, null, {}, new AbortController(), { aborted: false }, "x"])
      expect(isAbortSignal(value)).toBe(false);
  });
});

test("the reason of an abort has its name, also in a runtime without DOMException", () => {
  expect(createAbortReason("x", "TimeoutError")).toBeInstanceOf(DOMException);
  vi.stubGlobal("DOMException", undefined);
  expect(createAbortReason("timed out", "TimeoutError")).toMatchObject({
    name: "TimeoutError",
    message: "timed out",
  });
});
