import type { ContenderName } from "../contenders/index.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { compete } from "../support/contest.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { Setup } from "./setup.ts";

const targets: Partial<Record<ContenderName, Target>> = {
  "tyk.raw": { bound: "at most", value: 1.25 },
  "tyk verbs": { bound: "at most", value: 1.25 },
  "tyk.raw + node": { bound: "at most", value: 1 },
  "tyk verbs + node": { bound: "at most", value: 1 },
};

const names: readonly ContenderName[] = [
  "fetch",
  "tyk.raw",
  "tyk verbs",
  "tyk.raw + node",
  "tyk verbs + node",
  "generated client",
  "openapi-fetch",
  "ky",
  "axios",
  "undici.request",
];

/** One call after the other, on sockets. */
export async function sequential(
  { gateway, settings }: Setup,
  operation: "get" | "create",
): Promise<Table> {
  const entrants = names.filter((name) => operation === "get" || !name.startsWith("tyk verbs"));
  const place = { baseUrl: gateway.url, stubbed: false };
  const calls = settings.sequential;
  const timesOf = await compete(
    Object.fromEntries(entrants.map((contender) => [contender, { contender, place }])),
    { operation, calls, inFlight: 1 },
    settings,
  );
  const base = timesOf("fetch");
  const rows = entrants.map((name): Row => {
    const { wall, cpu } = timesOf(name);
    return {
      name,
      figures: [
        figure("µs", summarize(wall)),
        figure("×", summarize(ratios(wall, base.wall)), targets[name]),
        figure("×", summarize(ratios(cpu, base.cpu))),
      ],
    };
  });
  const what = operation === "get" ? "GET of a client" : "POST that creates a client";
  return {
    title: `${what}, one after the other`,
    about: `The time of one call on a socket of 127.0.0.1, in stretches of ${calls} calls, and as a multiple of what bare \`fetch\` took in the same round; so also the processor time of the client's process.`,
    columns: ["one call", "against `fetch`", "processor, against `fetch`"],
    rows,
    chart: { column: 1, better: "less" },
  };
}
