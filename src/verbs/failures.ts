import { TykNotFoundError } from "../errors/api.ts";
import { TykError } from "../errors/base.ts";
import type { AnyTykError } from "../errors/index.ts";
import type { ReadContext } from "./read-context.ts";

/** Whether an error would come of every further request of the verb as well. */
export function endsMethod({ options }: ReadContext, { code }: TykError): boolean {
  return code === "authentication" || code === "aborted" || options.signal?.aborted === true;
}

/** An error that the verb can go on after, as one of a part of what it does; throws any other. */
export function rethrowFatal(context: ReadContext, error: unknown): AnyTykError {
  if (!(error instanceof TykError) || endsMethod(context, error)) throw error;
  return error as AnyTykError;
}

/** The error of a client that is on none of the APIs that were looked at. */
export function createNoClientError({ name: operation }: ReadContext): TykNotFoundError {
  return new TykNotFoundError("no API has this client", {
    operation,
    status: 404,
    outcome: "not-sent",
  });
}
