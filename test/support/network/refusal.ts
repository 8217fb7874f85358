import type { TykApiError } from "../../../src/index.ts";
import { outcomeOf, toApiError } from "../../../src/transport/api-error.ts";
import type { Refusal } from "../../../src/transport/api-error.ts";

/** Creates a refusing response with a JSON body. */
export function createRefusal(status: number, body: string, more: Partial<Refusal> = {}): Refusal {
  return { status, body, contentType: "application/json", oauthErrors: false, ...more };
}

/** Returns the error that the operation `op` throws for a refusing response. */
export function errorOf(refusal: Refusal): TykApiError {
  return toApiError(refusal, { operation: "op", attempts: 2, outcome: outcomeOf(refusal) });
}
