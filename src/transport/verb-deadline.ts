/** The reason with which a verb's deadline aborts the request that is under way, so that it is told from a caller's abort. */
export class VerbDeadline {
  readonly limitMs: number;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }
}
