import type { ContenderName } from "../contenders/index.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { compete } from "../support/contest.ts";
import type { Entrants } from "../support/contest.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { Setup } from "./setup.ts";

const inFlight = 64;

/** Who takes part, with `maxConcurrency` where it has one. */
const names: readonly (readonly [contender: ContenderName, maxConcurrency?: number])[] = [
  ["fetch"],
  ["tyk.raw", 16],
  ["tyk.raw", 64],
  ["tyk.raw + node", 16],
  ["tyk.raw + node", 64],
  ["createNodeFetch"],
  ["generated client"],
  ["openapi-fetch"],
  ["ky"],
  ["axios"],
  ["undici.request"],
];

interface Targets {
  readonly fetch: Target;
  readonly undici?: Target;
}

function targetsOf(name: string): Targets | undefined {
  if (name === "createNodeFetch" || name.startsWith("tyk.raw + node, 64"))
    return { fetch: { bound: "at least", value: 1.8 }, undici: { bound: "at least", value: 0.8 } };
  if (name.startsWith("tyk.raw")) return { fetch: { bound: "at least", value: 1 } };
  return undefined;
}

/** How many calls a second there are where many are under way at once. */
export async function throughput({ gateway, settings }: Setup): Promise<Table> {
  const entrants: Entrants = Object.fromEntries(
    names.map(([contender, maxConcurrency]) => [
      maxConcurrency === undefined ? contender : `${contender}, ${maxConcurrency} at once`,
      {
        contender,
        place: {
          baseUrl: gateway.url,
          stubbed: false,
          ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
        },
      },
    ]),
  );
  const calls = settings.inFlight;
  const before = await gateway.reset();
  const timesOf = await compete(entrants, { operation: "get", calls, inFlight }, settings);
  const after = await gateway.stats();
  const perSecond = (name: string): number[] => timesOf(name).wall.map((micros) => 1e6 / micros);
  const rows = Object.keys(entrants).map((name): Row => {
    const targets = targetsOf(name);
    return {
      name,
      figures: [
        figure("calls/s", summarize(perSecond(name))),
        figure("×", summarize(ratios(perSecond(name), perSecond("fetch"))), targets?.fetch),
        figure(
          "×",
          summarize(ratios(perSecond(name), perSecond("undici.request"))),
          targets?.undici,
        ),
        figure("×", summarize(ratios(timesOf(name).cpu, timesOf("fetch").cpu))),
      ],
    };
  });
  const serverSeconds = (after.cpuMs - before.cpuMs) / 1000 / after.requests;
  const fastest = Math.max(
    ...Object.keys(entrants).map((name) => summarize(perSecond(name)).median),
  );
  const busy = Math.round(fastest * serverSeconds * 100);
  return {
    title: `${inFlight} calls in flight`,
    about: `GETs of a client a second with ${inFlight} callers, each of which waits for its answer before the next call; stretches of ${calls} calls. The facade lets 16 requests through at once unless \`maxConcurrency\` says otherwise: both it and 64 are here. The server was busy for ${busy} % of the time with the fastest of them, less with the others.`,
    columns: [
      "calls a second",
      "against `fetch`",
      "against `undici.request`",
      "processor a call, against `fetch`",
    ],
    rows,
    chart: { column: 1, better: "more" },
  };
}
