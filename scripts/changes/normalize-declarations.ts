import ts from "typescript";

/**
 * Rewrites declarations so that assignability compares them strictly. Methods become properties, because TypeScript compares the
 * parameters of methods bivariantly. Private members are removed, because they make a class incompatible with every other class.
 */
export function normalizeDeclarations(text: string): string {
  const source = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.ES2022, true);
  const result = ts.transform(source, [(context) => (node) => visitFile(node, context)]);
  const [changed] = result.transformed;
  if (changed === undefined) throw new Error("TypeScript returned no declarations");
  return `${ts.createPrinter({ removeComments: true }).printFile(changed)}\nexport {};\n`;
}

function visitFile(file: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isClassDeclaration(visited))
      return ts.factory.updateClassDeclaration(
        visited,
        visited.modifiers,
        visited.name,
        visited.typeParameters,
        visited.heritageClauses,
        normalizeMembers(visited.members),
      );
    if (ts.isInterfaceDeclaration(visited))
      return ts.factory.updateInterfaceDeclaration(
        visited,
        visited.modifiers,
        visited.name,
        visited.typeParameters,
        visited.heritageClauses,
        normalizeMembers(visited.members),
      );
    return ts.isTypeLiteralNode(visited)
      ? ts.factory.updateTypeLiteralNode(
          visited,
          ts.factory.createNodeArray(normalizeMembers(visited.members)),
        )
      : visited;
  };
  return ts.visitEachChild(file, visit, context);
}

function normalizeMembers<T extends ts.Node>(members: readonly T[]): T[] {
  const names = members.map(memberName);
  return members
    .filter((member) => !isPrivate(member))
    .map((member) => {
      const name = memberName(member);
      // Overloads stay methods: a property cannot have several types.
      const isUnique = name !== undefined && names.filter((other) => other === name).length === 1;
      return isUnique ? toProperty(member) : member;
    });
}

function toProperty<T extends ts.Node>(member: T): T {
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
  // The list of members accepts both kinds, which its type does not say.
  return property as unknown as T;
}

function isPrivate(member: ts.Node): boolean {
  const { name } = member as { readonly name?: ts.Node };
  if (name !== undefined && ts.isPrivateIdentifier(name)) return true;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

function memberName(member: ts.Node): string | undefined {
  const { name } = member as { readonly name?: ts.Node };
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}
