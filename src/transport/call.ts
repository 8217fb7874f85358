import { strongerOutcome } from "../errors/change-error.ts";
import type { TykError, TykErrorDetails, TykOutcome } from "../errors/base.ts";
import { TykAbortError, TykTimeoutError } from "../errors/connection.ts";
import type { TykPhase } from "../errors/connection.ts";
import type { TykHookEvent } from "../types/options.ts";
import { Deadline, MethodDeadlineReason } from "./deadline.ts";
import type { ListReceiver } from "./list/list-receiver.ts";
import type { Operation, OperationId } from "../operations/operations.ts";
import type { RequestLimits } from "./request/request-options.ts";
import { RetryState } from "./retry/retry-rules.ts";
import type { RetryRule } from "./retry/retry-rules.ts";
import type { Runtime } from "../util/runtime.ts";

/** The state of one request with its retries: its deadlines, its attempts, and what is known of its effect. */
export class Call {
  readonly operation: Operation;
  readonly operationId: OperationId;
  readonly limits: RequestLimits;
  /** The deadline for all attempts and waits together. */
  readonly total: Deadline;
  /** What the call waits for at the moment. */
  phase: TykPhase = "queue";
  /** How long the current attempt waited for a slot, in milliseconds. */
  queuedMs = 0;
  /** How many attempts were sent. */
  attempts = 0;
  /** The outcome of the last attempt that failed. */
  lastFailureOutcome: TykOutcome = "not-sent";
  /** Whether the gateway can refuse the request after it applied a part of it. */
  readonly canBePartial: boolean;
  /** Gets the elements of the response's list; `undefined` if they become the result. */
  readonly receiver: ListReceiver | undefined;
  /** The option of the limit that the response exceeded. */
  exceededLimit: "maxResponseBytes" | "maxListBytes" = "maxResponseBytes";
  /** Releases the slot of the current attempt. */
  releaseSlot: (() => void) | undefined;
  /** Decides from the failures so far whether a retry may follow. */
  readonly retryState: RetryState;
  /** What the last retry took from the budget. */
  retryCost = 0;
  /** Whether the secret function was called again after a refusal of the secret. */
  hasRefetchedSecret = false;
  /** The status of the current attempt, once its response has started. */
  status: number | undefined;

  readonly #runtime: Runtime;
  #strongestOutcome: TykOutcome = "not-sent";
  #startedAt = 0;
  #firstStartedAt: number | undefined;

  constructor(
    operationId: OperationId,
    operation: Operation,
    limits: RequestLimits,
    retryRule: RetryRule,
    runtime: Runtime,
    canBePartial = false,
    receiver?: ListReceiver,
  ) {
    this.operationId = operationId;
    this.operation = operation;
    this.limits = limits;
    this.retryState = new RetryState(retryRule);
    this.canBePartial = canBePartial;
    this.receiver = receiver;
    this.#runtime = runtime;
    this.total = new Deadline(limits.totalTimeoutMs, limits.signal);
  }

  /** Counts a new attempt. From now on the request may have been sent. */
  startAttempt(): void {
    this.attempts += 1;
    this.#startedAt = this.#runtime.now();
    this.#firstStartedAt ??= this.#startedAt;
    this.phase = "response";
  }

  /** The time since the first attempt was sent, in milliseconds. */
  get sinceFirstMs(): number {
    return this.#firstStartedAt === undefined ? 0 : this.#runtime.now() - this.#firstStartedAt;
  }

  /** The duration of the attempt so far, in milliseconds; 0 if the clock was set back. */
  get durationMs(): number {
    return this.attempts === 0 ? 0 : Math.max(0, this.#runtime.now() - this.#startedAt);
  }

  /** Records the outcome of a failed attempt, and returns the details of its error. */
  recordFailure(outcome: TykOutcome, cause?: unknown): TykErrorDetails {
    this.lastFailureOutcome = outcome;
    this.#strongestOutcome = strongerOutcome(this.#strongestOutcome, outcome);
    return {
      operation: this.operationId,
      attempts: this.attempts,
      outcome: this.#strongestOutcome,
      cause,
    };
  }

  /** Returns the error of a wait that a deadline or the caller's signal ended, or `undefined` if neither ended it. */
  recordInterruption(deadline: Deadline): TykError | undefined {
    if (deadline.isExpired) return this.#timeout(deadline.limitMs);
    if (this.total.isExpired) return this.#timeout(this.total.limitMs);
    const { signal } = this.limits;
    if (signal?.aborted !== true) return undefined;
    const reason: unknown = signal.reason;
    if (reason instanceof MethodDeadlineReason) return this.#timeout(reason.limitMs);
    const details = this.recordFailure(this.#interruptedOutcome(), reason);
    return new TykAbortError(`aborted while waiting for ${waitedFor[this.phase]}`, details);
  }

  /** Returns what hooks and logs may show of the attempt. */
  event(): TykHookEvent {
    return {
      operation: this.operationId,
      template: this.operation.template,
      ...(this.status === undefined ? {} : { status: this.status }),
      attempt: Math.max(this.attempts, 1),
      durationMs: this.durationMs,
    };
  }

  #timeout(limitMs: number): TykTimeoutError {
    const { phase } = this;
    return new TykTimeoutError(`timed out after ${limitMs} ms waiting for ${waitedFor[phase]}`, {
      ...this.recordFailure(this.#interruptedOutcome()),
      phase,
      limitMs,
    });
  }

  /** Returns the outcome of an attempt that is interrupted in its current phase. */
  #interruptedOutcome(): TykOutcome {
    if (this.phase === "response") return "unknown";
    if (this.phase === "body")
      return this.status === this.operation.success ? "applied" : "unknown";
    // In the other phases this attempt sent nothing. The outcome of earlier attempts is kept in `#strongestOutcome`.
    return "not-sent";
  }
}

/** What a call waits for in each phase, for its error message. */
const waitedFor: Readonly<Record<TykPhase, string>> = {
  queue: "a free slot (maxConcurrency)",
  secret: "the secret",
  response: "the response",
  body: "the rest of the response",
  backoff: "the next attempt",
};
