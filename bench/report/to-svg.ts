import { formatTarget, formatValue } from "./format.ts";
import { escape, line, rect, text } from "./svg-elements.ts";
import { meets } from "./table.ts";
import type { Figure, Table } from "./table.ts";

const panelWidth = 460;
const gap = 36;
const labelWidth = 180;
const valueWidth = 104;
const barHeight = 14;
const rowHeight = 22;
const headHeight = 44;

/** Colours for a light and a dark page. The chart has no background of its own. */
const style = `
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 13px; }
  .note { fill: #59636e; font-size: 11px; }
  .peer { fill: #a8b1ba; }
  .ours { fill: #0969da; }
  .pale { opacity: 0.35; }
  .spread { stroke: #1f2328; stroke-width: 1; opacity: 0.55; }
  .target { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .peer { fill: #59636e; }
    .ours { fill: #4493f8; }
    .spread { stroke: #e6edf3; }
    .target { stroke: #f0883e; }
  }
`;

interface Bar {
  readonly name: string;
  readonly figure: Figure;
  readonly whole: Figure | undefined;
}

/** Draws the tables that have a chart as one image, with two panels in a row. */
export function toSvg(tables: readonly Table[], caption: string): string {
  const panels = tables.flatMap((table) => {
    const bars = barsOf(table);
    return bars.length === 0 ? [] : [{ table, bars, height: headHeight + bars.length * rowHeight }];
  });
  const parts: string[] = [];
  let y = 12;
  for (let i = 0; i < panels.length; i += 2) {
    const pair = panels.slice(i, i + 2);
    for (const [column, { table, bars }] of pair.entries())
      parts.push(panel(table, bars, 12 + column * (panelWidth + gap), y));
    y += Math.max(...pair.map(({ height }) => height)) + 22;
  }
  const width = 2 * panelWidth + gap + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 16}" width="${width}" height="${y + 16}" role="img" aria-labelledby="title desc">
<title id="title">How @tyk-oauth/sdk compares with other clients</title>
<desc id="desc">${escape(describe(panels))}</desc>
<style>${style}</style>
${parts.join("\n")}
${text(12, y + 4, "note", caption)}
</svg>
`;
}

function barsOf({ chart, rows }: Table): Bar[] {
  if (chart === undefined) return [];
  return rows.flatMap(({ name, figures }) => {
    const figure = figures[chart.column];
    const whole = chart.whole === undefined ? undefined : figures[chart.whole];
    return figure === undefined ? [] : [{ name, figure, whole }];
  });
}

function panel({ title, columns, chart }: Table, bars: readonly Bar[], x: number, y: number) {
  const barsX = x + labelWidth;
  const most = Math.max(
    ...bars.map(({ figure: { summary, target }, whole }) =>
      Math.max(summary.high, target?.value ?? 0, whole?.summary.median ?? 0),
    ),
  );
  const scale = (value: number): number => (value / most) * (panelWidth - labelWidth - valueWidth);
  const [part = "", whole] = [chart?.column, chart?.whole].map((column) => columns[column ?? -1]);
  const pale = whole === undefined ? "" : ` (pale: ${whole})`;
  const note = `${part}${pale}; ${chart?.better ?? "less"} is better`.replaceAll("`", "");
  return [
    text(x, y + 12, "title", title),
    text(x, y + 28, "note", note),
    ...bars.map((bar, i) => row(bar, x, barsX, y + headHeight + i * rowHeight, scale)),
  ].join("\n");
}

function row(
  { name, figure, whole }: Bar,
  x: number,
  barsX: number,
  y: number,
  scale: (value: number) => number,
): string {
  const { summary, unit, target } = figure;
  const width = Math.max(scale(summary.median), 1);
  const wholeWidth = whole === undefined ? width : Math.max(scale(whole.summary.median), width);
  const [low, high] = [barsX + scale(summary.low), barsX + scale(summary.high)];
  const middle = y + barHeight / 2;
  const kind = isOurs(name) ? "ours" : "peer";
  const end = Math.max(
    high,
    barsX + wholeWidth,
    target === undefined ? 0 : barsX + scale(target.value),
  );
  const hint =
    target === undefined
      ? formatValue(summary.median, unit)
      : `${formatValue(summary.median, unit)}, target ${formatTarget(target, unit)}: ${meets(summary, target) ? "met" : "missed"}`;
  return [
    `<g><title>${escape(`${name}: ${hint}`)}</title>`,
    text(x, middle + 4, "", name),
    ...(wholeWidth > width ? [rect(`${kind} pale`, barsX, y, wholeWidth, barHeight)] : []),
    rect(kind, barsX, y, width, barHeight),
    ...(summary.runs > 1 ? [line("spread", low, middle, high, middle)] : []),
    ...(target === undefined
      ? []
      : [
          line(
            "target",
            barsX + scale(target.value),
            y - 3,
            barsX + scale(target.value),
            y + barHeight + 3,
          ),
        ]),
    text(end + 6, middle + 4, "", label(figure, whole)),
    "</g>",
  ].join("");
}

function label({ summary, unit }: Figure, whole: Figure | undefined): string {
  const part = formatValue(summary.median, unit);
  if (whole === undefined) return part;
  return `${part.replace(` ${unit}`, "")} of ${formatValue(whole.summary.median, unit)}`;
}

function isOurs(name: string): boolean {
  return name.startsWith("tyk") || name.startsWith("@tyk-oauth/") || name === "createNodeFetch";
}

function describe(panels: readonly { table: Table; bars: readonly Bar[] }[]): string {
  return panels
    .map(({ table, bars }) => {
      const values = bars.map(
        ({ name, figure: { summary, unit } }) => `${name} ${formatValue(summary.median, unit)}`,
      );
      return `${table.title}: ${values.join(", ")}.`;
    })
    .join(" ");
}
