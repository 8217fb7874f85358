import type { TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { newClient } from "../client/client.ts";
import { markers } from "./markers.ts";
import { recordOutput } from "./record-output.ts";

/** A client with the gateway's secret, and everything that it passes to its logger, its hooks and its tracer. */
export function watchedClient(options: Partial<TykOAuthOptions>): {
  tyk: TykOAuth;
  told: unknown[];
} {
  const { output, logger, hooks } = recordOutput();
  const keep = (...values: unknown[]): void => {
    output.push(...values);
  };
  const tyk = newClient({
    secret: () => markers.admin,
    logger,
    hooks,
    tracer: {
      startActiveSpan: (name, start, run) => {
        output.push(name, start);
        return run({ setAttributes: keep, setStatus: keep, end: () => undefined });
      },
    },
    ...options,
  });
  return { tyk, told: output };
}
