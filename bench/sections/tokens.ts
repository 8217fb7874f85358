import { shuffle } from "simple-statistics";
import { tokenCount } from "../gateway/token-pages.ts";
import { figure } from "../report/table.ts";
import type { Row, Table, Target } from "../report/table.ts";
import { askOnce } from "../support/child.ts";
import { ratios, summarize } from "../support/statistics.ts";
import type { WalkQuestion, WalkResult } from "../workers/messages.ts";
import type { WalkName } from "../workers/walks.ts";
import type { Setup } from "./setup.ts";

const mebibyte = 2 ** 20;
const base = "fetch and JSON.parse";

/** Going through very many tokens. */
export async function tokens({ gateway, settings }: Setup): Promise<Table> {
  const names: WalkName[] = [base, "tokens.iterate", "tokens.iterate + node"];
  const walk = async (name: WalkName, clearsGarbage: boolean): Promise<WalkResult> => {
    const question: WalkQuestion = { name, baseUrl: gateway.url, clearsGarbage };
    const result = await askOnce<WalkResult>("workers/tokens.ts", question, [], ["--expose-gc"]);
    if (result.tokens !== tokenCount) throw new Error(`${name} saw ${result.tokens} tokens`);
    return result;
  };
  const results = new Map<WalkName, WalkResult[]>(names.map((name) => [name, []]));
  for (let run = 0; run < settings.walks; run += 1) {
    for (const name of shuffle(names)) results.get(name)?.push(await walk(name, false));
  }
  const seconds = (name: WalkName): number[] =>
    (results.get(name) ?? []).map(({ wallMs }) => wallMs / 1000);
  const rows: Row[] = [];
  for (const name of names) {
    const rss = (results.get(name) ?? []).map(({ rssGrowth }) => rssGrowth / mebibyte);
    const { heapGrowth } = await walk(name, true);
    const asFast: Target | undefined = name === base ? undefined : { bound: "at most", value: 1 };
    const flat: Target | undefined = name === base ? undefined : { bound: "at most", value: 64 };
    rows.push({
      name,
      figures: [
        figure("s", summarize(seconds(name))),
        figure("×", summarize(ratios(seconds(name), seconds(base))), asFast),
        figure("MiB", summarize([heapGrowth / mebibyte]), flat),
        figure("MiB", summarize(rss), flat),
      ],
    });
  }
  return {
    title: "One million tokens",
    about:
      "`tokens.iterate` over 10,000 pages of 100 tokens, beside the same pages fetched and parsed by hand and thrown away. Growth is the most above the first page: of what is held, seen in a walk of its own that clears garbage before each of 20 looks, and of the process's resident set with whatever garbage there is, in 1,000 looks.",
    columns: ["time", "against `fetch`", "held heap", "resident memory"],
    rows,
  };
}
