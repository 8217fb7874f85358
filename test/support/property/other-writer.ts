import fc from "fast-check";
import { oauthApis, redirectUri, rulesForUser, users } from "./gateway-variants.ts";
import { StateSnapshot, changedFields } from "./state-snapshot.ts";
import { anyApi, anyClient, anyPolicy, plainRecord, describeCall } from "./checked-call.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** A change by another writer, without the SDK, between two requests of a method. */
export interface OtherWrite {
  readonly write: "revoke" | "delete" | "create" | "update" | "rotate" | "issue";
  readonly apiId: string;
  readonly clientId: string;
  /** The policy of a created or updated client. */
  readonly policyId: string;
  /** The index of the revoked token, or of the issued token's user. */
  readonly pick: number;
}

/** What another writer changed. The invariants do not apply to it. */
export interface OtherChanges {
  /** The gateway's state after the change. */
  readonly state: StateSnapshot;
  /** The changed copies, as "apiId clientId". */
  readonly copies: ReadonlySet<string>;
  /** The tokens that the change ended. */
  readonly ended: ReadonlySet<IssuedToken>;
  /** The tokens that the change removed from a list. Their refresh tokens are out of reach. */
  readonly dropped: ReadonlySet<IssuedToken>;
}

export const anyOtherWrite: fc.Arbitrary<OtherWrite> = plainRecord<OtherWrite>({
  write: fc.constantFrom("revoke", "delete", "create", "update", "rotate", "issue"),
  apiId: anyApi,
  clientId: anyClient,
  policyId: anyPolicy,
  pick: fc.nat({ max: 30 }),
});

/** Formats the change for the log. */
export function describeOtherWrite({ write, apiId, clientId, policyId, pick }: OtherWrite): string {
  if (write === "revoke") return describeCall("others revoke", pick);
  const policy = write === "create" || write === "update" ? policyId : undefined;
  const user = write === "issue" ? userOf(pick) : undefined;
  return describeCall(`others ${write}`, apiId, clientId, policy, user);
}

/** The user of an issued token. */
function userOf(pick: number): string | undefined {
  return [undefined, ...users][pick % (users.length + 1)];
}

/** Applies the change, and returns its effects. */
export async function applyOtherWrite(
  simulation: Simulation,
  other: OtherWrite,
): Promise<OtherChanges> {
  const before = await StateSnapshot.read(simulation);
  await run(simulation, other);
  const after = await StateSnapshot.read(simulation);
  const copies = new Set<string>();
  for (const apiId of oauthApis)
    for (const clientId of after.clientIds)
      if (changedFields(before.copy(apiId, clientId), after.copy(apiId, clientId)).length > 0)
        copies.add(`${apiId} ${clientId}`);
  const ended = before.issuedTokens.filter((one) => before.isStored(one) && !after.isStored(one));
  const dropped = before.issuedTokens.filter((one) =>
    oauthApis.some((apiId) => before.isListed(apiId, one) && !after.isListed(apiId, one)),
  );
  for (const one of dropped) simulation.droppedByOthers.add(one);
  return { state: after, copies, ended: new Set(ended), dropped: new Set(dropped) };
}

async function run(
  simulation: Simulation,
  { write, apiId, clientId, policyId: policy_id, pick }: OtherWrite,
): Promise<void> {
  const path = `/tyk/oauth/clients/${apiId}/${clientId}`;
  const body = { redirect_uri: redirectUri, policy_id, description: "of others" };
  const user = userOf(pick);
  const rules = user === undefined ? undefined : rulesForUser(user, "gold");
  const token = simulation.issuedTokens[pick % Math.max(simulation.issuedTokens.length, 1)];
  const writes: Readonly<Record<OtherWrite["write"], () => Promise<unknown>>> = {
    revoke: async () => {
      if (token === undefined) return;
      const form = { token: token.token, client_id: token.clientId };
      await simulation.postForm("/tyk/oauth/revoke", form);
    },
    delete: () => simulation.request("DELETE", path),
    create: () =>
      simulation.request("POST", "/tyk/oauth/clients/create", {
        ...body,
        api_id: apiId,
        client_id: clientId,
      }),
    update: () => simulation.request("PUT", path, body),
    rotate: () => simulation.request("PUT", `${path}/rotate`),
    issue: () => simulation.issueTokenByCode(apiId, clientId, rules),
  };
  await writes[write]();
}
