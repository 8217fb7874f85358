import type { TykErrorDetails, TykOutcome } from "../errors/base.ts";
import type { OperationId } from "../operations/operations.ts";
import type { ListReceiver } from "../transport/list/list-receiver.ts";
import type { InputOf, ResultOf } from "../transport/send.ts";
import type { ClientRef } from "../types/client-refs.ts";
import type { RequestOptions } from "../types/options.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";
import type { Deps } from "./deps.ts";

/** How a request appears in the steps of its method. */
export interface StepInfo {
  /** The API that the request is about. */
  readonly apiId?: string | undefined;
  /** Leaves the request out of the steps. For requests of which a method may send thousands. */
  readonly omitStep?: true;
}

/** The part of a running method that its reads use. */
export interface ReadContext {
  readonly name: string;
  readonly deps: Deps;
  /** The options of each request of the method. */
  readonly options: RequestOptions;
  /** How many requests the method makes at once. */
  readonly concurrency: number;
  /** The strongest outcome so far of the requests that change something. */
  readonly changeOutcome: TykOutcome;
  /** The last response. */
  readonly response: TykResponseInfo | undefined;
  /** The details of an error for what the method found after its last response. */
  readonly errorDetails: TykErrorDetails;
  /** Sends a request that changes nothing. A `receiver` gets the elements of the response's list; see `Send`. */
  read<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo?: StepInfo,
    receiver?: ListReceiver,
  ): Promise<ResultOf<Id>>;
  /** Whether this method has read the client's record. */
  hasSeenClient(ref: ClientRef): boolean;
}
