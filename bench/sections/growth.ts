import { shuffle } from "simple-statistics";
import { createFigure } from "../report/table.ts";
import type { Curve, Row, Table } from "../report/table.ts";
import { runInChild } from "../support/child.ts";
import { summarize } from "../support/statistics.ts";
import type { Summary } from "../support/statistics.ts";
import { growthTasks } from "../workers/growth-tasks.ts";
import type { GrowthSection } from "../workers/growth-tasks.ts";
import type { GrowthRequest, GrowthResult } from "../workers/messages.ts";
import type { SectionContext } from "./section-context.ts";

const mebibyte = 2 ** 20;

const texts: Readonly<Record<GrowthSection, { readonly title: string; readonly about: string }>> = {
  sweep: {
    title: "Growth: the sweep of all keys",
    about:
      "`tokens.find` reads every key of a gateway, here of ordinary keys that it does not find. The naive way lists the keys and reads one after the other with `fetch`.",
  },
  lists: {
    title: "Growth: the clients of an API",
    about:
      "The list of an API's clients, about 210 bytes each, which the gateway sends in one response. The naive way parses it as a whole.",
  },
  copies: {
    title: "Growth: a client on many APIs",
    about:
      "A client with a copy on each API of the gateway, whose definitions have about 6.5 KB. The naive way lists the APIs and reads one copy after the other with `fetch`. `clients.iterateAll` reads one list of clients for each API.",
  },
};

/** The runs of one task on one size of the gateway. */
interface Runs {
  readonly task: string;
  readonly size: number;
  readonly requests: number[];
  readonly seconds: number[];
  readonly memory: number[];
}

/** Measures how time, memory and requests grow with the size of the gateway. Each run is a process of its own. */
export async function measureGrowth(
  { gateway, settings }: SectionContext,
  section: GrowthSection,
): Promise<Table> {
  const tasks = Object.keys(growthTasks[section]);
  const all = tasks.flatMap((task) =>
    settings.sizes[section].map((size): Runs => ({
      task,
      size,
      requests: [],
      seconds: [],
      memory: [],
    })),
  );
  for (let round = 0; round < settings.growths; round += 1) {
    for (const runs of shuffle(all)) {
      const { task, size } = runs;
      await gateway.reset();
      const request: GrowthRequest = { section, task, baseUrl: gateway.url, size };
      const { count, wallMs, rssGrowth } = await runInChild<GrowthResult>(
        "workers/growth.ts",
        request,
        [],
        ["--expose-gc"],
      );
      if (count !== size) throw new Error(`${task} saw ${count} elements, not ${size}`);
      runs.requests.push((await gateway.stats()).requests);
      runs.seconds.push(wallMs / 1000);
      runs.memory.push(rssGrowth / mebibyte);
    }
  }
  return {
    ...texts[section],
    about: `${texts[section].about} Memory is the growth of the resident set up to its peak. The requests include those of a first run on a gateway of size 1, which loads the code.`,
    columns: ["time", "memory growth", "requests"],
    rows: all.map(({ task, size, seconds, memory, requests }): Row => ({
      name: `${task}, ${size.toLocaleString("en")}`,
      figures: [
        createFigure("s", summarize(seconds)),
        createFigure("MiB", summarize(memory)),
        createFigure("", summarize(requests)),
      ],
    })),
    curves: tasks.flatMap((task) => {
      const own = all.filter((runs) => runs.task === task);
      const curveOf = (unit: Curve["unit"], values: (runs: Runs) => number[]): Curve => ({
        name: task,
        unit,
        points: own.map((runs) => ({ size: runs.size, value: medianOf(values(runs)) })),
      });
      return [curveOf("s", (runs) => runs.seconds), curveOf("MiB", (runs) => runs.memory)];
    }),
  };
}

function medianOf(values: readonly number[]): number {
  const { median }: Summary = summarize(values);
  return median;
}
