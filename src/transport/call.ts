import { strongerOutcome } from "../errors/base.ts";
import type { TykError, TykErrorDetails, TykOutcome } from "../errors/base.ts";
import { TykAbortError, TykTimeoutError } from "../errors/connection.ts";
import type { TykPhase } from "../errors/connection.ts";
import type { TykHookEvent } from "../types/options.ts";
import type { TykSpanAttributes } from "../types/tracing.ts";
import { Deadline, MethodDeadline } from "./deadline.ts";
import type { Operation, OperationId } from "../operations/operations.ts";
import type { RequestLimits } from "./request/request-options.ts";
import { RetryState } from "./retry/retry-rules.ts";
import type { RetryRule } from "./retry/retry-rules.ts";
import type { Runtime } from "../util/runtime.ts";
import { spanKinds } from "./observe/spans.ts";
import type { SpanStart } from "./observe/spans.ts";

/** One request with its repeats: its limits of time, and what is known of it so far. */
export class Call {
  readonly operation: Operation;
  readonly operationId: OperationId;
  readonly limits: RequestLimits;
  /** The limit over all attempts and waits. */
  readonly total: Deadline;
  /** What is being waited for. */
  phase: TykPhase = "queue";
  /** How many attempts were sent. */
  attempts = 0;
  /** What the last attempt's failure says of the effect. */
  lastOutcome: TykOutcome = "not-sent";
  /** Whether the gateway can refuse it after it did a part of it. */
  readonly canBePartial: boolean;
  /** What its attempts have met so far. */
  readonly retryLimits: RetryState;
  /** What its last repeat took from the budget. */
  repeatCost = 0;
  /** Whether the secret was asked for once more already. */
  secretRenewed = false;
  /** The status of the attempt that is under way, once its head has come. */
  status: number | undefined;

  readonly #runtime: Runtime;
  #strongest: TykOutcome = "not-sent";
  #startedAt = 0;
  #firstAt: number | undefined;

  constructor(
    operationId: OperationId,
    operation: Operation,
    limits: RequestLimits,
    retryRule: RetryRule,
    runtime: Runtime,
    canBePartial = false,
  ) {
    this.operationId = operationId;
    this.operation = operation;
    this.limits = limits;
    this.retryLimits = new RetryState(retryRule);
    this.canBePartial = canBePartial;
    this.#runtime = runtime;
    this.total = new Deadline(limits.totalTimeoutMs, limits.signal);
  }

  /** Counts a new attempt, from which on something may have been sent. */
  sending(): void {
    this.attempts += 1;
    this.#startedAt = this.#runtime.now();
    this.#firstAt ??= this.#startedAt;
    this.phase = "response";
  }

  /** How long ago the first attempt was sent, in milliseconds. */
  get sinceFirstMs(): number {
    return this.#firstAt === undefined ? 0 : this.#runtime.now() - this.#firstAt;
  }

  /** How long the attempt has taken so far, in milliseconds. A clock that was set back gives 0. */
  get durationMs(): number {
    return this.attempts === 0 ? 0 : Math.max(0, this.#runtime.now() - this.#startedAt);
  }

  /** What an error of this attempt is made from; keeps in mind what the attempt says of the effect. */
  failed(outcome: TykOutcome, cause?: unknown): TykErrorDetails {
    this.lastOutcome = outcome;
    this.#strongest = strongerOutcome(this.#strongest, outcome);
    return {
      operation: this.operationId,
      attempts: this.attempts,
      outcome: this.#strongest,
      cause,
    };
  }

  /** The error of a wait that a limit or the caller's signal ended; `undefined` where neither did. */
  interruption(attempt: Deadline): TykError | undefined {
    const expired = attempt.expired ? attempt : this.total.expired ? this.total : undefined;
    if (expired !== undefined) return this.#timeout(expired.limitMs);
    const { signal } = this.limits;
    if (signal?.aborted !== true) return undefined;
    const reason: unknown = signal.reason;
    if (reason instanceof MethodDeadline) return this.#timeout(reason.limitMs);
    const details = this.failed(this.#outcomeNow(), reason);
    return new TykAbortError(`aborted while waiting for ${waiting[this.phase]}`, details);
  }

  /** The attempt as hooks and logs may see it. */
  event(): TykHookEvent {
    return {
      operation: this.operationId,
      template: this.operation.template,
      ...(this.status === undefined ? {} : { status: this.status }),
      attempt: Math.max(this.attempts, 1),
      durationMs: this.durationMs,
    };
  }

  /** What a span is told of the request as it begins. */
  spanStart(): SpanStart {
    const { operationId: name, operation } = this;
    const { method, template } = operation;
    const attributes = {
      "tyk.operation": name,
      "http.request.method": method,
      "url.template": template,
    };
    return { name, kind: spanKinds.request, attributes };
  }

  /** What a span is told of it once it is over; OpenTelemetry counts the repeats, not the attempts. */
  spanEnd(): TykSpanAttributes {
    const { status, attempts } = this;
    return {
      ...(status === undefined ? {} : { "http.response.status_code": status }),
      ...(attempts > 1 ? { "http.request.resend_count": attempts - 1 } : {}),
    };
  }

  #timeout(limitMs: number): TykTimeoutError {
    const { phase } = this;
    return new TykTimeoutError(`no end within ${limitMs} ms while waiting for ${waiting[phase]}`, {
      ...this.failed(this.#outcomeNow()),
      phase,
      limitMs,
    });
  }

  /** What is known of an attempt that was cut off where it stands. */
  #outcomeNow(): TykOutcome {
    if (this.phase === "response") return "unknown";
    if (this.phase === "body")
      return this.status === this.operation.success ? "applied" : "unknown";
    // Between attempts what the earlier ones said still holds; it is kept as the strongest.
    return "not-sent";
  }
}

const waiting: Readonly<Record<TykPhase, string>> = {
  queue: "a free place among maxConcurrency",
  secret: "the secret",
  response: "an answer",
  body: "the rest of the answer",
  backoff: "the next attempt",
};
