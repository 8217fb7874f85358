import { printable } from "./printable.ts";
import { cutToWidth, padToWidth, textWidth } from "./text-width.ts";

/** A table for people. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

/** How a table is written. */
export interface TableLayout {
  /** The width of the terminal; `undefined` if there is none. */
  readonly width: number | undefined;
  readonly styleHead: (head: string) => string;
}

const gap = "  ";
/** A column is not cut below this width, as long as another one is wider. */
const minWidth = 8;

/**
 * Formats a table. On a terminal it has headings and aligned columns, and long cells are cut. Otherwise each row is a line of
 * cells between tabs, complete and without headings.
 */
export function formatTable({ heads, rows }: Table, { width, styleHead }: TableLayout): string[] {
  const cells = rows.map((row) => row.map((cell) => printable(String(cell ?? ""))));
  if (width === undefined) return cells.map((row) => row.join("\t"));
  const natural = heads.map((head, column) =>
    Math.max(textWidth(head), ...cells.map((row) => textWidth(row[column] ?? ""))),
  );
  const widths = fitWidths(natural, width - gap.length * (heads.length - 1));
  const format = (row: readonly string[], style: (text: string) => string): string =>
    row
      .map((cell, column) => padToWidth(cutToWidth(cell, widths[column] ?? 0), widths[column] ?? 0))
      .map(style)
      .join(gap)
      .trimEnd();
  return [format(heads, styleHead), ...cells.map((row) => format(row, (cell) => cell))];
}

/** Takes columns from the widest one until all fit. */
function fitWidths(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, one) => sum + one, 0) - available;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= minWidth) break;
    widths[widths.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}
