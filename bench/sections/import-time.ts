import { shuffle } from "simple-statistics";
import type { ContenderName } from "../contenders/index.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { askOnce } from "../support/child.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { ImportTimes } from "../workers/messages.ts";
import type { Setup } from "./setup.ts";

const base = "openapi-fetch";
/** The packages, and the contender that makes the first call with each. */
const packages: Readonly<Record<string, ContenderName>> = {
  "@tyk-oauth/sdk": "tyk.raw",
  [base]: "openapi-fetch",
  ky: "ky",
  axios: "axios",
};

/** What it takes to import a package the first time, and to make a call with it. */
export async function importTime({ settings }: Setup): Promise<Table> {
  const entries = Object.entries(packages);
  const times = new Map<string, ImportTimes[]>(entries.map(([name]) => [name, []]));
  for (let run = 0; run < settings.imports; run += 1) {
    for (const entry of shuffle(entries)) {
      times.get(entry[0])?.push(await askOnce<ImportTimes>("workers/import.ts", entry));
    }
  }
  const imports = (name: string): number[] =>
    (times.get(name) ?? []).map(({ importMs }) => importMs);
  const firstCalls = (name: string): number[] =>
    (times.get(name) ?? []).map(({ importMs, firstCallMs }) => importMs + firstCallMs);
  const rows = Object.keys(packages).map((name): Row => {
    const target: Target | undefined =
      name === "@tyk-oauth/sdk" ? { bound: "at most", value: 1.3 } : undefined;
    return {
      name,
      figures: [
        figure("ms", summarize(imports(name))),
        figure("×", summarize(ratios(imports(name), imports(base))), target),
        figure("ms", summarize(firstCalls(name))),
        figure("×", summarize(ratios(firstCalls(name), firstCalls(base)))),
      ],
    };
  });
  return {
    title: "Import",
    about:
      "`await import()` of the package as it is installed, not bundled, each time in a new process; then with the first call on top, whose answer comes from a stub, since what is loaded on demand is loaded by then, Node's own `fetch` too.",
    columns: [
      "import",
      "against openapi-fetch",
      "with the first call",
      "with it, against openapi-fetch",
    ],
    rows,
    chart: { column: 0, whole: 2, better: "less" },
  };
}
