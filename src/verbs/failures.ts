import { TykNotFoundError } from "../errors/api.ts";
import { TykError } from "../errors/base.ts";
import type { AnyTykError } from "../errors/index.ts";
import type { MethodContext } from "./method-context.ts";

/** Whether an error would come of every further request of the verb as well. */
export function endsVerb({ options }: MethodContext, { code }: TykError): boolean {
  return code === "authentication" || code === "aborted" || options.signal?.aborted === true;
}

/** An error that the verb can go on after, as one of a part of what it does; throws any other. */
export function passing(verb: MethodContext, error: unknown): AnyTykError {
  if (!(error instanceof TykError) || endsVerb(verb, error)) throw error;
  return error as AnyTykError;
}

/** The error of a client that is on none of the APIs that were looked at. */
export function noSuchClient({ name: operation }: MethodContext): TykNotFoundError {
  return new TykNotFoundError("no API has this client", {
    operation,
    status: 404,
    outcome: "not-sent",
  });
}
