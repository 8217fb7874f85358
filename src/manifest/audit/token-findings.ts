import type { TykOAuth } from "../../client.ts";
import type { VerbOptions } from "../../types/options.ts";
import { forEachConcurrent } from "../../verbs/for-each-concurrent.ts";
import { grantedApis } from "./check-policies.ts";
import { createFinding } from "./finding.ts";
import type { AuditedClient, AuditPart, Fleet } from "./fleet.ts";
import { toGap } from "./gaps.ts";
import type { AuditedToken } from "./find-tokens.ts";
import type { AuditFinding, AuditGap } from "./types.ts";

/** Finds living tokens that no list names. Each is read once more, because it may have ended after it was found. */
export async function findUnlisted(
  tyk: TykOAuth,
  tokens: readonly AuditedToken[],
  listedCodes: ReadonlySet<string>,
  options: VerbOptions,
): Promise<AuditPart> {
  const living: AuditedToken[] = [];
  const gaps: AuditGap[] = [];
  const unlisted = tokens.filter(({ code }) => !listedCodes.has(code));
  await forEachConcurrent(unlisted, async (token) => {
    const { apiId, clientId, code } = token;
    try {
      const { life } = await tyk.tokens.inspect({ apiId, listedCode: code }, options);
      if (life === "alive") living.push(token);
    } catch (error) {
      gaps.push(toGap(`a token of ${clientId} that no list names`, error));
    }
  });
  const findings = countByClient(living).map(({ clientId, count }) =>
    createFinding(
      "token-unlisted",
      { clientId },
      `no list names ${tokensText(count)} of ${clientId}`,
    ),
  );
  return { findings, gaps };
}

export function findNeverExpiring(tokens: readonly AuditedToken[]): AuditFinding[] {
  return countByClient(tokens.filter(({ expires }) => expires <= 0)).map(({ clientId, count }) =>
    createFinding(
      "token-never-expires",
      { clientId },
      `${tokensText(count)} of ${clientId} ${count === 1 ? "has" : "have"} no expiry`,
    ),
  );
}

/** Finds tokens that open APIs which none of their client's policies grants. */
export function findOpeningMore(
  tokens: readonly AuditedToken[],
  { clients, policies }: Fleet,
): AuditFinding[] {
  if (policies === undefined) return [];
  const openedBy = new Map<string, Set<string>>();
  for (const { clientId, opens = [everyApi] } of tokens) {
    const opened = openedBy.get(clientId) ?? new Set();
    openedBy.set(clientId, opened);
    for (const apiId of opens) opened.add(apiId);
  }
  return clients.flatMap((client) => {
    const { clientId } = client;
    const granted = grantedTo(client, policies);
    if (granted === undefined) return [];
    const opened = openedBy.get(clientId) ?? [];
    const extra = [...opened].filter((apiId) => !granted.has(apiId)).sort();
    if (extra.length === 0) return [];
    const message = `tokens of ${clientId} open ${extra.join(", ")}, which its policy does not grant`;
    return [createFinding("token-opens-more", { clientId, detail: extra.join(" ") }, message)];
  });
}

/** Stands for the rights of a session that names no API. Some versions let it open every API. */
const everyApi = "every API";

/** Returns the APIs that a client's policies grant; `undefined` if one of the policies is unknown or missing. */
function grantedTo(
  { copies }: AuditedClient,
  policies: NonNullable<Fleet["policies"]>,
): ReadonlySet<string> | undefined {
  const granted = new Set<string>();
  for (const { client } of copies) {
    const policy = policies.get(client.policy_id ?? "");
    if (policy === undefined) return undefined;
    for (const apiId of grantedApis(policy)) granted.add(apiId);
  }
  return granted;
}

function countByClient(
  tokens: readonly AuditedToken[],
): { readonly clientId: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { clientId } of tokens) counts.set(clientId, (counts.get(clientId) ?? 0) + 1);
  return [...counts].map(([clientId, count]) => ({ clientId, count }));
}

function tokensText(count: number): string {
  return count === 1 ? "a living token" : `${count} living tokens`;
}
