import type { TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { newClient } from "../client/client.ts";
import { markers } from "./markers.ts";
import { recordOutput } from "./record-output.ts";

/** A client with the gateway's secret, and everything that it passes to its logger, hooks, tracer and meter. */
export function watchedClient(options: Partial<TykOAuthOptions>): {
  tyk: TykOAuth;
  told: unknown[];
} {
  const { output, logger, hooks } = recordOutput();
  const keep = (...values: unknown[]): void => {
    output.push(...values);
  };
  const instrument = { record: keep, add: keep };
  const createInstrument = (...described: unknown[]): typeof instrument => {
    output.push(...described);
    return instrument;
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
    meter: {
      createHistogram: createInstrument,
      createCounter: createInstrument,
      createUpDownCounter: createInstrument,
    },
    ...options,
  });
  return { tyk, told: output };
}
