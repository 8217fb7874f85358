import type { ContenderName } from "../contenders/index.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { compete } from "../support/contest.ts";
import { summarize } from "../support/statistics.ts";
import type { Setup } from "./setup.ts";

const names: readonly ContenderName[] = [
  "fetch",
  "tyk.raw",
  "tyk verbs",
  "generated client",
  "openapi-fetch",
  "ky",
  "axios",
  "axios' stub alone",
];

/** What a client costs by itself: a stub stands for the network. */
export async function ownCost({ settings }: Setup, operation: "get" | "create"): Promise<Table> {
  const entrants = names.filter((name) => operation === "get" || name !== "tyk verbs");
  const place = { baseUrl: "http://127.0.0.1:9", stubbed: true };
  const calls = settings.stubbed;
  const timesOf = await compete(
    Object.fromEntries(entrants.map((contender) => [contender, { contender, place }])),
    { operation, calls, inFlight: 1 },
    // Without a network between them many more calls are made before the code is as fast as it gets.
    { ...settings, warmUp: settings.warmUp * 5 },
  );
  const own = (name: string): number[] => {
    const stub = timesOf(name.startsWith("axios") ? "axios' stub alone" : "fetch").wall;
    return timesOf(name).wall.map((time, i) => time - (stub[i] ?? Number.NaN));
  };
  const peers = Math.min(summarize(own("ky")).median, summarize(own("axios")).median);
  // Of its median, as a difference of two times is too small a thing to divide by round after round.
  const generated = summarize(own("generated client")).median;
  const rows = entrants.map((name): Row => {
    const isStub = name === "fetch" || name === "axios' stub alone";
    const cheaper: Target | undefined = name.startsWith("tyk")
      ? { bound: "less than", value: peers }
      : undefined;
    const twice: Target | undefined = name.startsWith("tyk")
      ? { bound: "at most", value: 2 }
      : undefined;
    return {
      name: name === "fetch" ? "fetch's stub alone" : name,
      figures: [
        figure("µs", summarize(timesOf(name).wall)),
        isStub ? undefined : figure("µs", summarize(own(name)), cheaper),
        isStub
          ? undefined
          : figure("×", summarize(own(name).map((time) => time / generated)), twice),
      ],
    };
  });
  return {
    title: `Own cost of a ${operation === "get" ? "GET" : "POST"}`,
    about: `The time of one call without a network, in stretches of ${calls} calls. A stub answers at once: a \`fetch\` that makes a \`Response\`, for axios an adapter, which spares it that. Own cost is what is left when the stub, called by hand in the same round and its JSON parsed, is taken off. The target is the cheaper of ky and axios.`,
    columns: ["one call", "own cost", "against the generated client's"],
    rows,
    chart: { column: 1, better: "less" },
  };
}
