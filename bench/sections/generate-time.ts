import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createFigure } from "../report/table.ts";
import type { Table } from "../report/table.ts";
import { runInChild } from "../support/child.ts";
import { summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

/** Measures how long the client takes to generate from the OpenAPI file. */
export async function measureGenerateTime({ settings }: SectionContext): Promise<Table> {
  const seconds: number[] = [];
  mkdirSync(".cache", { recursive: true });
  for (let run = 0; run < settings.generates; run += 1) {
    const folder = mkdtempSync(join(".cache", "bench-generated-"));
    try {
      seconds.push((await runInChild<number>("workers/generate.ts", folder)) / 1000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return {
    title: "Generating the client",
    about: "The generation of `npm run generate`, with formatting, into another folder.",
    columns: ["time"],
    rows: [
      {
        name: "npm run generate",
        figures: [createFigure("s", summarize(seconds), { bound: "less than", value: 5 })],
      },
    ],
  };
}
