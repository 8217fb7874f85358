import { isTykError, TykError } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { deferred } from "./deferred.ts";

/** Returns the error of a call. The test fails if the call succeeds or rejects with an error that is not the package's. */
export async function failure(call: PromiseLike<unknown>): Promise<AnyTykError> {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === "fulfilled") throw new Error("The call did not fail");
  const error: unknown = outcome.reason;
  if (!(error instanceof TykError) || !isTykError(error))
    throw new Error("The call failed with a foreign error", { cause: error });
  return error;
}

/** Returns the error that a function throws, like {@link failure}. */
export function thrown(run: () => unknown): Promise<AnyTykError> {
  return failure(Promise.resolve().then(run));
}

/** Returns an error of the package as plain data, with its class as a name. */
export function errorFields(error: AnyTykError): Record<string, unknown> {
  return error.toJSON();
}

/** Returns a promise that rejects with any value, because code outside the package can do that. */
export function rejectedWith(reason: unknown): Promise<never> {
  const { promise, reject } = deferred<never>();
  reject(reason as Error);
  return promise;
}
