import type { ScreenText } from "./read-screen.ts";

const cell = { width: 8.4, height: 19 };
const margin = 16;

/** The eight colours of a terminal, on a light and on a dark page. */
const colors = {
  light: ["#1f2328", "#cf222e", "#116329", "#7d4e00", "#0969da", "#8250df", "#1b7c83", "#59636e"],
  dark: ["#9198a1", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4"],
};

const rules = (list: readonly string[]): string =>
  list.map((color, index) => `.c${index} { fill: ${color}; }`).join(" ");

const style = `
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
  rect { fill: #f6f8fa; stroke: #d1d9e0; }
  .b { font-weight: 600; } .d { fill: #59636e; }
  ${rules(colors.light)}
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } rect { fill: #0d1117; stroke: #3d444d; } .d { fill: #9198a1; }
    ${rules(colors.dark)}
  }
`;

/** Draws the screen of a terminal. The colours follow those of the page. */
export function toSvg(
  lines: readonly (readonly ScreenText[])[],
  columns: number,
  title: string,
): string {
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = lines.length * cell.height + 2 * margin;
  const texts = lines.flatMap((line, row) => line.map((piece) => toText(piece, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...texts,
    "</svg>",
    "",
  ].join("\n");
}

/** The length keeps columns aligned, whatever font the reader has. */
function toText({ column, text, isBold, isDim, color }: ScreenText, row: number): string {
  const names = [isBold ? "b" : "", isDim ? "d" : "", color === undefined ? "" : `c${color}`];
  const named = names.filter((name) => name !== "").join(" ");
  const x = round(margin + column * cell.width);
  const y = round(margin + row * cell.height + 14);
  const length = round(Array.from(text).length * cell.width);
  return `<text${named === "" ? "" : ` class="${named}"`} x="${x}" y="${y}" textLength="${length}" xml:space="preserve">${escape(text)}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
