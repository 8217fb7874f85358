import type { Figure, Target, Unit } from "./table.ts";

const digits: Readonly<Record<Unit, number>> = {
  "×": 2,
  µs: 1,
  ms: 1,
  s: 2,
  "calls/s": 0,
  KiB: 1,
  MiB: 1,
  "": 0,
};

/** Formats a value with its unit for the tables and the chart. */
export function formatValue(value: number, unit: Unit): string {
  const number = value.toLocaleString("en", {
    minimumFractionDigits: digits[unit],
    maximumFractionDigits: digits[unit],
  });
  return unit === "" ? number : `${number} ${unit}`;
}

/** Formats a figure: its median, and its quartiles if there were several runs. */
export function formatFigure({ summary, unit }: Figure): string {
  const median = formatValue(summary.median, unit);
  if (summary.runs === 1) return median;
  const [low, high] = [summary.low, summary.high].map((value) =>
    formatValue(value, unit).split(" ", 1).join(""),
  );
  return `${median} (${low} to ${high})`;
}

/** Formats a target. */
export function formatTarget({ bound, value }: Target, unit: Unit): string {
  return `${bound} ${formatValue(value, unit)}`;
}
