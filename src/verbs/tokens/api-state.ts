/** One API on which a client's tokens are to end. */
export interface ApiState {
  readonly apiId: string;
  /** The client's secret on this API; `undefined` if the client is not there, or could not be read. */
  secret: string | undefined;
  /** Why not all is known, as the last look was; a later look may know better. */
  readonly uncertainties: Set<string>;
  /** Why not all is known, whatever a later look finds. */
  readonly readFailure: string | undefined;
  /** Whether the gateway said that there is no such API. */
  isMissing: boolean;
  /** Whether the last read of the client's list failed, so that it may name tokens that are not known. */
  isUnread: boolean;
}

export function createApiState(
  apiId: string,
  secret: string | undefined,
  readFailure?: string,
): ApiState {
  return {
    apiId,
    secret,
    uncertainties: new Set(),
    readFailure,
    isMissing: false,
    isUnread: false,
  };
}

/** Whether the last look at a place left no doubt. */
export function hasNoUncertainty({ uncertainties, readFailure }: ApiState): boolean {
  return readFailure === undefined && uncertainties.size === 0;
}
