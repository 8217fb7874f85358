import fc from "fast-check";
import { oauthApis, redirectUri } from "./setup.ts";
import { Truth, changes } from "./truth.ts";
import { anyApi, anyClient, anyPolicy, plain, textOf } from "./verb-call.ts";
import type { IssuedToken, World } from "./world.ts";

/** What another writer does, past the SDK, between two requests of a verb. */
export interface OtherWrite {
  readonly write: "revoke" | "delete" | "create" | "update" | "rotate" | "mint";
  readonly apiId: string;
  readonly clientId: string;
  /** The policy of what is created or updated. */
  readonly policyId: string;
  /** Which of the tokens is revoked. */
  readonly pick: number;
}

/** What another writer changed: of that nothing is promised, nor does it tell anything of the verb. */
export interface Disturbance {
  /** What the gateway held after it. */
  readonly truth: Truth;
  /** The copies, as "apiId clientId". */
  readonly copies: ReadonlySet<string>;
  /** The tokens that it ended. */
  readonly ended: ReadonlySet<IssuedToken>;
  /** The tokens that went off a list by it, so that their refresh tokens are beyond reach. */
  readonly dropped: ReadonlySet<IssuedToken>;
}

export const anyOtherWrite: fc.Arbitrary<OtherWrite> = plain<OtherWrite>({
  write: fc.constantFrom("revoke", "delete", "create", "update", "rotate", "mint"),
  apiId: anyApi,
  clientId: anyClient,
  policyId: anyPolicy,
  pick: fc.nat({ max: 30 }),
});

/** The write as a reader would write it. */
export function textOfOther({ write, apiId, clientId, policyId, pick }: OtherWrite): string {
  if (write === "revoke") return textOf("others revoke", pick);
  const policy = write === "create" || write === "update" ? policyId : undefined;
  return textOf(`others ${write}`, apiId, clientId, policy);
}

/** Does it, and tells what changed by it. */
export async function disturb(world: World, other: OtherWrite): Promise<Disturbance> {
  const before = await Truth.of(world);
  await run(world, other);
  const after = await Truth.of(world);
  const copies = new Set<string>();
  for (const apiId of oauthApis)
    for (const clientId of after.ids)
      if (changes(before.copy(apiId, clientId), after.copy(apiId, clientId)).length > 0)
        copies.add(`${apiId} ${clientId}`);
  const ended = before.minted.filter((one) => before.isStored(one) && !after.isStored(one));
  const dropped = before.minted.filter((one) =>
    oauthApis.some((apiId) => before.isListed(apiId, one) && !after.isListed(apiId, one)),
  );
  for (const one of dropped) world.droppedByOthers.add(one);
  return { truth: after, copies, ended: new Set(ended), dropped: new Set(dropped) };
}

async function run(
  world: World,
  { write, apiId, clientId, policyId: policy_id, pick }: OtherWrite,
): Promise<void> {
  const path = `/tyk/oauth/clients/${apiId}/${clientId}`;
  const body = { redirect_uri: redirectUri, policy_id, description: "of others" };
  const token = world.minted[pick % Math.max(world.minted.length, 1)];
  const writes: Readonly<Record<OtherWrite["write"], () => Promise<unknown>>> = {
    revoke: async () => {
      if (token === undefined) return;
      const form = { token: token.token, client_id: token.clientId };
      await world.postForm("/tyk/oauth/revoke", form);
    },
    delete: () => world.ask("DELETE", path),
    create: () =>
      world.ask("POST", "/tyk/oauth/clients/create", {
        ...body,
        api_id: apiId,
        client_id: clientId,
      }),
    update: () => world.ask("PUT", path, body),
    rotate: () => world.ask("PUT", `${path}/rotate`),
    mint: () => world.mintByCode(apiId, clientId),
  };
  await writes[write]();
}
