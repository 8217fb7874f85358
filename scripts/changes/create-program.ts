import ts from "typescript";
import { typeRoots } from "../support/type-roots.ts";

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ["node"],
  typeRoots: [...typeRoots],
};

/** A cache of the files on disk (declarations of the language and of Node): parsing them takes most of the time. */
const libraries = new Map<string, ts.SourceFile>();

/** Creates a TypeScript program from texts in memory, by their paths in `/compare`. */
export function createProgram(texts: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.directoryExists = (path) => path === "/compare" || disk.directoryExists?.(path) === true;
  host.fileExists = (file) => texts.has(file) || disk.fileExists(file);
  host.readFile = (file) => texts.get(file) ?? disk.readFile(file);
  host.getSourceFile = (file, version) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, version, true);
    const source = libraries.get(file) ?? disk.getSourceFile(file, version);
    if (source !== undefined) libraries.set(file, source);
    return source;
  };
  return ts.createProgram([...texts.keys()], options, host);
}
