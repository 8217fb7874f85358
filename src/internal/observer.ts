import type { TykHookEvent, TykHooks, TykLogger } from "../options.ts";

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
    this.#logger?.debug(line(event));
    this.#tell("onResponse", event);
  }

  retry(event: TykHookEvent, code: string, delayMs: number): void {
    this.#logger?.info(`${line(event)}: ${code}, again in ${Math.round(delayMs)} ms`);
    this.#tell("onRetry", event);
  }

  error(event: TykHookEvent, code: string): void {
    this.#logger?.warn(`${line(event)}: failed, ${code}`);
    this.#tell("onError", event);
  }

  #tell(name: keyof TykHooks, event: TykHookEvent): void {
    try {
      this.#hooks[name]?.(event);
    } catch {
      // An observer must not change what it observes. What it threw may hold anything, so it is not repeated.
      this.#logger?.error(`@tyk-oauth/sdk: the hook ${name} threw`);
    }
  }
}

function line({ operation, template, status, attempt, durationMs }: TykHookEvent): string {
  const answer = status === undefined ? "no answer" : `${status}`;
  return `@tyk-oauth/sdk: ${operation} ${template} ${answer} in ${Math.round(durationMs)} ms (attempt ${attempt})`;
}
