import type { OAuthClient } from "../../generated/index.ts";
import { idProblem } from "../transport/request/ids.ts";
import { isTooDeep } from "../verbs/clients/serialization.ts";
import { changesTo, driftOf } from "./fields.ts";
import type { FieldChange, PlannedClient, PlannedCopy, SecretChange } from "./plan-types.ts";
import type { ManifestClient } from "./types.ts";

/** A client of the manifest, of the gateway, or of both. */
export interface ClientState {
  readonly clientId: string;
  /** What the manifest wants. */
  readonly wanted?: ManifestClient | undefined;
  readonly isRemoved: boolean;
  /** The copies on the APIs of the scope. */
  readonly stored: ReadonlyMap<string, OAuthClient>;
  /** The secret that the manifest's reference names. */
  readonly secret?: string | undefined;
}

/** What is wrong with a field of a client in the manifest. */
export interface FieldProblem {
  readonly field: "on_policy_change" | "secret" | "meta_data";
  readonly message: string;
}

/** Plans one client. */
export function planClient(
  state: ClientState,
  prune: boolean,
): { readonly planned: PlannedClient; readonly problems: readonly FieldProblem[] } {
  const { clientId, wanted, isRemoved, stored } = state;
  if (wanted !== undefined) return planWanted(state, wanted, prune);
  const drift = driftOf([...stored.values()]);
  // An id that is unsafe in a path cannot be deleted.
  const isPruned = !isRemoved && prune && idProblem(clientId) === undefined;
  const apiIds = [...stored.keys()];
  if (!isRemoved && !isPruned)
    return {
      planned: { clientId, action: "unmanaged", copies: apiIds.map(leave), drift },
      problems: [],
    };
  const reason = isRemoved ? "removed" : "pruned";
  const action = stored.size === 0 ? "in-sync" : "delete";
  const planned = { clientId, action, reason, copies: apiIds.map(remove), drift } as const;
  return { planned, problems: [] };
}

/** Plans a client that the manifest names. */
function planWanted(
  state: ClientState,
  wanted: ManifestClient,
  prune: boolean,
): { readonly planned: PlannedClient; readonly problems: readonly FieldProblem[] } {
  const { clientId, stored } = state;
  const copies = wanted.apis.map((apiId) => planCopy(state, wanted, apiId));
  const unmanaged = [...stored.keys()].filter((apiId) => !wanted.apis.includes(apiId));
  const mayPrune = prune && wanted.protected !== true;
  const all = [...copies, ...unmanaged.map(mayPrune ? remove : leave)];
  const managed = wanted.apis.map((apiId) => stored.get(apiId)).filter((one) => one !== undefined);
  const isInSync = all.every(({ action }) => action === "none");
  const { secret } = wanted;
  const setsSecret = copies.some((copy) => copy.secret === "set" || copy.secret === "replace");
  const planned: PlannedClient = {
    clientId,
    action: isInSync ? "in-sync" : stored.size === 0 ? "create" : "update",
    copies: all,
    drift: driftOf(managed),
    ...(setsSecret && secret !== undefined && !("generate" in secret) ? { secret } : {}),
    ...(wanted.protected === true ? { protected: true } : {}),
    ...(wanted.lint === undefined ? {} : { lint: wanted.lint }),
  };
  return { planned, problems: findProblems(state, wanted, copies) };
}

function planCopy(state: ClientState, wanted: ManifestClient, apiId: string): PlannedCopy {
  const { stored, secret: wantedSecret } = state;
  const client = stored.get(apiId);
  const changes = changesTo(wanted, client);
  if (client === undefined) {
    const secret = wantedSecret !== undefined ? "set" : stored.size > 0 ? "share" : "generate";
    return { apiId, action: "create", changes, secret, tokens: "may-return" };
  }
  const secret: SecretChange | undefined =
    wantedSecret === undefined || wantedSecret === client.secret ? undefined : "replace";
  const tokens = changesPolicy(changes) ? wanted.on_policy_change : undefined;
  return {
    apiId,
    action: changes.length > 0 || secret !== undefined ? "update" : "none",
    changes,
    ...(secret === undefined ? {} : { secret }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

function findProblems(
  { stored }: ClientState,
  wanted: ManifestClient,
  copies: readonly PlannedCopy[],
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const updates = copies.filter(({ action }) => action === "update");
  const policyApis = updates.filter(({ changes }) => changesPolicy(changes));
  if (policyApis.length > 0 && wanted.on_policy_change === undefined)
    problems.push({
      field: "on_policy_change",
      message: `must be "revoke" or "keep": the policy changes on ${listApis(policyApis)}, and existing tokens keep the rights of the old policy`,
    });
  const sharing = copies.filter(({ secret }) => secret === "share");
  const secrets = new Set([...stored.values()].map(({ secret }) => secret));
  if (sharing.length > 0 && secrets.size > 1)
    problems.push({
      field: "secret",
      message: `must be a reference: the copies have different secrets, so a new copy on ${listApis(sharing)} has no secret to share`,
    });
  const changes = copies.flatMap((copy) => copy.changes);
  if (changes.some(({ from }) => isTooDeep(from)))
    problems.push({
      field: "meta_data",
      message:
        "cannot be planned: the stored metadata is nested too deep. Clear it first, with clients.update or tyk-oauth clients update",
    });
  return problems;
}

function changesPolicy(changes: readonly FieldChange[]): boolean {
  return changes.some(({ field }) => field === "policy_id");
}

function leave(apiId: string): PlannedCopy {
  return { apiId, action: "none", changes: [], unmanaged: true };
}

function remove(apiId: string): PlannedCopy {
  return { apiId, action: "delete", changes: [], tokens: "revoke" };
}

function listApis(copies: readonly PlannedCopy[]): string {
  return copies.map(({ apiId }) => apiId).join(", ");
}
