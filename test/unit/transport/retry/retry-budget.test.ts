import { describe, expect, test } from "vitest";
import { RetryBudget } from "../../../../src/transport/retry/retry-budget.ts";
import type { FailureKind } from "../../../../src/transport/retry/failure-kind.ts";

/** Counts the retries that the budget allows in a row. */
function drain(budget: RetryBudget, fault: FailureKind): number {
  let retries = 0;
  while (retries < 1_000 && budget.take(fault) !== undefined) retries += 1;
  return retries;
}

describe("the retry budget", () => {
  test.each<[FailureKind, number, number]>([
    ["unprocessed", 5, 100],
    ["busy", 5, 100],
    ["failed", 5, 100],
    ["lost", 10, 50],
    ["cut", 10, 50],
  ])(
    "of an outage in which each attempt is %s allows %i, and is empty after %i",
    (fault, cost, most) => {
      const budget = new RetryBudget();
      expect(budget.take(fault)).toBe(cost);
      expect(drain(budget, fault)).toBe(most - 1);
      expect(budget.take(fault)).toBeUndefined();
    },
  );

  test("gets back the cost of a retry that led to a success", () => {
    const budget = new RetryBudget();
    drain(budget, "lost");
    budget.succeeded(10);
    expect(drain(budget, "lost")).toBe(1);
  });

  test("gets one token from each request that needed no retry", () => {
    const budget = new RetryBudget();
    drain(budget, "busy");
    for (let success = 0; success < 4; success += 1) budget.succeeded(0);
    expect(budget.take("busy")).toBeUndefined();
    budget.succeeded(0);
    expect(drain(budget, "busy")).toBe(1);
  });

  test("never holds more than at the start", () => {
    const budget = new RetryBudget();
    for (let success = 0; success < 1_000; success += 1) budget.succeeded(10);
    expect(drain(budget, "busy")).toBe(100);
  });
});
