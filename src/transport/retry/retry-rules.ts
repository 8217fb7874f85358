import type { RetryClass } from "../../operations/operations.ts";
import { isRecord } from "../../util/json.ts";
import type { FailureKind } from "./failure-kind.ts";

/** The retry rule of one request: its operation's retry class, with `create` resolved by the request's body. */
export type RetryRule = Exclude<RetryClass, "create">;

/** How many retries each rule allows after a failure of each kind. `maxRetries` limits the sum. */
export const retryLimits: Readonly<Record<RetryRule, Readonly<Record<FailureKind, number>>>> = {
  read: {
    unprocessed: Infinity,
    busy: Infinity,
    lost: Infinity,
    cut: Infinity,
    failed: Infinity,
    final: 0,
  },
  idempotent: {
    unprocessed: Infinity,
    busy: Infinity,
    lost: Infinity,
    cut: Infinity,
    failed: 0,
    final: 0,
  },
  "idempotent-briefly": { unprocessed: Infinity, busy: 1, lost: 1, cut: 1, failed: 0, final: 0 },
  // After `lost`, the gateway most likely still runs the first request.
  exclusive: { unprocessed: Infinity, busy: 1, lost: 0, cut: 1, failed: 0, final: 0 },
  once: { unprocessed: Infinity, busy: 0, lost: 0, cut: 0, failed: 0, final: 0 },
};

/** The latest start of a `idempotent-briefly` retry after the first attempt, in milliseconds. */
const soonMs = 5_000;

/**
 * Resolves the retry rule of a request. The gateway overwrites an existing client (trap 5). So a create whose body names both
 * the id and the secret stores the same client each time; any other create makes a new client each time.
 */
export function retryRuleOf(retry: RetryClass, body: unknown): RetryRule {
  if (retry !== "create") return retry;
  const isNamed = (name: string): boolean =>
    isRecord(body) && typeof body[name] === "string" && body[name] !== "";
  return isNamed("client_id") && isNamed("secret") ? "idempotent" : "once";
}

/** Counts the failures of one request, and decides whether another attempt may follow. */
export class RetryState {
  readonly #retryRule: RetryRule;
  readonly #limits: Readonly<Record<FailureKind, number>>;
  /** How many failures were of another kind than `unprocessed`. */
  #uncertain = 0;

  constructor(retryRule: RetryRule) {
    this.#retryRule = retryRule;
    this.#limits = retryLimits[retryRule];
  }

  /** Whether a second request would create something new. */
  get isOnce(): boolean {
    return this.#retryRule === "once";
  }

  /**
   * Counts a failure, and tells whether another attempt may follow it.
   *
   * @param sinceFirstMs - How long after the first attempt the next one would start, in milliseconds.
   */
  allows(failureKind: FailureKind, sinceFirstMs: number): boolean {
    if (failureKind !== "unprocessed") this.#uncertain += 1;
    const isTooLate = this.#retryRule === "idempotent-briefly" && sinceFirstMs > soonMs;
    if (isTooLate && this.#uncertain > 0) return false;
    return this.#uncertain <= this.#limits[failureKind];
  }
}
