import ts from "typescript";

/** TypeScript's error for a missing `declare`. API Extractor omits `declare` on declarations that are not exported. */
const missingDeclare = 1046;

/** The meanings of an exported name. */
export interface Export {
  readonly isValue: boolean;
  readonly isClass: boolean;
  readonly isType: boolean;
  /** The type arguments that the name needs when it is used as a type, such as `<unknown>`. */
  readonly typeArguments: string;
}

/** Returns the exports of a file, by name. Throws if the file does not compile. */
export function readExports(program: ts.Program, file: string): ReadonlyMap<string, Export> {
  assertCompiles(program, file);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return new Map(
    symbols.map((exported) => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      return [
        exported.name,
        {
          isClass: (symbol.flags & ts.SymbolFlags.Class) !== 0,
          isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
          isType: (symbol.flags & ts.SymbolFlags.Type) !== 0,
          typeArguments: createTypeArguments(symbol),
        },
      ];
    }),
  );
}

/** Returns the widest arguments for the type parameters without a default. */
function createTypeArguments({ declarations = [] }: ts.Symbol): string {
  const parameters = declarations.flatMap((declaration) =>
    ts.isClassDeclaration(declaration) ||
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration)
      ? [...(declaration.typeParameters ?? [])]
      : [],
  );
  const required = parameters.filter((parameter) => parameter.default === undefined);
  if (required.length === 0) return "";
  return `<${required.map(({ constraint }) => (constraint === undefined ? "unknown" : "any")).join()}>`;
}

function assertCompiles(program: ts.Program, file: string): void {
  const source = program.getSourceFile(file);
  const [error] = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].filter(({ code }) => code !== missingDeclare);
  if (error === undefined) return;
  const text = ts.flattenDiagnosticMessageText(error.messageText, " ");
  throw new Error(`${file}: the report of the public types does not compile: ${text}`);
}
