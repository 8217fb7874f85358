/** One API on which a client's tokens are to end. */
export interface Place {
  readonly apiId: string;
  /** The client's secret on this API; `undefined` if the client is not there, or could not be read. */
  secret: string | undefined;
  /** Why not all is known, as the last look was; a later look may know better. */
  readonly doubts: Set<string>;
  /** Why not all is known, whatever a later look finds. */
  readonly trouble: string | undefined;
  /** Whether the gateway said that there is no such API. */
  isMissing: boolean;
  /** Whether the last read of the client's list failed, so that it may name tokens that are not known. */
  isUnread: boolean;
}

export function placeOf(apiId: string, secret: string | undefined, trouble?: string): Place {
  return { apiId, secret, doubts: new Set(), trouble, isMissing: false, isUnread: false };
}

/** Whether the last look at a place left no doubt. */
export function isClear({ doubts, trouble }: Place): boolean {
  return trouble === undefined && doubts.size === 0;
}
