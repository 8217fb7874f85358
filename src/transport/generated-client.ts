import type { Client } from "../../generated/client/index.ts";
import * as services from "../../generated/index.ts";
import type { Operation, OperationId } from "../operations/operations.ts";
import type { ServiceRequest } from "./request/build-request.ts";
import type { TimedResponse } from "./transport.ts";

/** Sends the request that a generated service function describes. */
type Dispatch = (request: ServiceRequest) => Promise<TimedResponse>;

/** The input of a service function, whichever its operation. `TykRaw` checks the types for the caller. */
export interface ServiceInput {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The part of the generated `Client` that the service functions use: one function for each HTTP method in the spec. */
type GeneratedClient = Pick<Client, Lowercase<Operation["method"]>>;

type Service = (
  options: ServiceInput & { readonly client: GeneratedClient },
) => Promise<TimedResponse>;

/**
 * Implements the generated `Client` on our transport. The generator's own client follows redirects, throws values that are not
 * errors, and reads responses of any size.
 */
function createGeneratedClient(dispatch: Dispatch): GeneratedClient {
  // The caller of each method chooses the type of its result, so no implementation can match it. The response guard checks
  // the data at run time.
  const method = dispatch as GeneratedClient["get"];
  return { get: method, post: method, put: method, delete: method };
}

/** Runs the generated service function of an operation and sends its one request with `dispatch`. */
export function callService(
  id: OperationId,
  input: ServiceInput,
  dispatch: Dispatch,
): Promise<TimedResponse> {
  // Each service function accepts only its own operation's input, and declares the generated client's result. It returns what
  // the client's method returns, which here is the promise of `dispatch`.
  const service = services[id] as unknown as Service;
  return service({ ...input, client: createGeneratedClient(dispatch) });
}
