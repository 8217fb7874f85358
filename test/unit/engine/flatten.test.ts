import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flatten } from "../../../src/engine/flatten.ts";

type Batches = readonly (readonly number[])[];

/** Yields batches, and notes its end. Fails after the last batch if `isFailing` is set. */
async function* source(
  batches: Batches,
  isFailing: boolean,
  log: string[],
): AsyncGenerator<readonly number[], void, undefined> {
  try {
    for (const batch of batches) {
      await Promise.resolve();
      yield batch;
    }
    if (isFailing) throw new Error("source");
  } finally {
    log.push("ended");
  }
}

/** What a generator of the language does. */
async function* reference(
  batches: Batches,
  isFailing: boolean,
  log: string[],
): AsyncGenerator<number, void, undefined> {
  for await (const batch of source(batches, isFailing, log)) for (const item of batch) yield item;
}

type Step = "next" | "return" | "throw";

async function play(
  iterator: AsyncGenerator<number, void, undefined>,
  steps: readonly Step[],
  isConcurrent: boolean,
): Promise<string[]> {
  const results: Promise<string>[] = [];
  for (const step of steps) {
    const result =
      step === "next"
        ? iterator.next()
        : step === "return"
          ? iterator.return()
          : iterator.throw(new Error("thrown"));
    const text = result.then(
      ({ done = false, value }) => `${done} ${String(value)}`,
      (error: unknown) => String(error),
    );
    results.push(text);
    if (!isConcurrent) await text;
  }
  return Promise.all(results);
}

describe("flatten", () => {
  test("does what a generator does, for any calls, one after the other or at once", async () => {
    const batches = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 4 });
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.constant<Step>("next") },
      { weight: 1, arbitrary: fc.constant<Step>("return") },
      { weight: 1, arbitrary: fc.constant<Step>("throw") },
    );
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.boolean(),
        fc.array(step, { maxLength: 12 }),
        fc.boolean(),
        async (given, isFailing, steps, isConcurrent) => {
          const [log, expectedLog]: [string[], string[]] = [[], []];
          const own = flatten(source(given, isFailing, log));
          const native = reference(given, isFailing, expectedLog);
          expect(await play(own, steps, isConcurrent)).toEqual(
            await play(native, steps, isConcurrent),
          );
          expect(log).toEqual(expectedLog);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("ends its source if a loop is left early", async () => {
    const log: string[] = [];
    for await (const item of flatten(source([[1, 2], [3]], false, log))) if (item === 2) break;
    expect(log).toEqual(["ended"]);
  });

  test("is a generator to whoever looks", async () => {
    const own = flatten(source([[1]], false, []));
    expect(Object.prototype.toString.call(own)).toBe("[object AsyncGenerator]");
    expect(own[Symbol.asyncIterator]()).toBe(own);
    await own.return();
  });
});
