import { median, quantile } from "simple-statistics";

/** What many runs come down to. */
export interface Summary {
  readonly median: number;
  /** Half of the runs lie between these two: the quartiles. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** The median of many runs and their spread. */
export function summarize(values: readonly number[]): Summary {
  const all = [...values];
  return {
    median: median(all),
    low: quantile(all, 0.25),
    high: quantile(all, 0.75),
    runs: all.length,
  };
}

/**
 * How the runs of one compare with those of another, run by run: both of a pair were made one soon after the other, so
 * that what else the machine did counts for both.
 */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  if (values.length !== base.length) throw new Error("only runs in pairs can be compared");
  return values.map((value, i) => value / (base[i] ?? Number.NaN));
}
