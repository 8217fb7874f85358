import { TykConfigError } from "../errors/before-request.ts";
import type { TykOutcome } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { outcomeOf } from "./api-error.ts";
import { DirectResponse, discardBody, hasReadableBody } from "./body-reader.ts";
import type { Call } from "./call.ts";

/** Throws if what a custom `fetch` returned cannot be used as a response. A retry would return the same. */
export function checkResponse(call: Call, returned: unknown): asserts returned is Response {
  if (returned instanceof DirectResponse) return;
  const problem = responseProblem(returned);
  if (problem === undefined) return;
  const status = isRecord(returned) ? returned["status"] : undefined;
  if (isRecord(returned)) discardBody(returned["body"]);
  throw new TykConfigError(
    `fetch returned ${problem}`,
    call.recordFailure(typeof status === "number" ? outcomeOfStatus(call, status) : "unknown"),
  );
}

function responseProblem(returned: unknown): string | undefined {
  const wayOut = "return a Response, such as Response.json(data)";
  if (!isRecord(returned)) return `no response: ${wayOut}`;
  const { status, headers } = returned;
  if (typeof status !== "number" || !Number.isInteger(status))
    return `something that has no status, and so is not a response: ${wayOut}`;
  if (!isRecord(headers) || typeof headers["get"] !== "function")
    return `a response without headers (headers.get): ${wayOut}`;
  if (!hasReadableBody(returned))
    return `a response whose body cannot be read: it needs a stream as body, arrayBuffer() or text(); ${wayOut}`;
  return undefined;
}

/** Returns what the status alone says about the effect. */
function outcomeOfStatus(call: Call, status: number): TykOutcome {
  const { operation, canBePartial } = call;
  const { oauthErrors, success } = operation;
  if (status === success) return "applied";
  return outcomeOf({ status, contentType: "", body: "", oauthErrors, canBePartial });
}
