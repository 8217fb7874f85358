// Compiles files with each of several settings by one version of TypeScript, and prints the errors as JSON, a text for each setting.
// Its arguments are the folder of that version, and the compiler's arguments for each setting as JSON. One process for all settings
// parses the standard libraries once.
import { createRequire } from "node:module";
import type TypeScript from "typescript";

const [folder = "", settings = ""] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(folder) as typeof TypeScript;
const libraries = new Map<string, TypeScript.SourceFile | undefined>();

process.stdout.write(JSON.stringify((JSON.parse(settings) as string[][]).map(compile)));

/** Returns the errors, or an empty text. */
function compile(args: readonly string[]): string {
  const { options, fileNames, errors } = ts.parseCommandLine(args);
  const host = ts.createCompilerHost(options);
  const libraryFolder = host.getDefaultLibLocation?.() ?? "";
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (...how) => {
    const [name] = how;
    // A library imports nothing, so no setting changes how it is read. The settings share the target and --strict.
    if (!name.startsWith(`${libraryFolder}/lib.`)) return readFile(...how);
    if (!libraries.has(name)) libraries.set(name, readFile(...how));
    return libraries.get(name);
  };
  const program = ts.createProgram({ rootNames: fileNames, options, host });
  // The package cannot break the compiler's libraries and Node's types, and checking them takes most of the time.
  const checked = program
    .getSourceFiles()
    .filter((file) => !program.isSourceFileDefaultLibrary(file) && !isForeign(file.fileName));
  if (!checked.some(({ fileName }) => fileName.includes("/node_modules/")))
    throw new Error(`${args.join(" ")}: the package's declarations were not read`);
  const diagnostics = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...checked.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
    ...program.getGlobalDiagnostics(),
  ];
  return ts.formatDiagnostics(diagnostics, host);
}

function isForeign(path: string): boolean {
  return /\/node_modules\/(@types|undici-types)\//.test(path);
}
