import { median, quantile } from "simple-statistics";

/** The median and the spread of many runs. */
export interface Summary {
  readonly median: number;
  /** The quartiles: half of the runs are between `low` and `high`. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** Returns the median and the spread of many runs. */
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
 * Returns the ratio of each pair of runs. Both runs of a pair are close in time, so other load on the machine affects both.
 */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  if (values.length !== base.length)
    throw new Error(`ratios need runs in pairs: ${values.length} and ${base.length}`);
  return values.map((value, i) => value / (base[i] ?? Number.NaN));
}
