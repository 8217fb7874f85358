import type { Summary } from "../support/statistics.ts";

export type Unit = "×" | "µs" | "ms" | "s" | "calls/s" | "KiB" | "MiB" | "";

/** The target of a figure. */
export interface Target {
  readonly bound: "at most" | "at least" | "less than";
  readonly value: number;
}

/** A figure: the median of many runs, with its spread. */
export interface Figure {
  readonly summary: Summary;
  readonly unit: Unit;
  readonly target?: Target | undefined;
}

export interface Row {
  readonly name: string;
  /** One figure per column. `undefined` leaves the cell empty. */
  readonly figures: readonly (Figure | undefined)[];
}

export interface Table {
  readonly title: string;
  /** What was measured, and how. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly chart?: Chart | undefined;
  readonly curves?: readonly Curve[] | undefined;
}

/** How a figure of one contender grows with the size of the gateway. */
export interface Curve {
  readonly name: string;
  /** The unit of the figure. Curves of one unit share a panel. */
  readonly unit: Unit;
  readonly points: readonly { readonly size: number; readonly value: number }[];
}

/** The column of a table that the chart shows. */
export interface Chart {
  readonly column: number;
  /** The column with the whole, if `column` is a part of it. */
  readonly whole?: number;
  readonly better: "less" | "more";
}

/** Creates a figure of a table. */
export function createFigure(unit: Unit, summary: Summary, target?: Target): Figure {
  return { unit, summary, target };
}

/** Whether the median of a figure meets its target. There is no tolerance. */
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
