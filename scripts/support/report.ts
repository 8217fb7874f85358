/** Prints what a step found: its title, and what is wrong under it. */
export function report(title: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? "✔" : "✘"} ${title}`);
  for (const problem of problems) console.error(problem.replaceAll(/^/gm, "    "));
}
