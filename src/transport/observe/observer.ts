import type { TykHookEvent, TykHooks, TykLogger, TykProgress } from "../../types/options.ts";

/** What knows an event; it is made where somebody listens. */
export interface EventSource {
  event(): TykHookEvent;
}

/** Tells the logger and the hooks what happens. It is given nothing that could be a secret, so it can show none. */
export class Observer {
  readonly #logger: TykLogger | undefined;
  readonly #hooks: TykHooks;

  constructor(logger: TykLogger | undefined, hooks: TykHooks) {
    this.#logger = logger;
    this.#hooks = hooks;
  }

  request(source: EventSource): void {
    this.#tell("onRequest", source);
  }

  response(source: EventSource): void {
    this.#log("debug", () => line(source));
    this.#tell("onResponse", source);
  }

  retry(source: EventSource, code: string, delayMs: number): void {
    this.#log("info", () => `${line(source)}: ${code}, again in ${Math.round(delayMs)} ms`);
    this.#tell("onRetry", source);
  }

  error(source: EventSource, code: string): void {
    this.#log("warn", () => `${line(source)}: failed, ${code}`);
    this.#tell("onError", source);
  }

  /** A request that a dry run leaves out. */
  planned(method: string, operation: string, apiId: string | undefined): void {
    const stepInfo = apiId === undefined ? "" : ` (API ${apiId})`;
    this.#log(
      "info",
      () => `@tyk-oauth/sdk: ${method}: dry run, would send ${operation}${stepInfo}`,
    );
  }

  /** What a verb let through because it was told to. */
  warning(method: string, what: string): void {
    this.#log("warn", () => `@tyk-oauth/sdk: ${method}: ${what}`);
  }

  /** Calls a verb's `onProgress`. */
  progress(onProgress: ((progress: TykProgress) => void) | undefined, progress: TykProgress): void {
    this.#call("onProgress", () => onProgress?.(progress));
  }

  #tell(name: keyof TykHooks, source: EventSource): void {
    this.#call(name, () => this.#hooks[name]?.(source.event()));
  }

  #call(name: string, call: () => unknown): void {
    // What it threw may hold anything, so it is not repeated.
    const failed = (): void => {
      this.#log("error", () => `@tyk-oauth/sdk: the hook ${name} failed`);
    };
    try {
      // An async function is a hook too, as far as types go; its rejection would end the process.
      const passed = call();
      if (passed !== undefined) Promise.resolve(passed).catch(failed);
    } catch {
      failed();
    }
  }

  #log(level: keyof TykLogger, text: () => string): void {
    if (this.#logger === undefined) return;
    try {
      this.#logger[level](text());
    } catch {
      // An observer must not change what it observes, and there is nobody left to tell.
    }
  }
}

function line(source: EventSource): string {
  const { operation, template, status, attempt, durationMs } = source.event();
  const answer = status === undefined ? "no answer" : `${status}`;
  return `@tyk-oauth/sdk: ${operation} ${template} ${answer} in ${Math.round(durationMs)} ms (attempt ${attempt})`;
}
