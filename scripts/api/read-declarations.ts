/** Returns the declarations of a report of `docs/api/`. */
export function readDeclarations(report: string): string {
  const [, code] = /```ts\n([\s\S]*?)\n```/.exec(report) ?? [];
  if (code === undefined)
    throw new Error("a report of the public types has no declarations: run `npm run api`");
  return code;
}
