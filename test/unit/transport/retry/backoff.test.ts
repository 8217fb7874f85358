import { describe, expect, test } from "vitest";
import { retryDelayMs } from "../../../../src/transport/retry/backoff.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";

describe("the wait", () => {
  const runtime = new TestRuntime();
  const delay = (attempts: number, dice: number, retryAfterMs?: number): number | undefined => {
    runtime.randomNumber = dice;
    return retryDelayMs(attempts, retryAfterMs, runtime);
  };

  test.each([
    [1, 0, 0],
    [1, 0.5, 100],
    [2, 0.5, 200],
    [3, 0.5, 400],
    [4, 0.5, 800],
    [5, 0.5, 1_600],
    [6, 0.5, 2_500],
    [60, 0.5, 2_500],
    [2_000, 0.5, 2_500],
    [1, 0.999, 199.8],
  ])("after attempt %i with the random number %d is %d ms", (attempts, dice, expected) => {
    expect(delay(attempts, dice)).toBeCloseTo(expected, 6);
  });

  test.each([
    [0, 100],
    [99, 100],
    [101, 101],
    [30_000, 30_000],
    [30_001, undefined],
    [999_999_999_000, undefined],
  ])("for a requested %i ms is %s ms", (retryAfterMs, expected) => {
    expect(delay(1, 0.5, retryAfterMs)).toBe(expected);
  });
});
