import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykHookEvent, TykOAuthOptions } from "@tyk-oauth/sdk";
import { markers } from "./markers.ts";

/** A client that carries the gateway's secret, and all that it tells its logger and its hooks. */
export interface Watched {
  readonly tyk: TykOAuth;
  readonly told: readonly unknown[];
  /** How many attempts it has told its hook of: what can be counted where no server can. */
  readonly sent: () => number;
}

export function newClient(options: Partial<TykOAuthOptions> & { baseUrl: string }): Watched {
  const told: unknown[] = [];
  let sent = 0;
  const keep = (...line: unknown[]): void => {
    told.push(...line);
  };
  const hook = (event: TykHookEvent): void => {
    told.push(event);
  };
  const onRequest = (event: TykHookEvent): void => {
    sent += 1;
    told.push(event);
  };
  const tyk = new TykOAuth({
    secret: markers.admin,
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    hooks: { onRequest, onResponse: hook, onRetry: hook, onError: hook },
    ...options,
  });
  return { tyk, told, sent: () => sent };
}
