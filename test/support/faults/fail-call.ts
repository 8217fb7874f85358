import type { TestContext } from "node:test";
import type { AnyTykError, TykOAuthOptions } from "@tyk-oauth/sdk";
import { callsWithSecrets } from "./calls.ts";
import type { Send } from "./calls.ts";
import { watchedClient } from "./watched-client.ts";
import type { WatchedClient } from "./watched-client.ts";
import { assertClosesSoon, assertNothingLeft, assertNoSecretShown } from "./assertions.ts";
import { failure } from "../util/failure.ts";
import { runningTimers } from "../util/running-timers.ts";
import type { AfterTest, Target } from "./server.ts";

/** The server and the options of a call that must fail. */
export interface FaultSetup {
  readonly start: (stops: AfterTest) => Promise<Target>;
  readonly options?: Partial<TykOAuthOptions>;
  /** The server continues its response or keeps the connection open, and the client must close it. */
  readonly closes?: boolean;
}

/** A call that failed. */
export interface FailedCall {
  readonly error: AnyTykError;
  readonly target: Target;
  /** The number of attempts that the client's hook got. */
  readonly sent: number;
  /** The time of the error, as returned by `performance.now()`. */
  readonly settledAt: number;
}

/** An action while a call is in flight. */
export type During = (target: Target, watched: WatchedClient) => Promise<void>;

/** Makes one call that must fail, with its own server and client, and checks the assertions of `assertions.ts`. */
export async function failCall(
  t: TestContext,
  setup: FaultSetup,
  send: Send,
  during: During = () => Promise.resolve(),
  signal: AbortSignal = new AbortController().signal,
): Promise<FailedCall> {
  const target = await setup.start(t);
  const watched = watchedClient({ baseUrl: target.url, ...setup.options });
  const before = runningTimers();
  const call = failure(send(watched.tyk, { signal }));
  await during(target, watched);
  const error = await call;
  const settledAt = performance.now();
  assertNothingLeft(signal, before);
  if (setup.closes === true) await assertClosesSoon(target.used);
  await assertNoSecretShown(error, watched);
  return { error, target, sent: watched.sent(), settledAt };
}

/** Makes all calls that carry a secret at once. Each must fail and show no secret. */
export async function failCallsWithSecrets(t: TestContext, setup: FaultSetup): Promise<void> {
  const target = await setup.start(t);
  await Promise.all(
    callsWithSecrets.map(async (send) => {
      const watched = watchedClient({ baseUrl: target.url, ...setup.options, maxRetries: 0 });
      await assertNoSecretShown(await failure(send(watched.tyk, {})), watched);
    }),
  );
}
