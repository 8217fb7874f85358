import { TykApiError, TykAuthenticationError } from "../errors/api.ts";
import { TykError } from "../errors/base.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { parseResponse } from "./parse-response.ts";
import type { ParsedResponse } from "./parse-response.ts";
import { toAttemptError } from "./attempt-error.ts";
import type { Call } from "./call.ts";
import type { Config } from "../config/config.ts";
import { Deadline } from "./deadline.ts";
import { Limiter } from "./limiter.ts";
import type { Observer } from "./observe/observer.ts";
import { resendsMisdirected, wrapOnceBody } from "./once-body.ts";
import { DirectResponse, discardBody } from "./read-body.ts";
import { keepResponseInfo } from "./response-info.ts";
import { retryDelayMs } from "./retry/backoff.ts";
import { failureKindOf } from "./retry/failure-kind.ts";
import type { RetryBudget } from "./retry/retry-budget.ts";
import type { Runtime } from "../util/runtime.ts";
import { isInstance } from "../util/is-instance.ts";
import { withSpan } from "./observe/spans.ts";
import { userAgent } from "../version.ts";
import { withoutPrototype } from "../util/bare-object.ts";

/** A request as the generated client built it, without the gateway's secret. */
export interface WireRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** A usable answer of a whole request. */
export interface TimedResponse extends ParsedResponse {
  /** How long its attempt took, in milliseconds. */
  readonly durationMs: number;
}

/** What the copies of a client have in common. */
export interface SharedLimits {
  readonly limiter: Limiter;
  readonly budget: RetryBudget;
}

/** Sends requests: one after the limiter's turn, within the limits of time, again where that is safe; every failure typed. */
export class Transport {
  readonly #config: Config;
  readonly #limiter: Limiter;
  /** Bounds how many secret functions run at once, and how many secrets wait to be used. */
  readonly #secrets: Limiter;
  readonly #budget: RetryBudget;
  readonly #runtime: Runtime;
  readonly #observer: Observer;

  constructor(
    config: Config,
    { limiter, budget }: SharedLimits,
    runtime: Runtime,
    observer: Observer,
  ) {
    this.#config = config;
    this.#limiter = limiter;
    this.#secrets = new Limiter(config.maxConcurrency);
    this.#budget = budget;
    this.#runtime = runtime;
    this.#observer = observer;
  }

  /** Sends a request until it succeeds or may not be repeated. Rejects with a TykError only. */
  send(call: Call, request: WireRequest): Promise<TimedResponse> {
    return withSpan(
      this.#config.tracer,
      () => call.spanStart(),
      () => call.spanEnd(),
      () => this.#repeat(call, request),
    );
  }

  async #repeat(call: Call, request: WireRequest): Promise<TimedResponse> {
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
    const failureKind = failureKindOf(error, call.lastOutcome);
    if (!call.retryLimits.allows(failureKind, call.sinceFirstMs + delayMs)) return undefined;
    if (counted > call.limits.maxRetries || call.total.isOver) return undefined;
    const cost = this.#budget.take(failureKind);
    if (cost === undefined) return undefined;
    call.repeatCost = cost;
    return delayMs;
  }

  async #attempt(
    call: Call,
    request: WireRequest,
  ): Promise<{ answer: TimedResponse } | { error: TykError }> {
    let leave: (() => void) | undefined;
    let leaveSecrets: (() => void) | undefined;
    let attempt = call.total;
    let response: Response | undefined;
    try {
      call.status = undefined;
      call.phase = "queue";
      let secret: string | undefined;
      if (call.operation.secret) {
        const { secret: source } = this.#config;
        // A function is called before the request takes its slot: it may make requests of this client itself.
        if (source.canChange) leaveSecrets = await this.#enter(this.#secrets, call.total);
        secret = source.canChange ? await this.#fetchSecret(call) : await source.get();
        call.phase = "queue";
      }
      leave = await this.#enter(this.#limiter, call.total);
      // Not before: no more secrets are fetched than can be used soon, since one can be rotated meanwhile.
      leaveSecrets?.();
      attempt = new Deadline(call.limits.timeoutMs, call.total);
      response = await this.#fetch(call, request, secret, attempt);
      call.phase = "body";
      const answer = await parseResponse(
        call,
        request.url,
        response,
        attempt,
        this.#config.maxResponseBytes,
        this.#runtime.now(),
      );
      const { durationMs } = call;
      this.#observer.response(call);
      return { answer: { ...answer, durationMs } };
    } catch (error) {
      const failure = toAttemptError(call, attempt, error);
      if (response !== undefined) {
        const { status, headers } = response;
        const { attempts, durationMs } = call;
        keepResponseInfo(failure, { status, headers, attempts, durationMs });
        this.#observer.response(call);
      }
      return { error: failure };
    } finally {
      if (attempt !== call.total) attempt.end();
      leaveSecrets?.();
      leave?.();
    }
  }

  /** Takes a slot. The signal is created only if the call has to wait: creating one is expensive. */
  async #enter(limiter: Limiter, total: Deadline): Promise<() => void> {
    const slot = total.isOver ? undefined : limiter.tryEnter();
    return slot ?? limiter.enter(total.signal);
  }

  async #fetch(
    call: Call,
    request: WireRequest,
    secret: string | undefined,
    attempt: Deadline,
  ): Promise<Response> {
    const { operation } = call;
    const headers: Record<string, string> = withoutPrototype<Record<string, string>>({
      ...request.headers,
      // A compressed answer that is cut off reads as a whole one in fetch, and a small one can unpack to gigabytes.
      "accept-encoding": "identity",
      "user-agent": userAgent,
    });
    if (secret !== undefined) headers["x-tyk-authorization"] = secret;
    // It inherits nothing: fetch would read a polluted `Object.prototype.body` or `dispatcher` as an option.
    const init: RequestInit = withoutPrototype<RequestInit>({
      method: operation.method,
      headers,
      redirect: "manual",
      signal: attempt.signal,
    });
    const isResending = this.#config.isBuiltInFetch && resendsMisdirected();
    if (isResending && call.retryLimits.isOnce) wrapOnceBody(init, headers, request.body);
    else if (request.body !== undefined) init.body = request.body;
    call.sending();
    this.#observer.request(call);
    let sent: Promise<Response> | undefined;
    try {
      sent = Promise.resolve(this.#config.fetch(request.url, init));
      const response = await attempt.race(sent);
      call.status = response.status;
      if (isResending && response.status === 421 && !call.retryLimits.isOnce)
        countResend(call, response);
      return response;
    } catch (error) {
      if (sent !== undefined) discardLate(sent);
      // An error of another call of this package, made within that fetch, says nothing of this one.
      throw isInstance(error, TykError) && !attempt.endedWith(error)
        ? new TypeError("fetch failed")
        : error;
    }
  }

  /** Calls the secret function, within the time of an attempt. Whatever it throws, nothing of the request was sent. */
  async #fetchSecret(call: Call): Promise<string> {
    const limit = new Deadline(call.limits.timeoutMs, call.total);
    call.phase = "secret";
    try {
      return await limit.race(Promise.resolve(this.#config.secret.get()));
    } catch (error) {
      const interruption = call.interruption(limit);
      if (interruption !== undefined) throw interruption;
      const why = isInstance(error, TykConfigError) ? error.message : "the secret function failed";
      throw new TykConfigError(why, call.failed("not-sent"));
    } finally {
      limit.end();
    }
  }
}

/** The built-in fetch reports a 421 only after it sent the request twice. One of ours in its place sends it once. */
function countResend(call: Call, response: Response): void {
  if (!(response instanceof DirectResponse)) call.attempts += 1;
}

/** A fetch that does not mind its signal may still answer one day: nobody will read that. */
function discardLate(sent: Promise<Response>): void {
  sent
    .then(({ body }) => {
      discardBody(body);
    })
    .catch(() => undefined);
}
