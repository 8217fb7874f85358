import type { ContenderName } from "../contenders/index.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { measureRounds } from "../support/measure-rounds.ts";
import type { Contenders } from "../support/measure-rounds.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

const inFlight = 64;

/** The contenders, some with `maxConcurrency`. */
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
    return { fetch: { bound: "at least", value: 1.8 }, undici: { bound: "at least", value: 0.88 } };
  if (name.startsWith("tyk.raw + node")) return { fetch: { bound: "at least", value: 1 } };
  if (name.startsWith("tyk.raw")) return { fetch: { bound: "at least", value: 0.95 } };
  return undefined;
}

/** Measures how many calls complete per second if many are in flight. */
export async function measureThroughput({ gateway, settings }: SectionContext): Promise<Table> {
  const contenders: Contenders = Object.fromEntries(
    names.map(([contender, maxConcurrency]) => [
      maxConcurrency === undefined ? contender : `${contender}, ${maxConcurrency} at once`,
      {
        contender,
        options: {
          baseUrl: gateway.url,
          stubbed: false,
          ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
        },
      },
    ]),
  );
  const calls = settings.inFlight;
  const before = await gateway.reset();
  const timesOf = await measureRounds(contenders, { operation: "get", calls, inFlight }, settings);
  const after = await gateway.stats();
  const perSecond = (name: string): number[] => timesOf(name).wall.map((micros) => 1e6 / micros);
  const rows = Object.keys(contenders).map((name): Row => {
    const targets = targetsOf(name);
    return {
      name,
      figures: [
        createFigure("calls/s", summarize(perSecond(name))),
        createFigure("×", summarize(ratios(perSecond(name), perSecond("fetch"))), targets?.fetch),
        createFigure(
          "×",
          summarize(ratios(perSecond(name), perSecond("undici.request"))),
          targets?.undici,
        ),
        createFigure("×", summarize(ratios(timesOf(name).cpu, timesOf("fetch").cpu))),
      ],
    };
  });
  const serverSeconds = (after.cpuMs - before.cpuMs) / 1000 / after.requests;
  const fastest = Math.max(
    ...Object.keys(contenders).map((name) => summarize(perSecond(name)).median),
  );
  const busy = Math.round(fastest * serverSeconds * 100);
  return {
    title: `${inFlight} calls in flight`,
    about: `GETs of a client per second with ${inFlight} callers. Each caller waits for its response before its next call. A batch has ${calls} calls. The facade's default \`maxConcurrency\` is 16; the rows have 16 and 64. With the fastest contender the server was busy for ${busy} % of the time, with the others less.`,
    columns: [
      "calls per second",
      "against `fetch`",
      "against `undici.request`",
      "CPU time per call, against `fetch`",
    ],
    rows,
    chart: { column: 1, better: "more" },
  };
}
