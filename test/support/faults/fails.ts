import type { TestContext } from "node:test";
import type { AnyTykError, TykOAuthOptions } from "@tyk-oauth/sdk";
import { carriers } from "./calls.ts";
import type { Send } from "./calls.ts";
import { newClient } from "./new-client.ts";
import type { Watched } from "./new-client.ts";
import { closesSoon, leavesNothing, showsNothing } from "./gates.ts";
import { failure } from "../util/failure.ts";
import { timers } from "../util/timers.ts";
import type { Stops, Target } from "./server.ts";

/** Where a call is made that must fail. */
export interface Scene {
  readonly start: (stops: Stops) => Promise<Target>;
  readonly options?: Partial<TykOAuthOptions>;
  /** The server goes on with its answer, or holds the connection: it must see that closed. */
  readonly closes?: boolean;
}

/** A call that failed. */
export interface Failed {
  readonly error: AnyTykError;
  readonly target: Target;
  /** How many attempts the client told its hook of. */
  readonly sent: number;
  /** When it had settled, as `performance.now()` has it. */
  readonly settledAt: number;
}

/** What happens to a call while it is under way. */
export type During = (target: Target, watched: Watched) => Promise<void>;

/** Makes one call on a server and a client of its own, which must fail, and holds it to the gates. */
export async function fails(
  t: TestContext,
  scene: Scene,
  send: Send,
  during: During = () => Promise.resolve(),
  signal: AbortSignal = new AbortController().signal,
): Promise<Failed> {
  const target = await scene.start(t);
  const watched = newClient({ baseUrl: target.url, ...scene.options });
  const before = timers();
  const call = failure(send(watched.tyk, { signal }));
  await during(target, watched);
  const error = await call;
  const settledAt = performance.now();
  leavesNothing(signal, before);
  if (scene.closes === true) await closesSoon(target.used);
  await showsNothing(error, watched);
  return { error, target, sent: watched.sent(), settledAt };
}

/** Makes a call of everything that carries a secret, all at once; each must fail, and show none. */
export async function carriersFail(t: TestContext, scene: Scene): Promise<void> {
  const target = await scene.start(t);
  await Promise.all(
    carriers.map(async (send) => {
      const watched = newClient({ baseUrl: target.url, ...scene.options, maxRetries: 0 });
      await showsNothing(await failure(send(watched.tyk, {})), watched);
    }),
  );
}
