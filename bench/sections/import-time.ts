import { shuffle } from "simple-statistics";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { askOnce } from "../support/child.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { Setup } from "./setup.ts";

const base = "openapi-fetch";
const specifiers = ["@tyk-oauth/sdk", base, "ky", "axios"];

/** What it takes to import a package the first time. */
export async function importTime({ settings }: Setup): Promise<Table> {
  const times = new Map<string, number[]>(specifiers.map((name) => [name, []]));
  for (let run = 0; run < settings.imports; run += 1) {
    for (const name of shuffle(specifiers)) {
      times.get(name)?.push(await askOnce<number>("workers/import.ts", name));
    }
  }
  const of = (name: string): readonly number[] => times.get(name) ?? [];
  const rows = specifiers.map((name): Row => {
    const target: Target | undefined =
      name === "@tyk-oauth/sdk" ? { bound: "at most", value: 1.3 } : undefined;
    return {
      name,
      figures: [
        figure("ms", summarize(of(name))),
        figure("×", summarize(ratios(of(name), of(base))), target),
      ],
    };
  });
  return {
    title: "Import",
    about:
      "`await import()` of the package as it is installed, not bundled, each time in a new process.",
    columns: ["time", "against openapi-fetch"],
    rows,
    chart: { column: 0, better: "less" },
  };
}
