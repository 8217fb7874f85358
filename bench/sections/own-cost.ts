import type { ContenderName } from "../contenders/index.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { measureRounds } from "../support/measure-rounds.ts";
import { summarize } from "../support/statistics.ts";
import type { SectionContext } from "./section-context.ts";

const names: readonly ContenderName[] = [
  "fetch",
  "tyk.raw",
  "tyk methods",
  "generated client",
  "openapi-fetch",
  "ky",
  "axios",
  "axios' stub alone",
];

/** Measures what a client costs without a network. A stub replaces the network. */
export async function measureOwnCost(
  { settings }: SectionContext,
  operation: "get" | "create",
): Promise<Table> {
  const contenders = names.filter((name) => operation === "get" || name !== "tyk methods");
  const options = { baseUrl: "http://127.0.0.1:9", stubbed: true };
  const calls = settings.stubbed;
  const timesOf = await measureRounds(
    Object.fromEntries(contenders.map((contender) => [contender, { contender, options }])),
    { operation, calls, inFlight: 1 },
    // Without a network the code needs many more calls until it is fully optimized.
    { ...settings, warmUp: settings.warmUp * 5 },
  );
  const own = (name: string): number[] => {
    const stub = timesOf(name.startsWith("axios") ? "axios' stub alone" : "fetch").wall;
    return timesOf(name).wall.map((time, i) => time - (stub[i] ?? Number.NaN));
  };
  const peers = Math.min(summarize(own("ky")).median, summarize(own("axios")).median);
  // Divides by the median: in a single round, the difference of two times is too small to divide by.
  const generated = summarize(own("generated client")).median;
  const rows = contenders.map((name): Row => {
    const isStub = name === "fetch" || name === "axios' stub alone";
    const belowPeers: Target | undefined = name.startsWith("tyk")
      ? { bound: "less than", value: peers }
      : undefined;
    const againstGenerated: Target | undefined = name.startsWith("tyk")
      ? { bound: "at most", value: name === "tyk methods" ? 1.15 : 1 }
      : undefined;
    return {
      name: name === "fetch" ? "fetch's stub alone" : name,
      figures: [
        createFigure("µs", summarize(timesOf(name).wall)),
        isStub ? undefined : createFigure("µs", summarize(own(name)), belowPeers),
        isStub
          ? undefined
          : createFigure(
              "×",
              summarize(own(name).map((time) => time / generated)),
              againstGenerated,
            ),
      ],
    };
  });
  return {
    title: `Own cost of a ${operation === "get" ? "GET" : "POST"}`,
    about: `The time of one call without a network, in batches of ${calls} calls. A stub responds at once: a \`fetch\` that creates a \`Response\`, or for axios an adapter, which needs no \`Response\`. Own cost is this time minus the time of the stub with its JSON parsed, measured in the same round. The target is the lower own cost of ky and axios.`,
    columns: ["one call", "own cost", "against the generated client's"],
    rows,
    chart: { column: 1, better: "less" },
  };
}
