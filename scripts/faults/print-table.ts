import type { Run } from "./run-tests.ts";

/** Prints a table with the result of each row on each Node. */
export function printTable(runs: readonly Run[]): void {
  const names = [...new Set(runs.flatMap(({ rows }) => [...rows.keys()]))];
  const width = Math.max(...names.map((name) => name.length));
  const versions = runs.map(({ node }) => node.version.padEnd(9));
  console.log(`\n${"".padEnd(width)}  ${versions.join(" ")}`);
  for (const name of names) {
    const cells = runs.map(({ rows }) => resultMark(rows.get(name)).padEnd(9));
    console.log(`${name.padEnd(width)}  ${cells.join(" ")}`.trimEnd());
  }
}

function resultMark(passed: boolean | undefined): string {
  if (passed === undefined) return "–";
  return passed ? "✔" : "✘";
}
