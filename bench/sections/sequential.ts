import type { ContenderName } from "../contenders/index.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { measureRounds } from "../support/measure-rounds.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

const targets: Partial<Record<ContenderName, Target>> = {
  "tyk.raw": { bound: "at most", value: 1.12 },
  "tyk methods": { bound: "at most", value: 1.12 },
  "tyk.raw + node": { bound: "at most", value: 1 },
  "tyk methods + node": { bound: "at most", value: 1 },
};

const names: readonly ContenderName[] = [
  "fetch",
  "tyk.raw",
  "tyk methods",
  "tyk.raw + node",
  "tyk methods + node",
  "generated client",
  "openapi-fetch",
  "ky",
  "axios",
  "undici.request",
];

/** Measures one call after the other, on sockets. */
export async function measureSequential(
  { gateway, settings }: SectionContext,
  operation: "get" | "create",
): Promise<Table> {
  const contenders = names.filter((name) => operation === "get" || !name.startsWith("tyk methods"));
  const options = { baseUrl: gateway.url, stubbed: false };
  const calls = settings.sequential;
  const timesOf = await measureRounds(
    Object.fromEntries(contenders.map((contender) => [contender, { contender, options }])),
    { operation, calls, inFlight: 1 },
    settings,
  );
  const base = timesOf("fetch");
  const rows = contenders.map((name): Row => {
    const { wall, cpu } = timesOf(name);
    return {
      name,
      figures: [
        createFigure("µs", summarize(wall)),
        createFigure("×", summarize(ratios(wall, base.wall)), targets[name]),
        createFigure("×", summarize(ratios(cpu, base.cpu))),
      ],
    };
  });
  const what = operation === "get" ? "GET of a client" : "POST that creates a client";
  return {
    title: `${what}, one after the other`,
    about: `The time of one call on a socket of 127.0.0.1, in batches of ${calls} calls, also as a multiple of the time of bare \`fetch\` in the same round. The last column is the same multiple of the CPU time of the client's process.`,
    columns: ["one call", "against `fetch`", "CPU time, against `fetch`"],
    rows,
    chart: { column: 1, better: "less" },
  };
}
