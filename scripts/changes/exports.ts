import ts from "typescript";

/** What API Extractor leaves out where a declaration is not exported. */
const lacksDeclare = 1046;

/** What a name that is exported stands for. */
export interface Export {
  readonly isValue: boolean;
  readonly isClass: boolean;
  readonly isType: boolean;
  /** What its name must be given to be used as a type. */
  readonly typeArguments: string;
}

/** What a file of a program exports, by name. It must compile. */
export function exportsIn(program: ts.Program, file: string): ReadonlyMap<string, Export> {
  requireSound(program, file);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return new Map(
    symbols.map((given) => {
      const isAlias = (given.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(given) : given;
      return [
        given.name,
        {
          isClass: (symbol.flags & ts.SymbolFlags.Class) !== 0,
          isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
          isType: (symbol.flags & ts.SymbolFlags.Type) !== 0,
          typeArguments: typeArgumentsOf(symbol),
        },
      ];
    }),
  );
}

/** Arguments for those parameters that have no default: the widest that they take. */
function typeArgumentsOf({ declarations = [] }: ts.Symbol): string {
  const parameters = declarations.flatMap((declaration) =>
    ts.isClassDeclaration(declaration) ||
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration)
      ? [...(declaration.typeParameters ?? [])]
      : [],
  );
  const needed = parameters.filter((parameter) => parameter.default === undefined);
  if (needed.length === 0) return "";
  return `<${needed.map(({ constraint }) => (constraint === undefined ? "unknown" : "any")).join()}>`;
}

function requireSound(program: ts.Program, file: string): void {
  const source = program.getSourceFile(file);
  const [broken] = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].filter(({ code }) => code !== lacksDeclare);
  if (broken === undefined) return;
  const text = ts.flattenDiagnosticMessageText(broken.messageText, " ");
  throw new Error(`${file}: the report of the public types does not compile: ${text}`);
}
