import { TykApiError, TykAuthenticationError } from "../errors/api.ts";
import type { TykError } from "../errors/base.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { parseResponse } from "./parse-response.ts";
import type { ParsedResponse } from "./parse-response.ts";
import { callSecretFunction } from "../config/call-secret-function.ts";
import { toAttemptError } from "./attempt-error.ts";
import type { Call } from "./call.ts";
import type { Config } from "../config/config.ts";
import { Deadline, monotonicMs } from "./deadline.ts";
import type { Limiter } from "./limiter.ts";
import type { Observer } from "./observe/observer.ts";
import type { BuiltRequest } from "./request/build-request.ts";
import { fetchResendsAfter421, setOnceBody } from "./once-body.ts";
import { DirectResponse, headersOf } from "./body-reader.ts";
import { checkResponse } from "./check-response.ts";
import { fetchFeatures, isRefusedByRequest } from "./fetch-features.ts";
import { FetchRejection } from "./fetch-rejection.ts";
import { discardLateResponse, startFetch } from "./start-fetch.ts";
import { createResponseInfo, keepResponseInfo } from "./response-info.ts";
import { retryDelayMs } from "./retry/backoff.ts";
import { failureKindOf } from "./retry/failure-kind.ts";
import type { RetryBudget } from "./retry/retry-budget.ts";
import type { Runtime } from "../util/runtime.ts";
import { requireWebApis } from "../util/web-api.ts";
import { runEach } from "../util/run-each.ts";
import { isInstance } from "../util/is-instance.ts";
import { otherError } from "./observe/spans.ts";
import { createTelemetry } from "./observe/telemetry.ts";
import type { AttemptTelemetry, Telemetry } from "./observe/telemetry.ts";
import { userAgent } from "../version.ts";
import { withoutPrototype } from "../util/bare-object.ts";

/** The usable response of a request, with the duration of its attempt. */
export interface TimedResponse extends ParsedResponse {
  /** The duration of the attempt, in milliseconds. */
  readonly durationMs: number;
}

/** What limits the requests of a client. */
export interface RequestBounds {
  readonly limiter: Limiter;
  /** Limits how many secret functions run at once, and how many fetched secrets wait for their request. */
  readonly secretLimiter: Limiter;
  readonly budget: RetryBudget;
}

/** Sends requests within the concurrency limit and the timeouts, retries them if that is safe, and turns each failure into a typed error. */
export class Transport {
  readonly #config: Config;
  readonly #limiter: Limiter;
  readonly #secretLimiter: Limiter;
  readonly #budget: RetryBudget;
  readonly #runtime: Runtime;
  readonly #observer: Observer;
  readonly #telemetry: Telemetry | undefined;

  constructor(
    config: Config,
    { limiter, secretLimiter, budget }: RequestBounds,
    runtime: Runtime,
    observer: Observer,
  ) {
    this.#config = config;
    this.#limiter = limiter;
    this.#secretLimiter = secretLimiter;
    this.#budget = budget;
    this.#runtime = runtime;
    this.#observer = observer;
    this.#telemetry = createTelemetry(config);
  }

  /** Sends a request until it succeeds or must not be retried. Rejects with a `TykError` only. */
  async send(call: Call, request: BuiltRequest): Promise<TimedResponse> {
    for (;;) {
      const result = await this.#attempt(call, request);
      if ("response" in result) {
        this.#budget.succeeded(call.retryCost);
        return result.response;
      }
      await this.#waitForRetry(call, result.error);
      this.#telemetry?.retried(call, request.url, result.error.code);
    }
  }

  /** Waits until the next attempt may start. Throws the error if there must be no further attempt. */
  async #waitForRetry(call: Call, error: TykError): Promise<void> {
    const delayMs = this.#planRetry(call, error);
    if (delayMs === undefined) {
      this.#observer.error(call, error.code);
      throw error;
    }
    this.#observer.retry(call, error.code, delayMs);
    call.phase = "backoff";
    try {
      await this.#runtime.sleep(delayMs, call.total.signal);
    } catch {
      const interruption = call.recordInterruption(call.total) ?? error;
      this.#observer.error(call, interruption.code);
      throw interruption;
    }
  }

  /** Returns the wait before the next attempt, in milliseconds, or `undefined` if there must be no further attempt. */
  #planRetry(call: Call, error: TykError): number | undefined {
    if (error instanceof TykAuthenticationError && this.#config.secret.canChange) {
      // The secret may have been rotated. The secret function is called once more, beyond `maxRetries`.
      if (call.hasRefetchedSecret) return undefined;
      call.hasRefetchedSecret = true;
      return 0;
    }
    const countedAttempts = call.attempts - (call.hasRefetchedSecret ? 1 : 0);
    const retryAfterMs = error instanceof TykApiError ? error.retryAfterMs : undefined;
    const delayMs = retryDelayMs(call.attempts, retryAfterMs, this.#runtime);
    // The `Retry-After` is too long, or the next attempt would start after the total timeout.
    if (delayMs === undefined || delayMs >= call.total.remainingMs) return undefined;
    const failureKind = failureKindOf(error, call.lastFailureOutcome);
    if (!call.retryState.allows(failureKind, call.sinceFirstMs + delayMs)) return undefined;
    if (countedAttempts > call.limits.maxRetries || call.total.isOver) return undefined;
    if (call.receiver?.restart() === false) return undefined;
    const cost = this.#budget.take(failureKind);
    if (cost === undefined) return undefined;
    call.retryCost = cost;
    return delayMs;
  }

  async #attempt(
    call: Call,
    request: BuiltRequest,
  ): Promise<{ response: TimedResponse } | { error: TykError }> {
    let releaseSlot: (() => void) | undefined;
    let releaseSecretSlot: (() => void) | undefined;
    let deadline = call.total;
    let response: Response | undefined;
    let telemetry: AttemptTelemetry | undefined;
    let errorType: string | undefined = otherError;
    try {
      call.status = undefined;
      call.queuedMs = 0;
      call.phase = "queue";
      let secret: string | undefined;
      if (call.operation.secret) {
        const { secret: source } = this.#config;
        // A secret function is called before the request takes its slot, because it may make requests of this client itself.
        if (source.canChange)
          releaseSecretSlot =
            this.#tryEnter(this.#secretLimiter, call) ??
            (await this.#wait(this.#secretLimiter, call));
        secret = source.canChange
          ? await this.#fetchSecret(call)
          : await source.get(callSecretFunction);
        call.phase = "queue";
      }
      // Without a wait, because the usual call finds a free slot.
      releaseSlot = this.#tryEnter(this.#limiter, call) ?? (await this.#wait(this.#limiter, call));
      // Released only now: a secret that waits long for its request may be rotated meanwhile.
      releaseSecretSlot?.();
      call.releaseSlot = releaseSlot;
      deadline = new Deadline(call.limits.timeoutMs, call.total);
      telemetry = this.#telemetry?.startAttempt(call, request.url);
      response = await (telemetry === undefined
        ? this.#fetch(call, request, secret, deadline)
        : telemetry.run(() => this.#fetch(call, request, secret, deadline)));
      call.phase = "body";
      const parsed = await parseResponse(
        call,
        request.url,
        response,
        deadline,
        this.#config,
        this.#runtime.now(),
      );
      const { durationMs } = call;
      this.#observer.response(call);
      errorType = undefined;
      return { response: { ...parsed, durationMs } };
    } catch (error) {
      const failure = toAttemptError(call, deadline, error, request.url);
      errorType = failure.code;
      if (telemetry === undefined && call.phase === "queue")
        this.#telemetry?.leftQueue(call, request.url, errorType);
      if (response !== undefined) {
        const { attempts, durationMs } = call;
        const info = createResponseInfo(response.status, headersOf(response), attempts, durationMs);
        keepResponseInfo(failure, info);
        this.#observer.response(call);
      }
      return { error: failure };
    } finally {
      telemetry?.end(errorType);
      if (deadline !== call.total) deadline.dispose();
      runEach(releaseSecretSlot, releaseSlot);
    }
  }

  #tryEnter(limiter: Limiter, { total }: Call): (() => void) | undefined {
    return total.isOver ? undefined : limiter.tryEnter();
  }

  async #wait(limiter: Limiter, call: Call): Promise<() => void> {
    const startedAt = monotonicMs();
    const { slot, leave } = limiter.join();
    try {
      return await call.total.race(slot);
    } catch (error) {
      leave();
      throw error;
    } finally {
      call.queuedMs += monotonicMs() - startedAt;
    }
  }

  async #fetch(
    call: Call,
    request: BuiltRequest,
    secret: string | undefined,
    deadline: Deadline,
  ): Promise<Response> {
    const { operation } = call;
    // `headers` and `init` inherit nothing: a custom `fetch` might send a polluted field of `Object.prototype` as a header, and
    // the built-in `fetch` would read a polluted `body` or `dispatcher` as an option.
    const headers = withoutPrototype<Record<string, string>>(request.headers);
    // `fetch` reads a compressed response that was cut off as a complete one, and a small one can unpack to gigabytes.
    headers["accept-encoding"] = "identity";
    headers["user-agent"] = userAgent;
    if (secret !== undefined) headers["x-tyk-authorization"] = secret;
    const { fetch, isBuiltInFetch } = this.#config;
    if (isBuiltInFetch && typeof globalThis.fetch !== "function")
      requireWebApis(["fetch"], call.operationId);
    const init: RequestInit = withoutPrototype<RequestInit>({
      method: operation.method,
      headers,
      redirect: "manual",
    });
    const { cache, createController } = fetchFeatures();
    // Without a signal that `fetch` accepts, the call still ends in time, and a response that comes later is discarded.
    if (createController !== undefined) init.signal = deadline.signal;
    // Some frameworks, such as Next.js, cache responses of `fetch`: they would store secrets, and return old states.
    if (cache) init.cache = "no-store";
    const mayFetchResend = isBuiltInFetch && fetchResendsAfter421();
    if (mayFetchResend && call.retryState.isOnce) setOnceBody(init, headers, request.body);
    else if (request.body !== undefined) init.body = request.body;
    call.startAttempt();
    this.#observer.request(call);
    const sent = startFetch(fetch, request.url, init);
    let response: unknown;
    try {
      response = await deadline.race(sent);
    } catch (error) {
      discardLateResponse(sent);
      if (deadline.endedWith(error)) throw error;
      const isRefused = isBuiltInFetch && isRefusedByRequest(request.url, { ...init, body: null });
      throw new FetchRejection(error, { isRefused });
    }
    checkResponse(call, response);
    call.status = response.status;
    if (mayFetchResend && response.status === 421 && !call.retryState.isOnce)
      countResend(call, response);
    return response;
  }

  /** Calls the secret function within the timeout of an attempt. If it fails, the outcome is `not-sent`. */
  async #fetchSecret(call: Call): Promise<string> {
    const deadline = new Deadline(call.limits.timeoutMs, call.total);
    call.phase = "secret";
    try {
      return await deadline.race(Promise.resolve(this.#config.secret.get(callSecretFunction)));
    } catch (error) {
      const interruption = call.recordInterruption(deadline);
      if (interruption !== undefined) throw interruption;
      const why = isInstance(error, TykConfigError) ? error.message : "the secret function failed";
      throw new TykConfigError(why, call.recordFailure("not-sent"));
    } finally {
      deadline.dispose();
    }
  }
}

/** Counts the second request that the built-in `fetch` sends before it reports a 421. Our own `fetch` sends only one. */
function countResend(call: Call, response: Response): void {
  if (!(response instanceof DirectResponse)) call.attempts += 1;
}
