import type { PackedPackage } from "./pack.ts";

/** A check of the packed package. */
export interface Check {
  /** What must hold, as one line of output. */
  readonly title: string;
  /** Returns what is wrong, one line per problem. */
  readonly findProblems: (packed: PackedPackage) => string[] | Promise<string[]>;
}
