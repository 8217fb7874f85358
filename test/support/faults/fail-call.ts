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

/** Where a call is made that must fail. */
export interface FaultSetup {
  readonly start: (stops: AfterTest) => Promise<Target>;
  readonly options?: Partial<TykOAuthOptions>;
  /** The server goes on with its answer, or holds the connection: it must see that closed. */
  readonly closes?: boolean;
}

/** A call that failed. */
export interface FailedCall {
  readonly error: AnyTykError;
  readonly target: Target;
  /** How many attempts the client told its hook of. */
  readonly sent: number;
  /** When it had settled, as `performance.now()` has it. */
  readonly settledAt: number;
}

/** What happens to a call while it is under way. */
export type During = (target: Target, watched: WatchedClient) => Promise<void>;

/** Makes one call on a server and a client of its own, which must fail, and holds it to the gates. */
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

/** Makes a call of everything that carries a secret, all at once; each must fail, and show none. */
export async function failCallsWithSecrets(t: TestContext, setup: FaultSetup): Promise<void> {
  const target = await setup.start(t);
  await Promise.all(
    callsWithSecrets.map(async (send) => {
      const watched = watchedClient({ baseUrl: target.url, ...setup.options, maxRetries: 0 });
      await assertNoSecretShown(await failure(send(watched.tyk, {})), watched);
    }),
  );
}
