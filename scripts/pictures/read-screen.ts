import { createRequire } from "node:module";
import { join } from "node:path";
import { installLibraries } from "../support/install-libraries.ts";
import { root } from "../support/root.ts";

/** A piece of a line in one style. */
export interface ScreenText {
  readonly column: number;
  readonly text: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
  /** One of the eight colours of a terminal; `undefined` is the colour of ordinary text. */
  readonly color: number | undefined;
}

/** What is used of a cell of @xterm/headless, whose types are not installed. */
interface Cell {
  getChars(): string;
  getWidth(): number;
  getFgColor(): number;
  isFgDefault(): boolean;
  isBold(): number;
  isDim(): number;
}

interface Terminal {
  readonly buffer: {
    readonly active: {
      readonly length: number;
      getLine(index: number): { getCell(column: number): Cell | undefined } | undefined;
    };
  };
  write(text: string, done: () => void): void;
}

type TerminalClass = new (options: object) => Terminal;

/** Returns the lines that a terminal shows after a program wrote to it, without empty lines at the end. */
export async function readScreen(written: string, columns: number): Promise<ScreenText[][]> {
  const TerminalOfXterm = loadTerminal();
  const terminal = new TerminalOfXterm({ cols: columns, rows: 50, allowProposedApi: true });
  await new Promise<void>((resolve) => {
    terminal.write(written, resolve);
  });
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, index) => {
    const line = active.getLine(index);
    return Array.from({ length: columns }, (__, column) => line?.getCell(column));
  }).map(joinCells);
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

/** Joins the cells of a line that have the same style. */
function joinCells(cells: readonly (Cell | undefined)[]): ScreenText[] {
  const pieces: ScreenText[] = [];
  for (const [column, cell] of cells.entries()) {
    // The second half of a wide character has no text.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = {
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
      color: cell.isFgDefault() ? undefined : cell.getFgColor() % 8,
    };
    const text = cell.getChars() === "" ? " " : cell.getChars();
    const last = pieces.at(-1);
    const isSame =
      last?.isBold === style.isBold && last.isDim === style.isDim && last.color === style.color;
    if (isSame) pieces[pieces.length - 1] = { ...last, text: last.text + text };
    else pieces.push({ column, text, ...style });
  }
  return pieces
    .map((piece, index) =>
      index === pieces.length - 1 ? { ...piece, text: piece.text.trimEnd() } : piece,
    )
    .filter(({ text }) => text.trim() !== "");
}

/** Loads the terminal, which is installed when somebody draws pictures: nothing else needs it. */
function loadTerminal(): TerminalClass {
  const into = ".cache/pictures";
  installLibraries("scripts/pictures", { into });
  const require = createRequire(join(root, into, "package.json"));
  const { Terminal } = require("@xterm/headless") as { Terminal: TerminalClass };
  return Terminal;
}
