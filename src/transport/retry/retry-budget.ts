import type { FailureKind } from "./failure-kind.ts";

const capacity = 500;

/** The cost of a retry. `lost` and `cut` cost more, because the gateway or the network is likely to be down. */
const costs: Readonly<Record<FailureKind, number>> = {
  unprocessed: 5,
  busy: 5,
  failed: 5,
  lost: 10,
  cut: 10,
  final: 0,
};

/**
 * Limits the retries of all requests of a client together, as a token bucket: a retry takes tokens, a success gives some back.
 * In an outage the bucket becomes empty. Requests then fail at the first attempt and do not multiply the load.
 */
export class RetryBudget {
  #tokens = capacity;

  /** Takes the cost of a retry and returns it; returns `undefined` if too few tokens are left. */
  take(failureKind: FailureKind): number | undefined {
    const cost = costs[failureKind];
    if (cost > this.#tokens) return undefined;
    this.#tokens -= cost;
    return cost;
  }

  /** Gives back what the last retry of a successful request cost, or 1 token if the request needed no retry. */
  succeeded(lastCost: number): void {
    this.#tokens = Math.min(capacity, this.#tokens + Math.max(1, lastCost));
  }
}
