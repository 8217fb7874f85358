import type { Summary } from "../support/statistics.ts";

export type Unit = "×" | "µs" | "ms" | "s" | "calls/s" | "KiB" | "MiB" | "";

/** What a figure should be. */
export interface Target {
  readonly bound: "at most" | "at least" | "less than";
  readonly value: number;
}

/** One figure: the median of many runs, with its spread. */
export interface Figure {
  readonly summary: Summary;
  readonly unit: Unit;
  readonly target?: Target | undefined;
}

export interface Row {
  readonly name: string;
  /** One for each column; `undefined` where there is nothing to say. */
  readonly figures: readonly (Figure | undefined)[];
}

export interface Table {
  readonly title: string;
  /** What it is of and how it was measured. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly chart?: Chart | undefined;
}

/** What of a table the picture shows. */
export interface Chart {
  readonly column: number;
  /** A column of what the other is a part of. */
  readonly whole?: number;
  readonly better: "less" | "more";
}

/** A figure that is to stand in a table. */
export function figure(unit: Unit, summary: Summary, target?: Target): Figure {
  return { unit, summary, target };
}

/** Whether a figure is what it should be: its median is, with no allowance. */
export function meets({ median }: Summary, { bound, value }: Target): boolean {
  switch (bound) {
    case "at most":
      return median <= value;
    case "at least":
      return median >= value;
    case "less than":
      return median < value;
  }
}
