// Measures this package and its peers, and writes bench/results.md, .json and .svg. `--quick` makes few runs.
// `--only=<section>,...` measures some sections and prints them, but writes no file. With `--replace` it puts them in the place of the
// recorded ones; the machine's line stays that of the whole run.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { root } from "../scripts/support/root.ts";
import { startGateway } from "./gateway/start-gateway.ts";
import { toGrowthSvg } from "./report/to-growth-svg.ts";
import { toMarkdown } from "./report/to-markdown.ts";
import type { Environment } from "./report/to-markdown.ts";
import { toSvg } from "./report/to-svg.ts";
import type { Table } from "./report/table.ts";
import { readVersions } from "./report/read-versions.ts";
import { sections } from "./sections/index.ts";
import { full, quick } from "./settings.ts";
import { describeMachine } from "./support/describe-machine.ts";

process.chdir(root);
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    replace: { type: "boolean", default: false },
  },
});
const selected = values.only?.split(",") ?? Object.keys(sections);
const measured: Environment = {
  machine: describeMachine(),
  versions: readVersions(),
  isQuick: values.quick,
};

const tables: Table[] = [];
{
  await using gateway = await startGateway();
  for (const name of selected) {
    const measure = sections[name];
    if (measure === undefined)
      throw new Error(
        `unknown section "${name}"; the sections are ${Object.keys(sections).join(", ")}`,
      );
    const start = performance.now();
    tables.push(await measure({ gateway, settings: values.quick ? quick : full }));
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
}

/** The results that are written, with the file's own sections if only some were measured. */
function combine(): Environment & { readonly tables: readonly Table[] } {
  if (values.only === undefined || !values.replace) return { ...measured, tables };
  const recorded = JSON.parse(readFileSync("bench/results.json", "utf8")) as ReturnType<
    typeof combine
  >;
  const replaced = recorded.tables.map((table) => {
    // JSON has `null` for the empty cells.
    const rows = table.rows.map(({ name, figures }) => ({
      name,
      figures: figures.map((figure) => figure ?? undefined),
    }));
    return tables.find(({ title }) => title === table.title) ?? { ...table, rows };
  });
  return { ...recorded, tables: replaced };
}

const results = combine();
const { tables: all, ...environment } = results;
const markdown = await format(toMarkdown(all, environment), { parser: "markdown" });
console.log(markdown);
if (values.only === undefined || values.replace) {
  const { cpu, node } = environment.machine;
  const caption = `Medians; the line is the quartiles, the dashes are the target. ${cpu}, Node ${node}. All figures: bench/results.md.`;
  writeFileSync("bench/results.md", markdown);
  writeFileSync("bench/results.svg", toSvg(all, caption));
  writeFileSync(
    "bench/growth.svg",
    toGrowthSvg(all, `Medians. ${cpu}, Node ${node}. All figures: bench/results.md.`),
  );
  const json = JSON.stringify(results);
  writeFileSync("bench/results.json", await format(json, { parser: "json", printWidth: 100 }));
}
