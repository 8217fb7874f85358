import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../report/table.ts";
import type { Table } from "../report/table.ts";
import { askOnce } from "../support/child.ts";
import { summarize } from "../support/statistics.ts";
import type { Setup } from "./setup.ts";

/** What it takes to generate the client from the OpenAPI file. */
export async function generateTime({ settings }: Setup): Promise<Table> {
  const seconds: number[] = [];
  mkdirSync(".cache", { recursive: true });
  for (let run = 0; run < settings.generates; run += 1) {
    const folder = mkdtempSync(join(".cache", "bench-generated-"));
    try {
      seconds.push((await askOnce<number>("workers/generate.ts", folder)) / 1000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return {
    title: "Generating the client",
    about: "The work of `npm run generate`, formatting included, into another folder.",
    columns: ["time"],
    rows: [
      {
        name: "npm run generate",
        figures: [figure("s", summarize(seconds), { bound: "less than", value: 5 })],
      },
    ],
  };
}
