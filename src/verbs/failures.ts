import { TykNotFoundError } from "../errors/api.ts";
import { TykError } from "../errors/base.ts";
import type { AnyTykError } from "../errors/index.ts";
import type { ReadContext } from "./read-context.ts";

/** Whether every further request of the method would fail with this error as well. */
export function isFatal({ options }: ReadContext, { code }: TykError): boolean {
  return code === "authentication" || code === "aborted" || options.signal?.aborted === true;
}

/** Returns the error if the method can go on after it, and throws it otherwise. */
export function rethrowFatal(context: ReadContext, error: unknown): AnyTykError {
  if (!(error instanceof TykError) || isFatal(context, error)) throw error;
  return error as AnyTykError;
}

/** Returns `undefined` for a 404, and throws any other error. Passed to `catch`. */
export function ignoreNotFound(error: unknown): undefined {
  if (!(error instanceof TykNotFoundError)) throw error;
  return undefined;
}

/** Creates the error for a client that none of the searched APIs has. */
export function createNoClientError({ name: operation }: ReadContext): TykNotFoundError {
  return new TykNotFoundError("no API has this client", { operation, status: 404 });
}
