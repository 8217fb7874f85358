import type { TykHookEvent, TykHooks, TykLogger } from "@tyk-oauth/sdk";

/** A logger and hooks that keep everything they get. */
export interface RecordedOutput {
  readonly output: unknown[];
  readonly logger: TykLogger;
  readonly hooks: TykHooks;
  /** The number of attempts that the hook `onRequest` got. */
  readonly attempts: () => number;
}

export function recordOutput(): RecordedOutput {
  const output: unknown[] = [];
  let attempts = 0;
  const keep = (...values: unknown[]): void => {
    output.push(...values);
  };
  const hook = (event: TykHookEvent): void => {
    output.push(event);
  };
  const onRequest = (event: TykHookEvent): void => {
    attempts += 1;
    output.push(event);
  };
  return {
    output,
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    hooks: { onRequest, onResponse: hook, onRetry: hook, onError: hook },
    attempts: () => attempts,
  };
}
