import { setImmediate as tick } from "node:timers/promises";
import type {
  AnyTykError,
  RequestOptions,
  TykOAuth,
  TykOAuthOptions,
  TykOutcome,
  TykPhase,
} from "../../../src/index.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";
import { newClient } from "../client/client.ts";
import { failure } from "../util/failure.ts";
import { deferred } from "../util/deferred.ts";
import { sendJson, startRawServer, startServer, startSocketServer } from "./server.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
const forever = new Promise<never>(() => undefined);

/** A call that waits forever in a phase, and a promise that resolves when it does. */
export interface StuckCall {
  url: string;
  arrived: Promise<unknown>;
  options?: Partial<TykOAuthOptions>;
  /** Takes the only slot, if the call must wait in the queue. Resolves to a function that gives the slot back. */
  before?: (tyk: TykOAuth) => Promise<() => Promise<unknown>>;
}

/** For each phase: the outcome and the number of attempts of a call that ends there. */
export const stuckCalls: [TykPhase, TykOutcome, attempts: number, () => Promise<StuckCall>][] = [
  [
    "queue",
    "not-sent",
    0,
    async () => {
      const { promise, resolve } = deferred();
      const { url } = await startSocketServer((socket) => {
        socket.once("data", resolve);
      });
      return {
        url,
        // The engine is loaded, so the call is in the queue in the next turn.
        arrived: tick(),
        options: { maxConcurrency: 1 },
        before: async (tyk) => {
          const stop = new AbortController();
          const first = failure(tyk.apis.list({}, { signal: stop.signal }));
          await promise;
          return () => {
            stop.abort();
            return first;
          };
        },
      };
    },
  ],
  [
    "secret",
    "not-sent",
    0,
    async () => {
      const { url } = await startSocketServer(() => undefined);
      const { promise, resolve } = deferred();
      const secret = (): Promise<string> => {
        resolve(undefined);
        return forever;
      };
      return { url, arrived: promise, options: { secret } };
    },
  ],
  [
    "response",
    "unknown",
    1,
    async () => {
      const { promise, resolve } = deferred();
      const { url } = await startServer(() => {
        resolve(undefined);
      });
      return { url, arrived: promise };
    },
  ],
  [
    "body",
    "applied",
    1,
    async () => {
      const { url } = await startRawServer(head, () => undefined);
      const { promise, resolve } = deferred();
      const options: Partial<TykOAuthOptions> = {
        fetch: async (...args) => {
          const response = await fetch(...args);
          setImmediate(() => {
            resolve(undefined);
          });
          return response;
        },
      };
      return { url, arrived: promise, options };
    },
  ],
  [
    "backoff",
    "unknown",
    1,
    async () => {
      const { promise, resolve } = deferred();
      const { url } = await startServer((_, response) => {
        sendJson(response, 503, {}, { "retry-after": "20" });
      });
      const onRetry = (): void => {
        setImmediate(() => {
          resolve(undefined);
        });
      };
      return { url, arrived: promise, options: { hooks: { onRetry } } };
    },
  ],
];

/** The words of an error for each phase. */
export const phaseTexts: Record<TykPhase, string> = {
  queue: "a free slot (maxConcurrency)",
  secret: "the secret",
  response: "the response",
  body: "the rest of the response",
  backoff: "the next attempt",
};

/** Starts a write that gets stuck, and returns its error. The outcome of a read would not depend on the phase. */
export async function failStuckCall(
  start: () => Promise<StuckCall>,
  options: RequestOptions,
  then: (arrived: Promise<unknown>) => Promise<unknown> = () => Promise.resolve(),
): Promise<AnyTykError> {
  const { url, arrived, options: own, before } = await start();
  const tyk = newClient({ baseUrl: url, ...own }, systemRuntime);
  const release = await before?.(tyk);
  const call = failure(tyk.raw.deleteOAuthClient({ path }, options));
  await then(arrived);
  const error = await call;
  await release?.();
  return error;
}
