import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** A `ts` or `js` code block of a document. */
export interface Block {
  /** The document's path, relative to the project's folder. */
  readonly file: string;
  /** The line number of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  /** Why the block is only compiled, not run: the comment above a block with the word `no-run`. */
  readonly notRun: string | undefined;
}

export function readDocument(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Returns every `ts` and `js` block of a document. */
export function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  const lines = readDocument(file).split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^```(\S+)(.*)$/.exec(lines[at] ?? "");
    if (fence === null) continue;
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`${file}:${at + 1}: the block does not end`);
    const words = (fence[2] ?? "").trim();
    if (fence[1] === "ts" || fence[1] === "js") {
      const notRun = words === "no-run" ? commentAbove(lines, at) : undefined;
      if (words !== "" && notRun === undefined) {
        throw new Error(`${file}:${at + 1}: "${words}" needs a comment above it that says why`);
      }
      blocks.push({ file, line: at + 2, code: lines.slice(at + 1, end).join("\n"), notRun });
    }
    at = end;
  }
  return blocks;
}

function commentAbove(lines: readonly string[], at: number): string | undefined {
  const above = lines
    .slice(0, at)
    .reverse()
    .find((line) => line !== "");
  return /^<!-- (.+) -->$/.exec(above ?? "")?.[1];
}

/** Returns the rows of the table whose first column has this header. Each row maps the columns' headers to its cells. */
export function tableOf(file: string, head: string): Record<string, string>[] {
  const lines = readDocument(file).split("\n");
  const start = lines.findIndex((line) => cells(line)[0] === head);
  if (start < 0) throw new Error(`${file} has no table that begins with "${head}"`);
  const heads = cells(lines[start] ?? "");
  const rows: Record<string, string>[] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    const values = cells(line);
    rows.push(Object.fromEntries(heads.map((name, column) => [name, values[column] ?? ""])));
  }
  return rows;
}

function cells(line: string): string[] {
  if (!line.startsWith("|")) return [];
  return line
    .slice(1, line.lastIndexOf("|"))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** Returns the texts in backticks. */
export function coded(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** A link of a document to another file of the project. */
export interface Link {
  /** The path as written; empty for a link inside the document. */
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Returns the links of a document, except those to other sites. */
export function linksOf(text: string): Link[] {
  return [...text.matchAll(/\]\(([^)#:\s]*)(?:#([\w-]+))?\)/g)].map(([, path = "", anchor]) => ({
    path,
    anchor,
  }));
}

/** Returns the anchor of a heading, as GitHub makes it. */
export function headingAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}

/** Returns the anchors of a document: those of its headings, as GitHub makes them, and its `<a id>` elements. */
export function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    headingAnchor(heading),
  );
  const elements = [...text.matchAll(/<a id="([\w-]+)"><\/a>/g)].map(([, id = ""]) => id);
  return [...headings, ...elements];
}
