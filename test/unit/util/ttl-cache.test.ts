import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TtlCache } from "../../../src/util/ttl-cache.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";

const api = { name: "orders" };

describe("TtlCache", () => {
  test("keeps a value for a minute, and no longer", () => {
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

  test("keeps a value for a minute from the last write", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<object>(runtime);
    memory.set("orders", api);
    runtime.time += 59_000;
    const newer = { name: "newer" };
    memory.set("orders", newer);
    runtime.time += 59_000;
    expect(memory.get("orders")).toBe(newer);
  });

  test("does not keep a value longer because of reads", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<object>(runtime);
    memory.set("orders", api);
    runtime.time += 59_999;
    memory.get("orders");
    runtime.time += 1;
    expect(memory.get("orders")).toBeUndefined();
  });

  test("keeps values by key, and deletes one at a time", () => {
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

  test("can hold undefined, and has no properties of Object.prototype", () => {
    const memory = new TtlCache<unknown>(new TestRuntime());
    memory.set("null", null);
    memory.set("false", false);
    expect(memory.get("null")).toBeNull();
    expect(memory.get("false")).toBe(false);
    expect(memory.get("constructor")).toBeUndefined();
  });

  test("keeps at most a thousand values: the oldest is removed first", () => {
    const memory = new TtlCache<object>(new TestRuntime());
    for (let at = 0; at < 1_000; at += 1) memory.set(`api-${at}`, api);
    expect(memory.get("api-0")).toBe(api);
    memory.set("one-more", api);
    expect(memory.get("api-0")).toBeUndefined();
    expect(memory.get("api-1")).toBe(api);
    expect(memory.get("api-999")).toBe(api);
    expect(memory.get("one-more")).toBe(api);
  });

  test("accepts another lifetime and size", () => {
    const runtime = new TestRuntime();
    const memory = new TtlCache<number>(runtime, 10, 2);
    memory.set("a", 1);
    memory.set("b", 2);
    memory.set("c", 3);
    expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, 2, 3]);
    runtime.time += 10;
    expect(memory.get("c")).toBeUndefined();
  });

  test("never returns an expired value, another key's value, or more than its size, in any sequence", () => {
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
