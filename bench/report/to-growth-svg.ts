import { formatValue } from "./format.ts";
import { escape, line, polyline, text } from "./svg-elements.ts";
import type { Curve, Table, Unit } from "./table.ts";

const panelWidth = 460;
const plotHeight = 190;
const headHeight = 40;
const axisWidth = 64;
const labelWidth = 126;
const gap = 36;

/** Colours for a light and a dark page. The chart has no background of its own. */
const style = `
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 13px; }
  .note { fill: #59636e; font-size: 11px; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  polyline { fill: none; stroke-width: 2; }
  .c0 { stroke: #8c959f; } .c1 { stroke: #0969da; } .c2 { stroke: #8250df; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .c0 { stroke: #9198a1; } .c1 { stroke: #4493f8; } .c2 { stroke: #ab7df8; }
  }
`;

/** Draws the curves of all tables, a panel for each unit, with two panels in a row. Both axes are logarithmic. */
export function toGrowthSvg(tables: readonly Table[], caption: string): string {
  const grown = tables.filter(({ curves = [] }) => curves.length > 0);
  const parts = grown.flatMap(({ title, curves = [] }, row) =>
    unitsOf(curves).map((unit, column) =>
      panel(
        `${title}: ${unit === "s" ? "time" : "memory growth"}`,
        curves.filter((curve) => curve.unit === unit),
        unit,
        12 + column * (panelWidth + gap),
        12 + row * (headHeight + plotHeight + 44),
      ),
    ),
  );
  const width = 2 * panelWidth + gap + 24;
  const height = 12 + grown.length * (headHeight + plotHeight + 44) + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">How time and memory of @tyk-oauth/sdk grow with the gateway</title>
<desc id="desc">${escape(describe(grown))}</desc>
<style>${style}</style>
${parts.join("\n")}
${text(12, height - 12, "note", caption)}
</svg>
`;
}

function unitsOf(curves: readonly Curve[]): Unit[] {
  return [...new Set(curves.map(({ unit }) => unit))];
}

/** A logarithmic scale between two powers of ten. */
function scaleOf(values: readonly number[], from: number, to: number) {
  const exponents = values.map((value) => Math.log10(value));
  const low = Math.floor(Math.min(...exponents));
  const high = Math.max(Math.ceil(Math.max(...exponents)), low + 1);
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const at = (value: number): number =>
    from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return { ticks, at };
}

function panel(title: string, curves: readonly Curve[], unit: Unit, x: number, y: number): string {
  const points = curves.flatMap((curve) => curve.points);
  // The logarithm of 0 does not exist. Less than a tenth of a unit looks the same.
  const shown = (value: number): number => Math.max(value, unit === "s" ? 0.001 : 0.1);
  const left = x + axisWidth;
  const right = x + panelWidth - labelWidth;
  const top = y + headHeight;
  const bottom = top + plotHeight;
  const sizes = scaleOf(
    points.map(({ size }) => size),
    left,
    right,
  );
  const values = scaleOf(
    points.map(({ value }) => shown(value)),
    bottom,
    top,
  );
  return [
    text(x, y + 12, "title", title),
    ...values.ticks.map((tick) => line("grid", left, values.at(tick), right, values.at(tick))),
    ...values.ticks.map((tick) =>
      text(x, values.at(tick) + 4, "note", `${tick.toLocaleString("en")} ${unit}`),
    ),
    ...sizes.ticks.map((tick) =>
      text(sizes.at(tick) - 8, bottom + 16, "note", tick.toLocaleString("en")),
    ),
    ...curves.map(({ points: own }, index) =>
      polyline(
        `c${index}`,
        own.map(({ size, value }) => [sizes.at(size), values.at(shown(value))]),
      ),
    ),
    ...labelsOf(curves, values, shown).map(([label, at]) => text(right + 6, at + 4, "", label)),
  ].join("\n");
}

/** Places a label beside the end of each curve, so that no two overlap. */
function labelsOf(
  curves: readonly Curve[],
  values: { readonly at: (value: number) => number },
  shown: (value: number) => number,
): [string, number][] {
  const ends = curves
    .map(({ name, points }): [string, number] => [
      name,
      values.at(shown(points.at(-1)?.value ?? 0)),
    ])
    .sort(([, one], [, other]) => one - other);
  let last = Number.NEGATIVE_INFINITY;
  return ends.map(([label, at]) => {
    last = Math.max(at, last + 14);
    return [label, last];
  });
}

function describe(tables: readonly Table[]): string {
  return tables
    .flatMap(({ title, curves = [] }) =>
      curves.map(({ name, unit, points }) => {
        const values = points.map(
          ({ size, value }) => `${formatValue(value, unit)} at ${size.toLocaleString("en")}`,
        );
        return `${title}, ${name}: ${values.join(", ")}.`;
      }),
    )
    .join(" ");
}
