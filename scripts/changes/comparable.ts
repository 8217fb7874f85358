import ts from "typescript";

/**
 * Declarations made fit for a comparison by assignability: methods as properties, since TypeScript lets a method take less than
 * the one it stands for, and without private members, by which a class would differ from each other one.
 */
export function comparable(text: string): string {
  const source = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.ES2022, true);
  const result = ts.transform(source, [(context) => (node) => visitFile(node, context)]);
  const [changed] = result.transformed;
  if (changed === undefined) throw new Error("there are no declarations");
  return `${ts.createPrinter({ removeComments: true }).printFile(changed)}\nexport {};\n`;
}

function visitFile(file: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
  const visit = (node: ts.Node): ts.Node => {
    const seen = ts.visitEachChild(node, visit, context);
    if (ts.isClassDeclaration(seen))
      return ts.factory.updateClassDeclaration(
        seen,
        seen.modifiers,
        seen.name,
        seen.typeParameters,
        seen.heritageClauses,
        comparableMembers(seen.members),
      );
    if (ts.isInterfaceDeclaration(seen))
      return ts.factory.updateInterfaceDeclaration(
        seen,
        seen.modifiers,
        seen.name,
        seen.typeParameters,
        seen.heritageClauses,
        comparableMembers(seen.members),
      );
    return ts.isTypeLiteralNode(seen)
      ? ts.factory.updateTypeLiteralNode(
          seen,
          ts.factory.createNodeArray(comparableMembers(seen.members)),
        )
      : seen;
  };
  return ts.visitEachChild(file, visit, context);
}

function comparableMembers<T extends ts.Node>(members: readonly T[]): T[] {
  const names = members.map(nameOf);
  return members
    .filter((member) => !isPrivate(member))
    .map((member) => {
      const name = nameOf(member);
      // Overloads stay methods: a property cannot have several types.
      const isAlone = name !== undefined && names.filter((other) => other === name).length === 1;
      return isAlone ? asProperty(member) : member;
    });
}

function asProperty<T extends ts.Node>(member: T): T {
  const { factory } = ts;
  if (!ts.isMethodSignature(member) && !ts.isMethodDeclaration(member)) return member;
  const { typeParameters, parameters, name, questionToken } = member;
  const result = member.type ?? factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
  const type = factory.createFunctionTypeNode(typeParameters, parameters, result);
  const modifiers = member.modifiers?.filter(
    (modifier) => modifier.kind !== ts.SyntaxKind.AsyncKeyword,
  );
  const property = ts.isMethodSignature(member)
    ? factory.createPropertySignature(member.modifiers, name, questionToken, type)
    : factory.createPropertyDeclaration(modifiers, name, questionToken, type, undefined);
  // One kind of member took another one's place, in a list that holds both kinds.
  return property as unknown as T;
}

function isPrivate(member: ts.Node): boolean {
  const { name } = member as { readonly name?: ts.Node };
  if (name !== undefined && ts.isPrivateIdentifier(name)) return true;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

function nameOf(member: ts.Node): string | undefined {
  const { name } = member as { readonly name?: ts.Node };
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}
