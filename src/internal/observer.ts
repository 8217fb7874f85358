import type { TykHookEvent, TykHooks, TykLogger, TykProgress } from "../options.ts";

/** Tells the logger and the hooks what happens. It is given nothing that could be a secret, so it can show none. */
export class Observer {
  readonly #logger: TykLogger | undefined;
  readonly #hooks: TykHooks;

  constructor(logger: TykLogger | undefined, hooks: TykHooks) {
    this.#logger = logger;
    this.#hooks = hooks;
  }

  request(event: TykHookEvent): void {
    this.#tell("onRequest", event);
  }

  response(event: TykHookEvent): void {
    this.#log("debug", line(event));
    this.#tell("onResponse", event);
  }

  retry(event: TykHookEvent, code: string, delayMs: number): void {
    this.#log("info", `${line(event)}: ${code}, again in ${Math.round(delayMs)} ms`);
    this.#tell("onRetry", event);
  }

  error(event: TykHookEvent, code: string): void {
    this.#log("warn", `${line(event)}: failed, ${code}`);
    this.#tell("onError", event);
  }

  /** A request that a dry run leaves out. */
  planned(verb: string, operation: string, apiId: string | undefined): void {
    const about = apiId === undefined ? "" : ` (API ${apiId})`;
    this.#log("info", `@tyk-oauth/sdk: ${verb}: dry run, would send ${operation}${about}`);
  }

  /** What a verb let through because it was told to. */
  warning(verb: string, what: string): void {
    this.#log("warn", `@tyk-oauth/sdk: ${verb}: ${what}`);
  }

  /** Calls a verb's `onProgress`. */
  progress(onProgress: ((progress: TykProgress) => void) | undefined, progress: TykProgress): void {
    this.#call("onProgress", () => onProgress?.(progress));
  }

  #tell(name: keyof TykHooks, event: TykHookEvent): void {
    this.#call(name, () => this.#hooks[name]?.(event));
  }

  #call(name: string, call: () => unknown): void {
    // What it threw may hold anything, so it is not repeated.
    const failed = (): void => {
      this.#log("error", `@tyk-oauth/sdk: the hook ${name} failed`);
    };
    try {
      // An async function is a hook too, as far as types go; its rejection would end the process.
      Promise.resolve(call()).catch(failed);
    } catch {
      failed();
    }
  }

  #log(level: keyof TykLogger, text: string): void {
    try {
      this.#logger?.[level](text);
    } catch {
      // An observer must not change what it observes, and there is nobody left to tell.
    }
  }
}

function line({ operation, template, status, attempt, durationMs }: TykHookEvent): string {
  const answer = status === undefined ? "no answer" : `${status}`;
  return `@tyk-oauth/sdk: ${operation} ${template} ${answer} in ${Math.round(durationMs)} ms (attempt ${attempt})`;
}
