import ts from "typescript";

/** A member of a public type, as the editor offers it. */
export interface Member {
  readonly name: string;
  /** Its signature or its type. */
  readonly detail: string;
  /** The name of its type, if the type has members of its own that can be offered. */
  readonly type?: string;
  readonly isMethod: boolean;
}

/** The members of public types by the type's name, and the names that each module exports. */
export interface Completions {
  readonly members: Readonly<Record<string, readonly Member[]>>;
  readonly exports: Readonly<Record<string, readonly string[]>>;
}

/** Reads the names that the editor completes from the API reports, so that no list is written by hand. */
export function readCompletions(reports: Readonly<Record<string, string>>): Completions {
  const members: Record<string, Member[]> = {};
  const exports: Record<string, string[]> = {};
  for (const [module, report] of Object.entries(reports)) {
    const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(report) ?? [];
    const source = ts.createSourceFile(`${module}.ts`, code, ts.ScriptTarget.Latest, true);
    const values = source.statements.filter(isExportedValue);
    exports[module] = values.flatMap(({ name }) => (name === undefined ? [] : [name.text]));
    for (const statement of source.statements)
      if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement))
        members[statement.name?.text ?? ""] ??= readMembers(statement, source);
  }
  return { members: keepUsed(members), exports };
}

function isExportedValue(
  statement: ts.Statement,
): statement is ts.FunctionDeclaration | ts.ClassDeclaration {
  return (
    (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function readMembers(
  declaration: ts.ClassDeclaration | ts.InterfaceDeclaration,
  source: ts.SourceFile,
): Member[] {
  const found = new Map<string, Member>();
  for (const member of declaration.members) {
    const name = member.name;
    if (name === undefined || !ts.isIdentifier(name) || isStatic(member)) continue;
    if (found.has(name.text)) continue;
    const detail = member
      .getText(source)
      .replace(/^(?:readonly )?\w+/, "")
      .replace(/;$/, "")
      .replaceAll(/\s+/g, " ");
    const isMethod = ts.isMethodSignature(member) || ts.isMethodDeclaration(member);
    const type = isMethod ? undefined : typeNameOf(member);
    found.set(name.text, { name: name.text, detail, isMethod, ...(type && { type }) });
  }
  return [...found.values()];
}

function isStatic(member: ts.Node): boolean {
  return (
    ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true
  );
}

function typeNameOf(member: ts.Node): string | undefined {
  if (!ts.isPropertyDeclaration(member) && !ts.isPropertySignature(member)) return undefined;
  const { type } = member;
  return type !== undefined && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
    ? type.typeName.text
    : undefined;
}

/** Keeps the types that a path from `tyk` or `gateway` reaches, and the options of `createGateway`. */
function keepUsed(members: Readonly<Record<string, Member[]>>): Record<string, Member[]> {
  const kept: Record<string, Member[]> = {};
  const add = (name: string): void => {
    const found = members[name];
    if (found === undefined || name in kept) return;
    kept[name] = found;
    for (const { type } of found) if (type !== undefined) add(type);
  };
  for (const name of ["TykOAuth", "Gateway", "GatewayOptions"]) add(name);
  return kept;
}
