import { TykBadRequestError, TykNotFoundError, TykRouteError } from "../errors/api.ts";
import type { TykError } from "../errors/base.ts";
import { TykUnsupportedError } from "../errors/method.ts";
import type { OperationId } from "../operations/operations.ts";
import { operations } from "../operations/operations.ts";
import type { ReadContext } from "./read-context.ts";

/** A key that no gateway has; what is asked is whether the route is there, which it is on every control address. */
export const unusedKeyId = "tyk-oauth-sdk-probe";

/**
 * A route that is not there is either a wrong address or an operation that this gateway lacks: one request, of a route that
 * every gateway's control address has, tells which.
 */
export async function toUnsupportedError(
  context: ReadContext,
  id: OperationId,
  error: TykError,
): Promise<TykError> {
  const { place, since } = operations[id];
  const isLacking =
    error instanceof TykRouteError ||
    // An edge reads this path as the client of an API named "apis"; where the route is there it is never 404.
    (id === "listOAuthClientApis" && error instanceof TykNotFoundError);
  // Before 3.2 the health is on the APIs' address.
  if (!isLacking || place !== "control" || id === "hello") return error;
  // Where that cannot be told, the first failure is the one to tell.
  if (!(await isControlAddress(context).catch(() => false))) return error;
  const { attempts, outcome } = error;
  return new TykUnsupportedError(
    `this gateway does not serve ${id}: it is the edge of a larger deployment${since === undefined ? "" : `, or older than ${since}`}`,
    { operation: context.name, attempts, outcome, cause: error },
  );
}

/** Whether the control API is at this address. Changes nothing; throws what tells neither. */
export async function isControlAddress({ deps, options }: ReadContext): Promise<boolean> {
  try {
    await deps.send("getKey", { path: { keyID: unusedKeyId }, query: { hashed: true } }, options);
  } catch (error) {
    if (error instanceof TykRouteError) return false;
    // "Key not found", or where keys are not hashed "Key requested by hash but key hashing is not enabled".
    if (!(error instanceof TykNotFoundError || error instanceof TykBadRequestError)) throw error;
  }
  return true;
}
