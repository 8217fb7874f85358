import type { Machine } from "../support/describe-machine.ts";
import { formatFigure, formatTarget, formatValue } from "./format.ts";
import { meets } from "./table.ts";
import type { Table } from "./table.ts";

/** The machine and the versions of a measurement. */
export interface Environment {
  readonly machine: Machine;
  /** The versions of the measured packages, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly isQuick: boolean;
}

/** Formats the results as a document: the targets first, then every figure. */
export function toMarkdown(tables: readonly Table[], environment: Environment): string {
  return [
    "# Results of the bench",
    formatEnvironment(environment),
    "A figure is the median of its runs, with the quartiles in brackets. [README.md](README.md) says how it is measured.",
    "## Targets",
    formatTargets(tables),
    ...tables.flatMap((table) => [
      `## ${table.title}`,
      table.about,
      formatFigures(table),
      formatRuns(table),
    ]),
    "",
  ].join("\n\n");
}

function formatEnvironment({ machine, versions, isQuick }: Environment): string {
  const { cpu, cores, memoryGiB, os, node, undici, load } = machine;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "Written by `npm run bench`. Do not edit by hand.",
    ...(isQuick ? ["**A quick run (`--quick`): few runs, so a wide spread.**"] : []),
    `Measured on ${cpu}, ${cores} cores, ${memoryGiB} GiB of memory, ${os}, Node ${node} (with undici ${undici}), with ${packages.join(", ")}. The load average was ${load.toFixed(1)} before the start.`,
  ].join(" ");
}

function formatTargets(tables: readonly Table[]): string {
  const rows = tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap(({ name, figures }) =>
      figures.flatMap((figure, column) =>
        figure?.target === undefined
          ? []
          : [
              [
                title,
                name,
                columns[column] ?? "",
                formatTarget(figure.target, figure.unit),
                formatValue(figure.summary.median, figure.unit),
                meets(figure.summary, figure.target) ? "met" : "**missed**",
              ],
            ],
      ),
    ),
  );
  return markdownTable(["section", "name", "figure", "target", "measured", ""], rows);
}

function formatFigures({ columns, rows }: Table): string {
  const cells = rows.map(({ name, figures }) => [
    name,
    ...figures.map((figure) => (figure === undefined ? "" : formatFigure(figure))),
  ]);
  return markdownTable(["", ...columns], cells);
}

function formatRuns({ rows }: Table): string {
  const counts = new Set(
    rows.flatMap(({ figures }) => figures.map((figure) => figure?.summary.runs)),
  );
  counts.delete(undefined);
  return `Runs of each: ${[...counts].join(", ")}.`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
