/** What is known of one API on which a client's tokens are being ended. */
export interface ApiState {
  readonly apiId: string;
  /** The client's secret on this API; `undefined` if the client does not exist, or could not be read. */
  secret: string | undefined;
  /** The uncertainties of the last round. The next round drops them. */
  readonly uncertainties: Set<string>;
  /** Why the client could not be read. It stays an uncertainty in all rounds. */
  readonly readFailure: string | undefined;
  /** Whether the gateway responded that the API does not exist. */
  isMissing: boolean;
  /** Whether the last read of the client's token list failed, so the list may name unknown tokens. */
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

/** Whether the last round left no uncertainty about an API. */
export function hasNoUncertainty({ uncertainties, readFailure }: ApiState): boolean {
  return readFailure === undefined && uncertainties.size === 0;
}
