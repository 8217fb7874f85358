import { isTykError, TykError } from "@tyk-oauth/sdk";
import type { AnyTykError } from "@tyk-oauth/sdk";
import { deferred } from "./deferred.ts";

/** What a call rejects with; fails the test where it does not, or with anything but an error of the package. */
export async function failure(call: PromiseLike<unknown>): Promise<AnyTykError> {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome.status === "fulfilled") throw new Error("The call did not fail");
  const error: unknown = outcome.reason;
  if (!(error instanceof TykError) || !isTykError(error))
    throw new Error("The call failed with a foreign error", { cause: error });
  return error;
}

/** What a function throws, as {@link failure} has it. */
export function thrown(run: () => unknown): Promise<AnyTykError> {
  return failure(Promise.resolve().then(run));
}

/** An error of the package as plain data, its class as a name. */
export function errorFields(error: AnyTykError): Record<string, unknown> {
  return error.toJSON();
}

/** A promise that rejects with anything at all, as other people's code may. */
export function rejectedWith(reason: unknown): Promise<never> {
  const { promise, reject } = deferred<never>();
  reject(reason as Error);
  return promise;
}
