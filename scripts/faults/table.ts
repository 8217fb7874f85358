import type { Run } from "./run.ts";

/** Prints the rows by the Nodes that they ran on. */
export function showTable(runs: readonly Run[]): void {
  const names = [...new Set(runs.flatMap(({ rows }) => [...rows.keys()]))];
  const width = Math.max(...names.map((name) => name.length));
  const versions = runs.map(({ node }) => node.version.padEnd(9));
  console.log(`\n${"".padEnd(width)}  ${versions.join(" ")}`);
  for (const name of names) {
    const cells = runs.map(({ rows }) => markOf(rows.get(name)).padEnd(9));
    console.log(`${name.padEnd(width)}  ${cells.join(" ")}`.trimEnd());
  }
}

function markOf(passed: boolean | undefined): string {
  if (passed === undefined) return "–";
  return passed ? "✔" : "✘";
}
