/** Returns a line of text. */
export function text(x: number, y: number, kind: string, content: string): string {
  const name = kind === "" ? "" : ` class="${kind}"`;
  return `<text${name} x="${px(x)}" y="${px(y)}">${escape(content)}</text>`;
}

/** Returns a straight line. */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;
}

/** Returns a line through several points. */
export function polyline(kind: string, points: readonly (readonly number[])[]): string {
  const list = points.map((point) => point.map(px).join(",")).join(" ");
  return `<polyline class="${kind}" points="${list}"/>`;
}

/** Returns a bar. */
export function rect(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="2"/>`;
}

function px(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}

/** Escapes text for XML. */
export function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
