import { TykApiError, TykAuthenticationError } from "../../errors/api.ts";
import { TykError } from "../../errors/base.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { TykConnectionError } from "../../errors/connection.ts";
import { TykResponseError } from "../../errors/response.ts";
import { readAnswer } from "./answer.ts";
import type { Call } from "./call.ts";
import type { Config } from "../config/config.ts";
import { Deadline } from "./deadline.ts";
import { readFetchFailure } from "./fetch-failure.ts";
import type { Limiter } from "./limiter.ts";
import type { Observer } from "../observe/observer.ts";
import { discard } from "./read-body.ts";
import { keepResponseInfo } from "./response-info.ts";
import { redactor } from "../request/redact.ts";
import { retryDelayMs } from "../retry/backoff.ts";
import { faultOf } from "../retry/retry.ts";
import type { RetryBudget } from "../retry/retry-budget.ts";
import type { Runtime } from "../config/runtime.ts";
import { within } from "../observe/spans.ts";
import { userAgent } from "../config/user-agent.ts";

/** A request as the generated client built it, without the gateway's secret. */
export interface WireRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Every text of this request that may be a secret. */
  readonly secrets: () => string[];
}

/** A usable answer. */
export interface Answer {
  readonly data: unknown;
  readonly status: number;
  readonly headers: Headers;
}

/** A usable answer of a whole request. */
export interface TimedAnswer extends Answer {
  /** How long its attempt took, in milliseconds. */
  readonly durationMs: number;
}

/** What the copies of a client have in common. */
export interface Shared {
  readonly limiter: Limiter;
  readonly budget: RetryBudget;
}

/** Sends requests: one after the limiter's turn, within the limits of time, again where that is safe; every failure typed. */
export class Transport {
  readonly #config: Config;
  readonly #limiter: Limiter;
  readonly #budget: RetryBudget;
  readonly #runtime: Runtime;
  readonly #observer: Observer;

  constructor(config: Config, { limiter, budget }: Shared, runtime: Runtime, observer: Observer) {
    this.#config = config;
    this.#limiter = limiter;
    this.#budget = budget;
    this.#runtime = runtime;
    this.#observer = observer;
  }

  /** Sends a request until it succeeds or may not be repeated. Rejects with a TykError only. */
  send(call: Call, request: WireRequest): Promise<TimedAnswer> {
    return within(
      this.#config.tracer,
      () => call.spanStart(),
      () => call.spanEnd(),
      () => this.#repeat(call, request),
    );
  }

  async #repeat(call: Call, request: WireRequest): Promise<TimedAnswer> {
    for (;;) {
      const result = await this.#attempt(call, request);
      if ("answer" in result) {
        this.#budget.succeeded(call.repeatCost);
        return result.answer;
      }
      await this.#beforeRepeat(call, result.error);
    }
  }

  /** Waits until the next attempt may start; throws the error where there must be none. */
  async #beforeRepeat(call: Call, error: TykError): Promise<void> {
    const delayMs = this.#repeatIn(call, error);
    if (delayMs === undefined) {
      this.#observer.error(call, error.code);
      throw error;
    }
    this.#observer.retry(call, error.code, delayMs);
    call.phase = "backoff";
    try {
      await this.#runtime.sleep(delayMs, call.total.signal);
    } catch {
      const interruption = call.interruption(call.total) ?? error;
      this.#observer.error(call, interruption.code);
      throw interruption;
    }
  }

  #repeatIn(call: Call, error: TykError): number | undefined {
    if (error instanceof TykAuthenticationError && this.#config.secret.canChange) {
      // The secret was rotated, maybe: a function is asked once more, beyond the count of retries.
      if (call.secretRenewed) return undefined;
      call.secretRenewed = true;
      return 0;
    }
    const counted = call.attempts - (call.secretRenewed ? 1 : 0);
    const retryAfterMs = error instanceof TykApiError ? error.retryAfterMs : undefined;
    const delayMs = retryDelayMs(call.attempts, retryAfterMs, this.#runtime);
    // An attempt that cannot fit is not waited for.
    if (delayMs === undefined || delayMs >= call.total.remainingMs) return undefined;
    const fault = faultOf(error, call.lastOutcome);
    if (!call.repeats.allows(fault, call.sinceFirstMs + delayMs)) return undefined;
    if (counted > call.limits.maxRetries || call.total.isOver) return undefined;
    const cost = this.#budget.take(fault);
    if (cost === undefined) return undefined;
    call.repeatCost = cost;
    return delayMs;
  }

  async #attempt(
    call: Call,
    request: WireRequest,
  ): Promise<{ answer: TimedAnswer } | { error: TykError }> {
    let leave: (() => void) | undefined;
    let attempt = call.total;
    let response: Response | undefined;
    try {
      call.phase = "queue";
      call.status = undefined;
      leave = await this.#enter(call.total);
      attempt = new Deadline(call.limits.timeoutMs, call.total);
      call.phase = "secret";
      const secret = call.operation.secret ? await this.#secret(attempt) : undefined;
      response = await this.#fetch(call, request, secret, attempt);
      call.phase = "body";
      const redact = (text: string): string =>
        redactor([...request.secrets(), ...(secret === undefined ? [] : [secret])])(text);
      const answer = await readAnswer(
        call,
        response,
        attempt,
        this.#config.maxResponseBytes,
        redact,
        this.#runtime.now(),
      );
      const { durationMs } = call;
      this.#observer.response(call);
      return { answer: { ...answer, durationMs } };
    } catch (error) {
      const failure = typed(call, attempt, error);
      if (response !== undefined) {
        const { status, headers } = response;
        const { attempts, durationMs } = call;
        keepResponseInfo(failure, { status, headers, attempts, durationMs });
        this.#observer.response(call);
      }
      return { error: failure };
    } finally {
      if (attempt !== call.total) attempt.end();
      leave?.();
    }
  }

  /** A place among `maxConcurrency`; a signal, which is dear to make, is needed for a wait alone. */
  async #enter(total: Deadline): Promise<() => void> {
    const place = total.isOver ? undefined : this.#limiter.tryEnter();
    return place ?? this.#limiter.enter(total.signal);
  }

  async #fetch(
    call: Call,
    request: WireRequest,
    secret: string | undefined,
    attempt: Deadline,
  ): Promise<Response> {
    const { operation } = call;
    const headers: Record<string, string> = {
      ...request.headers,
      // A compressed answer that is cut off reads as a whole one in fetch, and a small one can unpack to gigabytes.
      "accept-encoding": "identity",
      "user-agent": userAgent,
    };
    if (secret !== undefined) headers["x-tyk-authorization"] = secret;
    const init: RequestInit = {
      method: operation.method,
      headers,
      redirect: "manual",
      signal: attempt.signal,
    };
    if (request.body !== undefined) init.body = request.body;
    call.sending();
    this.#observer.request(call);
    let sent: Promise<Response> | undefined;
    try {
      sent = Promise.resolve(this.#config.fetch(request.url, init));
      const response = await attempt.race(sent);
      call.status = response.status;
      return response;
    } catch (error) {
      if (sent !== undefined) discardLate(sent);
      // An error of another call of this package, made within that fetch, says nothing of this one.
      throw error instanceof TykError && !attempt.endedWith(error)
        ? new TypeError("fetch failed")
        : error;
    }
  }

  /** The secret, for whose function the attempt's time must be enough. */
  #secret(attempt: Deadline): string | Promise<string> {
    const secret = this.#config.secret.get();
    return typeof secret === "string" ? secret : attempt.race(secret);
  }
}

/** A fetch that does not mind its signal may still answer one day: nobody will read that. */
function discardLate(sent: Promise<Response>): void {
  sent
    .then(({ body }) => {
      discard(body);
    })
    .catch(() => undefined);
}

/** Makes what an attempt threw a TykError that knows the attempts and the outcome. */
function typed(call: Call, attempt: Deadline, error: unknown): TykError {
  // The secret's own failure does not know the call yet.
  if (error instanceof TykConfigError)
    return new TykConfigError(error.message, call.failed("not-sent"));
  // The caller may have aborted with an error of another call.
  if (error instanceof TykError && !attempt.endedWith(error)) return error;
  return call.interruption(attempt) ?? toConnectionError(call, error);
}

/** What a foreign rejection of fetch, or of the body's reader, says; of the error itself only its code goes on. */
function toConnectionError(call: Call, error: unknown): TykError {
  const { kind, systemCode, outcome } = readFetchFailure(error);
  const why = systemCode === undefined ? "" : ` (${systemCode})`;
  const cut = call.status !== undefined;
  if (kind === "protocol" || cut) {
    return new TykResponseError(
      cut && kind !== "protocol" ? `the answer was cut off${why}` : `the answer breaks HTTP${why}`,
      {
        // The body of a refusal is read for its words alone: only that of a success gets here.
        ...call.failed(cut ? "applied" : "unknown"),
        code: kind === "protocol" ? "protocol" : "truncated",
        status: call.status,
      },
    );
  }
  const message = kind === "tls" ? `the TLS handshake failed${why}` : `the connection failed${why}`;
  return new TykConnectionError(message, { ...call.failed(outcome), code: kind, systemCode });
}
