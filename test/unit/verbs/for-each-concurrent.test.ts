import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forEachConcurrent } from "../../../src/verbs/for-each-concurrent.ts";
import { deferred } from "../../support/util/deferred.ts";
import type { Deferred } from "../../support/util/deferred.ts";

/** Work that ends when it is told to. */
function work(): {
  run: (item: number) => Promise<void>;
  begun: number[];
  end: (item: number) => Promise<void>;
  fail: (item: number, error: unknown) => Promise<void>;
} {
  const under = new Map<number, Deferred<undefined>>();
  const begun: number[] = [];
  return {
    begun,
    run: (item) => {
      begun.push(item);
      const one = deferred();
      under.set(item, one);
      return one.promise;
    },
    end: async (item) => {
      under.get(item)?.resolve(undefined);
      await tick();
    },
    fail: async (item, error) => {
      under.get(item)?.reject(error as Error);
      await tick();
    },
  };
}

const twenty = Array.from({ length: 20 }, (_, at) => at);

describe("work on many items", () => {
  test("starts eight at once, and the next as soon as one has ended", async () => {
    const { run, begun, end } = work();
    let ended = false;
    const all = forEachConcurrent(twenty, run).then(() => (ended = true));
    await tick();
    expect(begun).toEqual(twenty.slice(0, 8));
    await end(3);
    expect(begun).toEqual(twenty.slice(0, 9));
    for (const item of twenty) if (item !== 19) await end(item);
    expect(begun).toEqual(twenty);
    expect(ended).toBe(false);
    await end(19);
    await all;
  });

  test("does nothing for no items", async () => {
    const { run, begun } = work();
    await forEachConcurrent([], run);
    await forEachConcurrent(new Set<number>(), run);
    expect(begun).toEqual([]);
  });

  test("runs once for each item of any iterable", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(), { maxLength: 40 }), async (items) => {
        const done: number[] = [];
        let [under, most] = [0, 0];
        await forEachConcurrent(new Set(items), async (item) => {
          most = Math.max(most, (under += 1));
          for (let turns = item % 4; turns >= 0; turns -= 1) await tick();
          done.push(item);
          under -= 1;
        });
        expect(done.sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
        expect(most).toBe(Math.min(items.length, 8));
      }),
    );
  });
});

describe("after a failure", () => {
  test("starts nothing further, and throws once everything in flight has ended", async () => {
    const { run, begun, end, fail } = work();
    const error = new Error("first");
    let thrown: unknown;
    const all = forEachConcurrent(twenty, run).catch((one: unknown) => (thrown = one));
    await tick();
    await fail(2, error);
    for (const item of [0, 1, 3, 4, 5, 6]) await end(item);
    expect(begun).toEqual(twenty.slice(0, 8));
    expect(thrown).toBeUndefined();
    await end(7);
    await all;
    expect(thrown).toBe(error);
    expect(begun).toHaveLength(8);
  });

  test("drops a second failure", async () => {
    const { run, end, fail } = work();
    const first = new Error("first");
    const all = forEachConcurrent([0, 1, 2], run);
    const caught = all.catch((one: unknown) => one);
    await tick();
    await fail(1, first);
    await fail(0, new Error("second"));
    await end(2);
    expect(await caught).toBe(first);
  });

  test("fails also if undefined was thrown, or at once", async () => {
    const outcomes = await Promise.allSettled([
      forEachConcurrent([0], () => Promise.reject(undefined as unknown as Error)),
      forEachConcurrent([0], () => {
        throw new Error("at once");
      }),
    ]);
    expect(outcomes).toMatchObject([
      { status: "rejected", reason: undefined },
      { status: "rejected", reason: { message: "at once" } },
    ]);
  });
});
