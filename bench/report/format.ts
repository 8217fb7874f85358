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

/** A value with its unit, as the tables and the picture have it. */
export function formatValue(value: number, unit: Unit): string {
  const number = value.toLocaleString("en", {
    minimumFractionDigits: digits[unit],
    maximumFractionDigits: digits[unit],
  });
  return unit === "" ? number : `${number} ${unit}`;
}

/** A figure: its median and, where there were several runs, its quartiles. */
export function formatFigure({ summary, unit }: Figure): string {
  const median = formatValue(summary.median, unit);
  if (summary.runs === 1) return median;
  const [low, high] = [summary.low, summary.high].map((value) =>
    formatValue(value, unit).split(" ", 1).join(""),
  );
  return `${median} (${low} to ${high})`;
}

/** What a figure should be. */
export function formatTarget({ bound, value }: Target, unit: Unit): string {
  return `${bound} ${formatValue(value, unit)}`;
}
