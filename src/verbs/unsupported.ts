import { TykBadRequestError, TykNotFoundError, TykRouteError } from "../errors/api.ts";
import type { TykError } from "../errors/base.ts";
import { TykUnsupportedError } from "../errors/method.ts";
import type { OperationId } from "../operations/operations.ts";
import { operations } from "../operations/operations.ts";
import type { ReadContext } from "./read-context.ts";

/** The id of a key that no gateway has. A read of it shows whether the route exists, which every control API has. */
export const unusedKeyId = "tyk-oauth-sdk-probe";

/**
 * Turns a missing route into a `TykUnsupportedError` if the gateway lacks the operation. A missing route can also mean a
 * wrong address: a request to a route that every control API has shows which of the two it is.
 */
export async function toUnsupportedError(
  context: ReadContext,
  id: OperationId,
  error: TykError,
): Promise<TykError> {
  const { servedBy, since } = operations[id];
  const isRouteMissing =
    error instanceof TykRouteError ||
    // An edge reads this path as a client of an API named "apis". Gateways with this route never respond 404 to it.
    (id === "listOAuthClientApis" && error instanceof TykNotFoundError);
  // Before 3.2 `/hello` is on the address of the APIs.
  if (!isRouteMissing || servedBy !== "control" || id === "hello") return error;
  // If that fails as well, the first error is the one to throw.
  if (!(await isControlAddress(context).catch(() => false))) return error;
  const { attempts, outcome } = error;
  return new TykUnsupportedError(
    `this gateway does not serve ${id}: it is an edge of a larger deployment${since === undefined ? "" : `, or older than ${since}`}`,
    { operation: context.name, attempts, outcome, cause: error },
  );
}

/** Whether the control API is at `baseUrl`. Changes nothing. Throws an error that shows neither. */
export async function isControlAddress({ deps, options }: ReadContext): Promise<boolean> {
  try {
    await deps.send("getKey", { path: { keyID: unusedKeyId }, query: { hashed: true } }, options);
  } catch (error) {
    if (error instanceof TykRouteError) return false;
    // "Key not found", or "Key requested by hash but key hashing is not enabled" if keys are not hashed.
    if (!(error instanceof TykNotFoundError || error instanceof TykBadRequestError)) throw error;
  }
  return true;
}
