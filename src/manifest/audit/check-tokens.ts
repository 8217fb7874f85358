import type { TykOAuth } from "../../client.ts";
import type { VerbOptions } from "../../types/options.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { forEachConcurrent } from "../../verbs/for-each-concurrent.ts";
import { createFinding } from "./finding.ts";
import type { AuditPart, Fleet } from "./fleet.ts";
import { toGap } from "./gaps.ts";
import { findTokens } from "./find-tokens.ts";
import { findNeverExpiring, findOpeningMore, findUnlisted } from "./token-findings.ts";
import type { AuditedTokens, AuditFinding, AuditGap } from "./types.ts";

/** Checks the tokens of all clients, as far as `tokens` says. */
export async function checkTokens(
  tyk: TykOAuth,
  fleet: Fleet,
  tokens: AuditedTokens,
  options: VerbOptions,
): Promise<AuditPart> {
  if (tokens === "none") {
    const reason = 'tokens is "none": pass "lists" or "all", by --tokens on the command line';
    return { findings: [], gaps: [{ what: "tokens", reason }] };
  }
  if (tokens === "lists") {
    const lists = await readLists(tyk, fleet, options);
    const gap: AuditGap = {
      what: "tokens that no list names, that never expire or that open too much",
      reason: 'tokens is "lists": pass "all", by --tokens on the command line',
    };
    return { findings: findUnused(fleet, lists), gaps: [...lists.gaps, gap] };
  }
  // The keys are read before the lists. A token that was issued in between is then on a list, and not reported as unlisted.
  const found = await findTokens(tyk, fleet, options);
  const lists = await readLists(tyk, fleet, options);
  // If a list could not be read, its tokens are not on record, but they are not unlisted.
  const readTokens = found.tokens.filter(({ clientId }) => !lists.unreadClients.has(clientId));
  const unlisted = await findUnlisted(tyk, readTokens, lists.codes, options);
  const owners = new Set(found.tokens.map(({ clientId }) => clientId));
  return {
    findings: [
      ...findUnused(fleet, lists).filter(({ clientId = "" }) => !owners.has(clientId)),
      ...unlisted.findings,
      ...findNeverExpiring(found.tokens),
      ...findOpeningMore(found.tokens, fleet),
    ],
    gaps: [...found.gaps, ...lists.gaps, ...unlisted.gaps],
  };
}

/** The listed codes of all clients, and the clients with a list that could not be read. */
interface TokenLists {
  readonly codes: ReadonlySet<string>;
  /** The ids of clients of which every list was read and is empty. */
  readonly emptyClients: ReadonlySet<string>;
  /** The ids of clients of which a list could not be read. */
  readonly unreadClients: ReadonlySet<string>;
  readonly gaps: readonly AuditGap[];
}

async function readLists(
  tyk: TykOAuth,
  { clients }: Fleet,
  options: VerbOptions,
): Promise<TokenLists> {
  const codes = new Set<string>();
  const emptyClients = new Set<string>();
  const unreadClients = new Set<string>();
  const gaps: AuditGap[] = [];
  await forEachConcurrent(clients, async ({ clientId, copies }) => {
    const why = idProblem(clientId);
    if (why !== undefined) {
      unreadClients.add(clientId);
      gaps.push({ what: `the tokens of ${clientId}`, reason: `the client_id ${why}` });
      return;
    }
    let count = 0;
    for (const { apiId } of copies) {
      try {
        for (const { code } of await tyk.tokens.list({ apiId, clientId }, options)) {
          codes.add(code);
          count += 1;
        }
      } catch (error) {
        unreadClients.add(clientId);
        gaps.push(toGap(`the tokens of ${clientId} on ${apiId}`, error));
      }
    }
    if (count === 0 && !unreadClients.has(clientId)) emptyClients.add(clientId);
  });
  return { codes, emptyClients, unreadClients, gaps };
}

function findUnused({ clients }: Fleet, { emptyClients }: TokenLists): AuditFinding[] {
  return clients
    .filter(({ clientId }) => emptyClients.has(clientId))
    .map(({ clientId }) =>
      createFinding("client-unused", { clientId }, `no list names a token of ${clientId}`),
    );
}
