import { ignoreRejection, isPromiseLike } from "../../util/promise-like.ts";
import type { TykHookEvent, TykHooks, TykLogger, TykProgress } from "../../types/options.ts";

/** Creates the event of an attempt. It is created only if a hook or a logger needs it. */
export interface EventSource {
  event(): TykHookEvent;
}

/** Passes events to the logger and the hooks. The events hold nothing that could be a secret. */
export class Observer {
  readonly #logger: TykLogger | undefined;
  readonly #hooks: TykHooks;

  constructor(logger: TykLogger | undefined, hooks: TykHooks) {
    this.#logger = logger;
    this.#hooks = hooks;
  }

  request(source: EventSource): void {
    this.#callHook("onRequest", source);
  }

  response(source: EventSource): void {
    this.#log("debug", () => line(source));
    this.#callHook("onResponse", source);
  }

  retry(source: EventSource, code: string, delayMs: number): void {
    this.#log("info", () => `${line(source)}: ${code}, retry in ${Math.round(delayMs)} ms`);
    this.#callHook("onRetry", source);
  }

  error(source: EventSource, code: string): void {
    this.#log("warn", () => `${line(source)}: failed, ${code}`);
    this.#callHook("onError", source);
  }

  /** Logs a request that a dry run does not send. */
  planned(method: string, operation: string, apiId: string | undefined): void {
    const target = apiId === undefined ? "" : ` (API ${apiId})`;
    this.#log("info", () => `@tyk-oauth/sdk: ${method}: dry run, would send ${operation}${target}`);
  }

  /** Logs a problem that a method allows because of an option, such as `lint: "warn"`. */
  warning(method: string, problem: string): void {
    this.#log("warn", () => `@tyk-oauth/sdk: ${method}: ${problem}`);
  }

  /** Calls a method's `onProgress`. */
  progress(onProgress: ((progress: TykProgress) => void) | undefined, progress: TykProgress): void {
    this.#callSafely("onProgress", () => onProgress?.(progress));
  }

  #callHook(name: keyof TykHooks, source: EventSource): void {
    this.#callSafely(name, () => this.#hooks[name]?.(source.event()));
  }

  #callSafely(name: string, call: () => unknown): void {
    // The thrown value may hold a secret, so it is not logged.
    const logFailure = (): void => {
      this.#log("error", () => `@tyk-oauth/sdk: the hook ${name} failed`);
    };
    try {
      // The types allow an async function as a hook. An unhandled rejection would end the process.
      const result = call();
      if (isPromiseLike(result)) Promise.resolve(result).catch(logFailure);
    } catch {
      logFailure();
    }
  }

  #log(level: keyof TykLogger, text: () => string): void {
    if (this.#logger === undefined) return;
    try {
      // A logger may be async.
      const logger: Record<keyof TykLogger, (line: string) => unknown> = this.#logger;
      ignoreRejection(logger[level](text()));
    } catch {
      // A failing logger must not change the call.
    }
  }
}

function line(source: EventSource): string {
  const { operation, template, status, attempt, durationMs } = source.event();
  const result = status === undefined ? "no response" : `${status}`;
  return `@tyk-oauth/sdk: ${operation} ${template} ${result} in ${Math.round(durationMs)} ms (attempt ${attempt})`;
}
