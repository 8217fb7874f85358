import { setTimeout } from "node:timers/promises";
import { shuffle } from "simple-statistics";
import type { ContenderName } from "../contenders/index.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { runInChild } from "../support/child.ts";
import { summarize } from "../support/statistics.ts";
import type { BurstResult, ContenderConfig } from "../workers/messages.ts";
import type { SectionContext } from "./section-context.ts";

const calls = 10_000;
const mebibyte = 2 ** 20;

type Result = BurstResult & { readonly opened: number; readonly peak: number };

/** Measures many calls that start together. */
export async function measureBurst({ gateway, settings }: SectionContext): Promise<Table> {
  const names: readonly ContenderName[] = ["fetch", "tyk.raw", "tyk.raw + node"];
  const results = new Map<ContenderName, Result[]>(names.map((name) => [name, []]));
  for (let run = 0; run < settings.bursts; run += 1) {
    for (const contender of shuffle([...names])) {
      const config: ContenderConfig = {
        contender,
        options: { baseUrl: gateway.url, stubbed: false },
      };
      // Sockets of the previous run may still be closing.
      while ((await gateway.reset()).opened > 0) await setTimeout(10);
      const result = await runInChild<BurstResult>(
        "workers/burst.ts",
        calls,
        [JSON.stringify(config)],
        ["--expose-gc"],
      );
      const { opened, peak } = await gateway.stats();
      if (result.failed > 0) console.log(`${contender}: ${result.failures.join("; ")}`);
      results.get(contender)?.push({ ...result, opened, peak });
    }
  }
  const rows = names.map((name): Row => {
    const of = (read: (result: Result) => number) => summarize((results.get(name) ?? []).map(read));
    const targetOf = (bound: Target["bound"], value: number): Target | undefined =>
      name.startsWith("tyk") ? { bound, value } : undefined;
    return {
      name,
      figures: [
        createFigure(
          "",
          of(({ succeeded }) => succeeded),
          targetOf("at least", calls),
        ),
        createFigure(
          "s",
          of(({ wallMs }) => wallMs / 1000),
        ),
        createFigure(
          "",
          of(({ opened }) => opened),
          targetOf("at most", 64),
        ),
        createFigure(
          "",
          of(({ peak }) => peak),
        ),
        createFigure(
          "MiB",
          of(({ rssPeak }) => rssPeak / mebibyte),
        ),
        createFigure(
          "MiB",
          of(({ rssPeak, rssBefore }) => (rssPeak - rssBefore) / mebibyte),
        ),
      ],
    };
  });
  return {
    title: `${calls.toLocaleString("en")} calls at once`,
    about:
      "All calls start before the first response. Each burst runs in a new process, after 200 single calls. The facade has its default `maxConcurrency` of 16 and its default timeouts. Sockets are those that the server accepted. Memory is the process's resident set.",
    columns: ["succeeded", "time", "sockets", "sockets at once", "peak memory", "memory growth"],
    rows,
    chart: { column: 2, better: "less" },
  };
}
