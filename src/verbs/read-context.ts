import type { TykOutcome } from "../errors/base.ts";
import type { OperationId } from "../operations/operations.ts";
import type { InputOf, ResultOf } from "../transport/send.ts";
import type { ClientRef } from "../types/client-refs.ts";
import type { RequestOptions } from "../types/options.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";
import type { Deps } from "./deps.ts";

/** What is known of a request besides what is sent. */
export interface StepInfo {
  /** The API that it is about. */
  readonly apiId?: string | undefined;
  /** Leaves the request out of the steps: one of thousands alike, which is counted elsewhere. */
  readonly omitStep?: true;
}

/** The part of a running method that its own requests are made with. */
export interface ReadContext {
  readonly name: string;
  readonly deps: Deps;
  /** What each request of the method is sent with. */
  readonly options: RequestOptions;
  /** The strongest that is known of the requests that change something. */
  readonly changed: TykOutcome;
  /** The last response. */
  readonly response: TykResponseInfo | undefined;
  /** Makes a request that changes nothing. */
  read<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo?: StepInfo,
  ): Promise<ResultOf<Id>>;
  /** Whether this method has read the client's record. */
  hasSeenClient(ref: ClientRef): boolean;
}
