import { shuffle } from "simple-statistics";
import { tokenCount } from "../gateway/token-pages.ts";
import { createFigure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { runInChild } from "../support/child.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { WalkRequest, WalkResult } from "../workers/messages.ts";
import type { WalkName } from "../workers/walks.ts";
import type { SectionContext } from "./section-context.ts";

const mebibyte = 2 ** 20;
const base = "fetch and JSON.parse";

/** The targets of the time, against the naive way. */
const timeTargets: Partial<Record<WalkName, number>> = {
  "tokens.iterate": 1.25,
  "tokens.iterate + node": 1,
};

/** Measures how long it takes to read very many tokens, and the memory for it. */
export async function measureTokens({ gateway, settings }: SectionContext): Promise<Table> {
  const names: WalkName[] = [base, "tokens.iterate", "tokens.iterate + node"];
  const walk = async (name: WalkName, collectsGarbage: boolean): Promise<WalkResult> => {
    const request: WalkRequest = { name, baseUrl: gateway.url, collectsGarbage };
    const result = await runInChild<WalkResult>("workers/tokens.ts", request, [], ["--expose-gc"]);
    if (result.tokens !== tokenCount)
      throw new Error(`${name} read ${result.tokens} tokens, not ${tokenCount}`);
    return result;
  };
  const results = new Map<WalkName, WalkResult[]>(names.map((name) => [name, []]));
  for (let run = 0; run < settings.walks; run += 1) {
    for (const name of shuffle(names)) results.get(name)?.push(await walk(name, false));
  }
  const seconds = (name: WalkName): number[] =>
    (results.get(name) ?? []).map(({ wallMs }) => wallMs / 1000);
  const rssOf = (name: WalkName): number[] =>
    (results.get(name) ?? []).map(({ rssGrowth }) => rssGrowth / mebibyte);
  const rows: Row[] = [];
  for (const name of names) {
    const { heapGrowth } = await walk(name, true);
    const value = timeTargets[name];
    const timeTarget: Target | undefined =
      value === undefined ? undefined : { bound: "at most", value };
    const heapTarget: Target | undefined =
      name === base ? undefined : { bound: "at most", value: 64 };
    // Resident memory is mostly garbage that V8 has not collected yet, so the target is that of the naive way.
    const rssTarget: Target | undefined =
      name === base ? undefined : { bound: "at most", value: summarize(rssOf(base)).median };
    rows.push({
      name,
      figures: [
        createFigure("s", summarize(seconds(name))),
        createFigure("×", summarize(ratios(seconds(name), seconds(base))), timeTarget),
        createFigure("MiB", summarize([heapGrowth / mebibyte]), heapTarget),
        createFigure("MiB", summarize(rssOf(name)), rssTarget),
      ],
    });
  }
  return {
    title: "One million tokens",
    about:
      "`tokens.iterate` over 10,000 pages of 100 tokens, compared with a loop that fetches, parses and drops the same pages. Memory is the largest growth since the first page. Held heap is from a separate run that collects garbage before each of 20 samples. Resident memory is the process's resident set, garbage included, in 1,000 samples.",
    columns: ["time", "against `fetch`", "held heap", "resident memory"],
    rows,
  };
}
