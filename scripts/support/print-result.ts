/** Prints the title of a check with its result, and the problems below it. */
export function printResult(title: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? "✔" : "✘"} ${title}`);
  for (const problem of problems) console.error(problem.replaceAll(/^/gm, "    "));
}
