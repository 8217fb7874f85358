import { TykOAuth } from "../../../src/index.ts";
import type { TykOAuthOptions } from "../../../src/index.ts";
import type { Runtime } from "../../../src/util/runtime.ts";
import { fakeFetch } from "../network/fake-fetch.ts";
import type { FakeFetch, Reply } from "../network/fake-fetch.ts";
import { TestRuntime } from "./test-runtime.ts";

export const secret = "lab-admin-secret";
export const baseUrl = "https://gateway.example:8080";

/** Creates a client whose waits take no time. */
export function newClient(
  options: Partial<TykOAuthOptions> = {},
  runtime: Runtime = new TestRuntime(),
): TykOAuth {
  return new TykOAuth({ baseUrl, secret, ...options }, { runtime });
}

/** Creates a client with a fake fetch that returns these replies in order. */
export function clientWithReplies(
  replies: readonly Reply[],
  options: Partial<TykOAuthOptions> = {},
  runtime: Runtime = new TestRuntime(),
): FakeFetch & { tyk: TykOAuth } {
  const captured = fakeFetch(...replies);
  return { ...captured, tyk: newClient({ fetch: captured.fetch, ...options }, runtime) };
}
