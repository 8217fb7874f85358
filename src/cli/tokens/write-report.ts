import type { ApiTokens, EndingReport } from "@tyk-oauth/sdk";
import type { Output } from "../output/output.ts";
import { printable } from "../output/printable.ts";

/** Whether the tokens of an API are proved to be gone. */
export function isGone({ state }: ApiTokens): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

/** The result of a command for one API, in the column before its tokens. */
export interface ApiResult {
  readonly head: string;
  /** The result by the API's id. */
  readonly byApi: ReadonlyMap<string, string>;
}

/** Writes a line for each API: what a command did there, and what is known of its tokens. */
export function writeTokensReport(
  output: Output,
  report: EndingReport | undefined,
  ...results: readonly ApiResult[]
): void {
  const tokens = new Map((report?.apis ?? []).map((api) => [api.apiId, api]));
  const apiIds = new Set([...results.flatMap(({ byApi }) => [...byApi.keys()]), ...tokens.keys()]);
  const columns = ["TOKENS", "ENDED", "IN THIS STATE", "CAME BACK"];
  output.table({
    heads: ["API", ...results.map(({ head }) => head), ...(report === undefined ? [] : columns)],
    rows: [...apiIds].map((apiId) => {
      const api = tokens.get(apiId);
      return [
        apiId,
        ...results.map(({ byApi }) => byApi.get(apiId) ?? ""),
        ...(report === undefined ? [] : [api?.state, api?.ended, api?.count, api?.writtenBack]),
      ];
    }),
  });
  for (const [reason, apiIdsOfReason] of groupReasons(report?.apis ?? []))
    output.note(printable(`${apiIdsOfReason.join(", ")}: ${reason}`));
  for (const { what, reason } of report?.beyondReach ?? [])
    output.note(`out of reach: ${what}: ${printable(reason)}`);
}

/** Returns the APIs of each reason: often all APIs have the same one. */
function groupReasons(apis: readonly ApiTokens[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { apiId, reason } of apis)
    if (reason !== undefined) groups.set(reason, [...(groups.get(reason) ?? []), apiId]);
  return groups;
}

/** Says what to do about tokens that are not proved to be gone. */
export function nextSteps(
  { apis }: EndingReport,
  clientId: string,
  again: string,
): readonly string[] {
  const steps: string[] = [];
  const inState = (wanted: ApiTokens["state"]): string[] =>
    apis.filter(({ state }) => state === wanted).map(({ apiId }) => apiId);
  const alive = inState("still-alive");
  if (alive.length > 0)
    steps.push(`tokens are still alive on ${alive.join(", ")}: run ${again} again`);
  const unverified = apis.filter(({ state }) => state === "unverified");
  const ids = unverified.map(({ apiId }) => apiId).join(", ");
  if (unverified.some(({ reason = "" }) => reason.includes("hashed")))
    steps.push(
      `unlisted tokens cannot be found (${ids}): set enable_hashed_keys_listing in the gateway's configuration, restart it, and run ${again} again`,
      `or delete the client, and never create its id again: tyk-oauth clients delete ${clientId} --all-apis --if-unproved go-on`,
    );
  else if (unverified.length > 0)
    steps.push(
      `the result is not certain on ${ids}: run ${again} again; tyk-oauth doctor shows what the gateway can prove`,
    );
  if (apis.some(({ writtenBack }) => writtenBack > 0))
    steps.push("ended tokens came back: somebody was using them during this run");
  return steps;
}
