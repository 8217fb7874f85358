import type { ApiDefinition, Policy } from "../../../generated/index.ts";
import type { TykOAuth } from "../../client.ts";
import { TykUnsupportedError, TykIncompleteError } from "../../errors/method.ts";
import type { TykReport } from "../../errors/reports.ts";
import type { VerbOptions } from "../../types/options.ts";
import type { Fail } from "../../util/fail.ts";
import { forEachConcurrent } from "../../verbs/for-each-concurrent.ts";
import { createFinding } from "./finding.ts";
import type { AuditedCopy, AuditPart, Fleet } from "./fleet.ts";
import { toGap } from "./gaps.ts";
import type { AuditFinding, AuditGap } from "./types.ts";

/** Reads the APIs, the policies and the clients: two lists, and one list for each API. */
export async function readFleet(
  tyk: TykOAuth,
  apiIds: readonly string[] | undefined,
  options: VerbOptions,
  fail: Fail,
): Promise<{ readonly fleet: Fleet } & AuditPart> {
  const apis = await readApis(tyk, apiIds, options, fail);
  const gaps: AuditGap[] = [];
  const findings: AuditFinding[] = [];
  const policies = await readPolicies(tyk, options, gaps);
  const copiesOf = new Map<string, AuditedCopy[]>();
  await forEachConcurrent(apis, async ({ api_id: apiId }) => {
    try {
      for (const client of await tyk.clients.list({ apiId }, options)) {
        const copies = copiesOf.get(client.client_id) ?? [];
        copiesOf.set(client.client_id, copies);
        copies.push({ apiId, client });
      }
    } catch (error) {
      if (isBrokenIndex(error)) {
        const message = `the clients of ${apiId} cannot be listed`;
        findings.push(createFinding("index-broken", { apiId }, message));
      }
      gaps.push(toGap(`the clients of ${apiId}`, error));
    }
  });
  const clients = [...copiesOf]
    .map(([clientId, copies]) => ({
      clientId,
      copies: copies.sort((a, b) => (a.apiId < b.apiId ? -1 : 1)),
    }))
    .sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
  return { fleet: { apis, clients, policies }, findings, gaps };
}

async function readApis(
  tyk: TykOAuth,
  apiIds: readonly string[] | undefined,
  options: VerbOptions,
  fail: Fail,
): Promise<ApiDefinition[]> {
  const all = await tyk.apis.list({ oauth: true }, options);
  const sorted = all.sort((a, b) => (a.api_id < b.api_id ? -1 : 1));
  if (apiIds === undefined) return sorted;
  const existing = new Set(all.map(({ api_id }) => api_id));
  const unknown = apiIds.filter((apiId) => !existing.has(apiId));
  if (unknown.length > 0)
    fail("apis", `has ${unknown.join(", ")}, which the gateway does not have as OAuth APIs`);
  return sorted.filter(({ api_id }) => apiIds.includes(api_id));
}

/** Reads the policies by their ids. A policy without an id could be any of those that clients name. */
async function readPolicies(
  tyk: TykOAuth,
  options: VerbOptions,
  gaps: AuditGap[],
): Promise<ReadonlyMap<string, Policy> | undefined> {
  const what = "the policies of clients";
  try {
    const policies = await tyk.policies.list(options);
    const byId = new Map(policies.map((policy) => [policy.id ?? "", policy]));
    if (!byId.has("")) return byId;
    gaps.push({ what, reason: "the gateway shows policies without their ids (before 5.12)" });
  } catch (error) {
    if (error instanceof TykUnsupportedError)
      gaps.push({ what, reason: "the gateway does not show its policies (before 4.3)" });
    else gaps.push(toGap(what, error));
  }
  return undefined;
}

function isBrokenIndex(error: unknown): boolean {
  return error instanceof TykIncompleteError && (error.report as TykReport).kind === "broken-index";
}
