import { shuffle } from "simple-statistics";
import type { ContenderName } from "../contenders/index.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { runInChild } from "../support/child.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { ImportTimes } from "../workers/messages.ts";
import type { SectionContext } from "./section-context.ts";

const base = "openapi-fetch";
/** The packages, each with the contender that makes its first call. */
const packages: Readonly<Record<string, ContenderName>> = {
  "@tyk-oauth/sdk": "tyk.raw",
  [base]: "openapi-fetch",
  ky: "ky",
  axios: "axios",
};

/** Measures the first import of a package, and the first call with it. */
export async function measureImportTime({ settings }: SectionContext): Promise<Table> {
  const entries = Object.entries(packages);
  const times = new Map<string, ImportTimes[]>(entries.map(([name]) => [name, []]));
  for (let run = 0; run < settings.imports; run += 1) {
    for (const entry of shuffle(entries)) {
      times.get(entry[0])?.push(await runInChild<ImportTimes>("workers/import.ts", entry));
    }
  }
  const imports = (name: string): number[] =>
    (times.get(name) ?? []).map(({ importMs }) => importMs);
  const firstCalls = (name: string): number[] =>
    (times.get(name) ?? []).map(({ importMs, firstCallMs }) => importMs + firstCallMs);
  const rows = Object.keys(packages).map((name): Row => {
    const target: Target | undefined =
      name === "@tyk-oauth/sdk" ? { bound: "at most", value: 1.5 } : undefined;
    return {
      name,
      figures: [
        createFigure("ms", summarize(imports(name))),
        createFigure("×", summarize(ratios(imports(name), imports(base))), target),
        createFigure("ms", summarize(firstCalls(name))),
        createFigure("×", summarize(ratios(firstCalls(name), firstCalls(base)))),
      ],
    };
  });
  return {
    title: "Import",
    about:
      "`await import()` of the installed package, not bundled, each time in a new process. The other columns add the first call, to a stub: after it everything that is loaded on demand is loaded, including Node's own `fetch`.",
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
