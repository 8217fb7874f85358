/** What came of a suite on one host. */
export interface SuiteResult {
  readonly total: number;
  readonly failures: readonly TestFailure[];
}

export interface TestFailure {
  readonly name: string;
  readonly error: string;
}
