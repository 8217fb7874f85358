import { setTimeout } from "node:timers/promises";
import { shuffle } from "simple-statistics";
import type { ContenderName } from "../contenders/index.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { askOnce } from "../support/child.ts";
import { summarize } from "../support/statistics.ts";
import type { BurstResult, Role } from "../workers/messages.ts";
import type { Setup } from "./setup.ts";

const calls = 10_000;
const mebibyte = 2 ** 20;

type Result = BurstResult & { readonly opened: number; readonly peak: number };

/** What becomes of very many calls that start together. */
export async function burst({ gateway, settings }: Setup): Promise<Table> {
  const names: readonly ContenderName[] = ["fetch", "tyk.raw", "tyk.raw + node"];
  const results = new Map<ContenderName, Result[]>(names.map((name) => [name, []]));
  for (let run = 0; run < settings.bursts; run += 1) {
    for (const contender of shuffle([...names])) {
      const role: Role = { contender, place: { baseUrl: gateway.url, stubbed: false } };
      // Those of the run before may still be closing.
      while ((await gateway.reset()).opened > 0) await setTimeout(10);
      const result = await askOnce<BurstResult>(
        "workers/burst.ts",
        calls,
        [JSON.stringify(role)],
        ["--expose-gc"],
      );
      const { opened, peak } = await gateway.stats();
      if (result.failed > 0) console.log(`${contender}: ${result.failures.join("; ")}`);
      results.get(contender)?.push({ ...result, opened, peak });
    }
  }
  const rows = names.map((name): Row => {
    const of = (read: (result: Result) => number) => summarize((results.get(name) ?? []).map(read));
    const wanted = (bound: Target["bound"], value: number): Target | undefined =>
      name.startsWith("tyk") ? { bound, value } : undefined;
    return {
      name,
      figures: [
        figure(
          "",
          of(({ succeeded }) => succeeded),
          wanted("at least", calls),
        ),
        figure(
          "s",
          of(({ wallMs }) => wallMs / 1000),
        ),
        figure(
          "",
          of(({ opened }) => opened),
          wanted("at most", 64),
        ),
        figure(
          "",
          of(({ peak }) => peak),
        ),
        figure(
          "MiB",
          of(({ rssPeak }) => rssPeak / mebibyte),
        ),
        figure(
          "MiB",
          of(({ rssPeak, rssBefore }) => (rssPeak - rssBefore) / mebibyte),
        ),
      ],
    };
  });
  return {
    title: `${calls.toLocaleString("en")} calls at once`,
    about:
      "All are started before the first answer, each burst in a new process after 200 calls one by one. The facade has its default `maxConcurrency` of 16 and its default limits of time. Sockets are those that the server accepted; memory is the process's resident set.",
    columns: ["answered", "time", "sockets", "sockets at once", "peak memory", "memory growth"],
    rows,
    chart: { column: 2, better: "less" },
  };
}
