/** The declarations in a report. */
export function declarationsIn(report: string): string {
  const [, code] = /```ts\n([\s\S]*?)\n```/.exec(report) ?? [];
  if (code === undefined) throw new Error("a report of the public types holds no declarations");
  return code;
}
