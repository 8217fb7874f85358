// Measures this package against its peers, and writes what it found to bench/results.md, .json and .svg. `--quick` makes few
// runs; `--only=<section>,...` measures some sections and prints them, and leaves the results as they are.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { root } from "../scripts/support/root.ts";
import { startGateway } from "./gateway/start.ts";
import { toMarkdown } from "./report/markdown.ts";
import type { Circumstances } from "./report/markdown.ts";
import { toSvg } from "./report/svg.ts";
import type { Table } from "./report/table.ts";
import { readVersions } from "./report/versions.ts";
import { sections } from "./sections/index.ts";
import { full, quick } from "./settings.ts";
import { describeMachine } from "./support/machine.ts";

process.chdir(root);
const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const chosen = values.only?.split(",") ?? Object.keys(sections);
const circumstances: Circumstances = {
  machine: describeMachine(),
  versions: readVersions(),
  isQuick: values.quick,
};

const tables: Table[] = [];
{
  await using gateway = await startGateway();
  for (const name of chosen) {
    const measure = sections[name];
    if (measure === undefined)
      throw new Error(`no section ${name}; there are ${Object.keys(sections).join(", ")}`);
    const start = performance.now();
    tables.push(await measure({ gateway, settings: values.quick ? quick : full }));
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
}

const markdown = await format(toMarkdown(tables, circumstances), { parser: "markdown" });
console.log(markdown);
if (values.only === undefined) {
  const { cpu, node } = circumstances.machine;
  const caption = `Medians, with the quartiles as a line; dashed: the target. ${cpu}, Node ${node}; every figure is in bench/results.md.`;
  writeFileSync("bench/results.md", markdown);
  writeFileSync("bench/results.svg", toSvg(tables, caption));
  const json = JSON.stringify({ ...circumstances, tables });
  writeFileSync("bench/results.json", await format(json, { parser: "json", printWidth: 100 }));
}
