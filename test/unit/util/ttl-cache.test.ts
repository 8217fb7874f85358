import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TtlCache } from "../../../src/util/ttl-cache.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";

const api = { name: "orders" };

describe("a short memory", () => {
  test("keeps for a minute, and not a moment longer", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<object>(runtime);
    expect(memory.get("orders")).toBeUndefined();
    memory.set("orders", api);
    expect(memory.get("orders")).toBe(api);
    runtime.time += 59_999;
    expect(memory.get("orders")).toBe(api);
    runtime.time += 1;
    expect(memory.get("orders")).toBeUndefined();
    // Gone for good, even if the clock goes back.
    runtime.time -= 60_000;
    expect(memory.get("orders")).toBeUndefined();
  });

  test("keeps for a minute from the last time that it was told", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<object>(runtime);
    memory.set("orders", api);
    runtime.time += 59_000;
    const newer = { name: "newer" };
    memory.set("orders", newer);
    runtime.time += 59_000;
    expect(memory.get("orders")).toBe(newer);
  });

  test("is not kept longer by being read", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<object>(runtime);
    memory.set("orders", api);
    runtime.time += 59_999;
    memory.get("orders");
    runtime.time += 1;
    expect(memory.get("orders")).toBeUndefined();
  });

  test("keeps by name, and forgets one by one", () => {
    const memory = new TtlCache<object>(new TestRuntime());
    memory.set("orders", api);
    const billing = { name: "billing" };
    memory.set("billing", billing);
    memory.set("", api);
    memory.delete("orders");
    memory.delete("never there");
    expect(memory.get("orders")).toBeUndefined();
    expect(memory.get("billing")).toBe(billing);
    expect(memory.get("")).toBe(api);
  });

  test("keeps what is no value at all, and what every object has is not in it", () => {
    const memory = new TtlCache<unknown>(new TestRuntime());
    memory.set("null", null);
    memory.set("false", false);
    expect(memory.get("null")).toBeNull();
    expect(memory.get("false")).toBe(false);
    expect(memory.get("constructor")).toBeUndefined();
  });

  test("keeps a thousand at most: the oldest goes first", () => {
    const memory = new TtlCache<object>(new TestRuntime());
    for (let at = 0; at < 1_000; at += 1) memory.set(`api-${at}`, api);
    expect(memory.get("api-0")).toBe(api);
    memory.set("one-more", api);
    expect(memory.get("api-0")).toBeUndefined();
    expect(memory.get("api-1")).toBe(api);
    expect(memory.get("api-999")).toBe(api);
    expect(memory.get("one-more")).toBe(api);
  });

  test("keeps as long and as many as it is made for", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<number>(runtime, 10, 2);
    memory.set("a", 1);
    memory.set("b", 2);
    memory.set("c", 3);
    expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, 2, 3]);
    runtime.time += 10;
    expect(memory.get("c")).toBeUndefined();
  });

  test("never gives what is older, another's, or more than it may keep, whatever is done to it", () => {
    const names = fc.constantFrom("a", "b", "c", "d");
    const steps = fc.array(
      fc.oneof(
        fc.record({ set: names }),
        fc.record({ remove: names }),
        fc.record({ wait: fc.nat({ max: 8 }) }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const runtime = new TestRuntime();
        const memory = new TtlCache<number>(runtime, 10, 3);
        const told = new Map<string, { value: number; at: number }>();
        for (const [value, step] of all.entries()) {
          if ("set" in step) {
            memory.set(step.set, value);
            told.set(step.set, { value, at: runtime.time });
            expect(memory.get(step.set)).toBe(value);
          } else if ("remove" in step) {
            memory.delete(step.remove);
            told.delete(step.remove);
          } else runtime.time += step.wait;
          const kept = ["a", "b", "c", "d"].filter((name) => memory.get(name) !== undefined);
          expect(kept.length).toBeLessThanOrEqual(3);
          for (const name of kept) {
            expect(memory.get(name)).toBe(told.get(name)?.value);
            expect(runtime.time - (told.get(name)?.at ?? 0)).toBeLessThan(10);
          }
        }
      }),
    );
  });
});
