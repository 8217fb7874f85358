import type { FailureKind } from "./retry.ts";

const capacity = 500;

/** Where the network or the gateway itself does not answer a repeat costs more: it is likelier to be all in vain. */
const costs: Readonly<Record<FailureKind, number>> = {
  unprocessed: 5,
  busy: 5,
  failed: 5,
  lost: 10,
  cut: 10,
  final: 0,
};

/**
 * Bounds the repeats of all requests together, as a bucket of tokens: each repeat takes some, each success gives some back.
 * In an outage the bucket runs dry, and requests fail at the first attempt instead of multiplying the load.
 */
export class RetryBudget {
  #tokens = capacity;

  /** Takes what a repeat costs, and gives how much that was; `undefined` where there is not enough. */
  take(failureKind: FailureKind): number | undefined {
    const cost = costs[failureKind];
    if (cost > this.#tokens) return undefined;
    this.#tokens -= cost;
    return cost;
  }

  /** A request succeeded: what its last repeat took comes back, and a little where it took none. */
  succeeded(lastCost: number): void {
    this.#tokens = Math.min(capacity, this.#tokens + Math.max(1, lastCost));
  }
}
