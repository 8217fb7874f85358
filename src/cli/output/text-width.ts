/** Wide characters of East Asian scripts, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Marks, joiners and variation selectors take no column of their own. */
const hasColumn = /[^\p{M}\p{Cf}]/u;

/** The escapes of our own colours, which take no column. */
// eslint-disable-next-line no-control-regex -- the escapes begin with one
const color = /\u001b\[[\d;]*m/g;

// Created at the first text that is not ASCII: loading it takes a few milliseconds.
let segmenter: Intl.Segmenter | undefined;

/** Returns the characters as people see them, such as an emoji with its joiners. */
function graphemesOf(text: string): Iterable<string> {
  if (isAscii(text)) return text;
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function graphemeWidth(grapheme: string): number {
  if (wide.test(grapheme)) return 2;
  return hasColumn.test(grapheme) ? 1 : 0;
}

/** Returns how many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  if (isAscii(text)) return text.length;
  const plain = text.replaceAll(color, "");
  let width = 0;
  for (const grapheme of graphemesOf(plain)) width += graphemeWidth(grapheme);
  return width;
}

/** Cuts a text to a width. The last column then has an ellipsis. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    used += graphemeWidth(grapheme);
    if (used > width - 1) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

/** Fills a text with spaces up to a width. */
export function padToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Breaks a text into lines of a width, at its spaces. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Breaks the lines of a text that are wider than a terminal. Their indentation stays. */
export function fitText(text: string, width: number): string {
  const fitLine = (line: string): string => {
    if (textWidth(line) <= width) return line;
    const indent = /^ */.exec(line)?.[0] ?? "";
    const parts = wrapText(line.slice(indent.length), Math.max(20, width - indent.length));
    return parts.map((part) => indent + part).join("\n");
  };
  return text.split("\n").map(fitLine).join("\n");
}
