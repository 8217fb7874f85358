import type { Machine } from "../support/machine.ts";
import { formatFigure, formatTarget, formatValue } from "./format.ts";
import { meets } from "./table.ts";
import type { Table } from "./table.ts";

/** What the figures were measured with. */
export interface Circumstances {
  readonly machine: Machine;
  /** The packages that were measured, with their versions. */
  readonly versions: Readonly<Record<string, string>>;
  readonly isQuick: boolean;
}

/** The results as a document: the targets first, then every figure. */
export function toMarkdown(tables: readonly Table[], circumstances: Circumstances): string {
  return [
    "# Results of the bench",
    about(circumstances),
    "A figure is the median of its runs, in brackets the quartiles; [README.md](README.md) says how it is measured.",
    "## Targets",
    targets(tables),
    ...tables.flatMap((table) => [`## ${table.title}`, table.about, figures(table), runs(table)]),
    "",
  ].join("\n\n");
}

function about({ machine, versions, isQuick }: Circumstances): string {
  const { cpu, cores, memoryGiB, os, node, undici, load } = machine;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "Written by `npm run bench`; edit nothing in here by hand.",
    ...(isQuick ? ["**A quick run (`--quick`): few runs, a wide spread.**"] : []),
    `Measured on ${cpu}, ${cores} cores, ${memoryGiB} GiB of memory, ${os}, Node ${node} (its undici: ${undici}), with ${packages.join(", ")}. The load average was ${load.toFixed(1)} before it began.`,
  ].join(" ");
}

function targets(tables: readonly Table[]): string {
  const rows = tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap(({ name, figures }) =>
      figures.flatMap((one, column) =>
        one?.target === undefined
          ? []
          : [
              [
                title,
                name,
                columns[column] ?? "",
                formatTarget(one.target, one.unit),
                formatValue(one.summary.median, one.unit),
                meets(one.summary, one.target) ? "met" : "**missed**",
              ],
            ],
      ),
    ),
  );
  return markdownTable(["what", "of", "figure", "target", "measured", ""], rows);
}

function figures({ columns, rows }: Table): string {
  const cells = rows.map(({ name, figures }) => [
    name,
    ...figures.map((one) => (one === undefined ? "" : formatFigure(one))),
  ]);
  return markdownTable(["", ...columns], cells);
}

function runs({ rows }: Table): string {
  const counts = new Set(rows.flatMap(({ figures }) => figures.map((one) => one?.summary.runs)));
  counts.delete(undefined);
  return `Runs of each: ${[...counts].join(", ")}.`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
