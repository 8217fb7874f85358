import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { afterAll } from "vitest";
import { root } from "./root.ts";

/** A code block or an example that becomes a module. */
export interface Piece {
  /** The file that contains the code, relative to the project's folder. */
  readonly file: string;
  /** The line number of the code in that file, from 1. */
  readonly line: number;
  readonly code: string;
  /** What goes before the code: imports of the names that the code uses and does not declare. */
  readonly head: string;
}

const parent = join(root, ".cache/docs");

/** Creates a folder for modules, inside the project so that they find its packages. It is removed after the test file. */
export function moduleFolder(): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "modules-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a piece as a module, and returns the module's path. */
export function writeModule(folder: string, piece: Piece): string {
  const { file, line, head, code } = piece;
  const path = join(folder, `${file.replaceAll(/[/.]/g, "-")}-${line}.ts`);
  writeFileSync(path, `${head}\n${code}\nexport {};\n`);
  return path;
}

/** Tells whether code uses a name that it does not declare. */
export function needs(code: string, name: string): boolean {
  const word = `(?<![\\w."'-])${name}(?![\\w"'-])`;
  if (!new RegExp(word).test(code)) return false;
  const declared = `(const|let|var|function|class|interface|type)\\s+${name}\\b`;
  const destructured = `(const|let)\\s*\\{[^}]*\\b${name}\\b[^}]*\\}\\s*=`;
  const imported = `import[^;]*\\b${name}\\b[^;]*from`;
  return !new RegExp(`${declared}|${destructured}|${imported}`).test(code);
}

/** Returns the compiler's errors in modules, each with its line in the document. */
export function typeErrors(modules: ReadonlyMap<string, Piece>): string[] {
  const read = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const program = ts.createProgram([...modules.keys()], {
    ...options,
    incremental: false,
    // Rules that a reader's own project may not have, and that a part of a program breaks.
    noPropertyAccessFromIndexSignature: false,
    isolatedDeclarations: false,
    declaration: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noImplicitReturns: false,
    allowUnreachableCode: true,
  });
  return [...modules].flatMap(([path, piece]) => {
    const source = program.getSourceFile(path);
    if (source === undefined) return [`${path} was not read`];
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      const inDocument = piece.line + line - piece.head.split("\n").length;
      const message = ts.flattenDiagnosticMessageText(messageText, " ");
      return `${piece.file}:${inDocument}: ${message}`;
    });
  });
}

/** Returns the path by which a module of the folder imports a file. */
export function importPath(path: string): string {
  return relative(join(parent, "any"), path).replaceAll("\\", "/");
}
