import picocolors from "picocolors";
import { hasColors } from "../host.ts";
import type { Host, OutputStream } from "../host.ts";
import { printable, toJson } from "./printable.ts";
import { formatTable } from "./table.ts";
import type { Table } from "./table.ts";
import { fitText, wrapText } from "./text-width.ts";

/** How much is written, and in which form. */
export interface OutputMode {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Marks a finding: fine, to be noticed, or wrong. */
export type Mark = "ok" | "warn" | "fail";

/** The columns that a mark and the space behind it take. */
const markWidth = 6;

type Colors = ReturnType<typeof picocolors.createColors>;

function createColors(host: Host, stream: OutputStream): Colors {
  return picocolors.createColors(hasColors(host, stream));
}

/** Returns the width of a terminal; `undefined` if the stream is none. Some terminals say that they have no columns. */
function widthOf({ isTTY, columns = 0 }: OutputStream): number | undefined {
  if (isTTY !== true) return undefined;
  return columns > 0 ? columns : 80;
}

/** Writes results to stdout, and everything else to stderr. */
export class Output {
  readonly mode: OutputMode;
  readonly #host: Host;
  readonly #warnings: string[] = [];
  /** Removes the progress line before something else is written to stderr. */
  beforeNote: (() => void) | undefined;

  constructor(host: Host, mode: OutputMode) {
    this.mode = mode;
    this.#host = host;
  }

  /** Colours of stdout. */
  get colors(): Colors {
    return createColors(this.#host, this.#stdout);
  }

  /** Colours of stderr. */
  get noteColors(): Colors {
    return createColors(this.#host, this.#stderr);
  }

  /** Read when it is needed: opening a stream takes time. */
  get #stdout(): OutputStream {
    return this.#host.stdout;
  }

  get #stderr(): OutputStream {
    return this.#host.stderr;
  }

  /** The width of the terminal that stdout is; `undefined` if stdout is none. */
  get width(): number | undefined {
    return widthOf(this.#stdout);
  }

  /** Writes the result: the document with `--json`, otherwise what the function writes. */
  result(document: Readonly<Record<string, unknown>>, forPeople: () => void): void {
    this.beforeNote?.();
    if (!this.mode.json) {
      forPeople();
      return;
    }
    const warnings = this.#warnings.length === 0 ? {} : { warnings: this.#warnings };
    this.#stdout.write(`${toJson({ ...document, ...warnings })}\n`);
  }

  /** Writes a line of the result. */
  line(text = ""): void {
    this.#stdout.write(`${text}\n`);
  }

  /** Writes a line for people as a part of the result. A terminal gets it at its width. */
  sentence(text: string): void {
    this.line(this.width === undefined ? text : fitText(text, this.width));
  }

  /** Writes a table as the result. */
  table(table: Table): void {
    const layout = { width: this.width, styleHead: this.colors.dim };
    for (const line of formatTable(table, layout)) this.line(line);
  }

  /** Writes pairs of a name and a value as the result. */
  record(pairs: readonly (readonly [string, string | number | undefined])[]): void {
    const shown = pairs.filter(([, value]) => value !== undefined && value !== "");
    const width = Math.max(...shown.map(([name]) => name.length));
    for (const [name, value] of shown) {
      const text = printable(String(value));
      if (this.width === undefined) this.line(`${name}\t${text}`);
      else this.line(`${this.colors.dim(name.padEnd(width))}  ${text}`);
    }
  }

  /** Writes a finding as a part of the result. The words say the same as the colour. */
  finding(mark: Mark, name: string, text: string, fix: string | undefined): void {
    const { width, colors } = this;
    if (width === undefined) {
      this.line([mark, name, printable(text), printable(fix ?? "")].join("\t").trimEnd());
      return;
    }
    const style = { ok: colors.green, warn: colors.yellow, fail: colors.red }[mark];
    const room = Math.max(20, width - markWidth);
    const indent = " ".repeat(markWidth);
    const [first = "", ...rest] = wrapText(`${name}: ${printable(text)}`, room);
    this.line(`${style(mark.padEnd(markWidth))}${first.replace(name, colors.bold(name))}`);
    for (const line of rest) this.line(indent + line);
    if (fix === undefined) return;
    for (const line of wrapText(`to fix: ${printable(fix)}`, room))
      this.line(indent + colors.dim(line));
  }

  /** Writes a line for people to stderr. `--quiet` and `--json` leave it out. */
  note(text: string): void {
    if (!this.mode.quiet && !this.mode.json) this.#writeNote(text);
  }

  /** Writes what must not be overlooked. With `--json` it becomes a part of the document. */
  warn(text: string): void {
    if (this.mode.json) this.#warnings.push(text);
    else this.#writeNote(`${this.noteColors.yellow("warning:")} ${printable(text)}`);
  }

  /** Writes a line with `--verbose` only. */
  detail(text: string): void {
    if (this.mode.verbose) this.#writeNote(this.noteColors.dim(text));
  }

  /** Writes a line to stderr in every mode. */
  problem(text: string): void {
    this.#writeNote(text);
  }

  #writeNote(text: string): void {
    this.beforeNote?.();
    const width = this.mode.json ? undefined : widthOf(this.#stderr);
    this.#stderr.write(`${width === undefined ? text : fitText(text, width)}\n`);
  }
}
