import { TykApiError, TykOAuthError } from "../../errors/api.ts";
import type { TykError, TykOutcome } from "../../errors/base.ts";
import { TykTimeoutError } from "../../errors/connection.ts";
import { isRecord } from "../../util/json.ts";
import type { RetryClass } from "../../operations/operations.ts";

/**
 * What is known of an attempt that failed, as far as another one goes.
 *
 * - `unprocessed`: the gateway did nothing: no connection was made, 425, 429.
 * - `busy`: something was in the way of the request or of its answer: 408, 502, 503, 504.
 * - `lost`: the request went out, and no answer came: the connection broke, or the time of the attempt was up.
 * - `cut`: the answer began and did not end.
 * - `failed`: 500, which the gateway also answers to what will fail each time.
 * - `final`: whatever a further attempt would only meet again.
 */
export type FailureKind = "unprocessed" | "busy" | "lost" | "cut" | "failed" | "final";

/** What kind of failure an attempt's error is; `outcome` is what this attempt alone says of the effect. */
export function failureKindOf(error: TykError, outcome: TykOutcome): FailureKind {
  // Whatever its status: the gateway has understood the request, and refused it.
  if (error instanceof TykOAuthError) return "final";
  if (error instanceof TykApiError) return failureKindOfStatus(error.status, outcome);
  if (error instanceof TykTimeoutError) {
    if (error.phase === "response") return "lost";
    return error.phase === "body" ? "cut" : "final";
  }
  if (error.code === "connection") return outcome === "not-sent" ? "unprocessed" : "lost";
  return error.code === "truncated" ? "cut" : "final";
}

function failureKindOfStatus(status: number, outcome: TykOutcome): FailureKind {
  if (status === 425 || status === 429) return "unprocessed";
  if (status === 408 || (status >= 502 && status <= 504)) return "busy";
  // One that is known to have done nothing said that the request itself is at fault.
  return status === 500 && outcome === "unknown" ? "failed" : "final";
}

/** How a request may be repeated: that of its operation, where a create is one of two. */
export type RetryRule = Exclude<RetryClass, "create">;

/** How often a request may be repeated after a failure of each kind; `maxRetries` bounds the sum. */
export const retryLimits: Readonly<Record<RetryRule, Readonly<Record<FailureKind, number>>>> = {
  read: {
    unprocessed: Infinity,
    busy: Infinity,
    lost: Infinity,
    cut: Infinity,
    failed: Infinity,
    final: 0,
  },
  repeatable: {
    unprocessed: Infinity,
    busy: Infinity,
    lost: Infinity,
    cut: Infinity,
    failed: 0,
    final: 0,
  },
  "repeatable-soon": { unprocessed: Infinity, busy: 1, lost: 1, cut: 1, failed: 0, final: 0 },
  // The one whose answer was lost is most likely still at work.
  exclusive: { unprocessed: Infinity, busy: 1, lost: 0, cut: 1, failed: 0, final: 0 },
  once: { unprocessed: Infinity, busy: 0, lost: 0, cut: 0, failed: 0, final: 0 },
};

/** A repeat of what others may undo meanwhile is sent this long after its first attempt at the latest, in milliseconds. */
const soonMs = 5_000;

/**
 * How a request may be repeated. The gateway stores a client as it is given, whether it is there or not: a create whose body
 * names both the id and the secret makes the same client each time, and any other makes another one.
 */
export function retryRuleOf(retry: RetryClass, body: unknown): RetryRule {
  if (retry !== "create") return retry;
  const isNamed = (name: string): boolean =>
    isRecord(body) && typeof body[name] === "string" && body[name] !== "";
  return isNamed("client_id") && isNamed("secret") ? "repeatable" : "once";
}

/** Keeps in mind what a request's attempts have met, and tells whether there may be another one. */
export class RetryState {
  readonly #retryRule: RetryRule;
  readonly #limits: Readonly<Record<FailureKind, number>>;
  /** How many failures were not of the kind after which anything may be repeated. */
  #unsure = 0;

  constructor(retryRule: RetryRule) {
    this.#retryRule = retryRule;
    this.#limits = retryLimits[retryRule];
  }

  /** Whether a second request would make something new. */
  get isOnce(): boolean {
    return this.#retryRule === "once";
  }

  /**
   * Whether one more attempt may follow a failure.
   *
   * @param sinceFirstMs - How long after the first attempt it would start.
   */
  allows(failureKind: FailureKind, sinceFirstMs: number): boolean {
    if (failureKind !== "unprocessed") this.#unsure += 1;
    if (this.#retryRule === "repeatable-soon" && this.#unsure > 0 && sinceFirstMs > soonMs)
      return false;
    return this.#unsure <= this.#limits[failureKind];
  }
}
