import type { Packed } from "./pack.ts";

/** One look at the package as a user gets it. */
export interface Check {
  /** What it finds out, as one line of the report. */
  readonly title: string;
  /** What is wrong, a line each. */
  readonly problems: (packed: Packed) => string[] | Promise<string[]>;
}
