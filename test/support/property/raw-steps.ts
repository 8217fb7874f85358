import { keyRules } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { redirectUri, vault } from "./setup.ts";
import { anyApi, anyClient, anyPolicy, compact, maybe, mostly, textOf } from "./verb-call.ts";
import type { Reply, World } from "./world.ts";

/** Something that happens between verbs: a call past them, what an application does, or what time does. */
export interface RawStep {
  readonly text: string;
  /** What came of it, in few words. */
  readonly run: (world: World) => Promise<string>;
}

const anyRef: fc.Arbitrary<{ apiId: string; clientId: string }> = fc.record({
  apiId: anyApi,
  clientId: anyClient,
});

const anyRawCreate: fc.Arbitrary<RawStep> = fc
  .record({
    client_id: anyClient,
    api_id: mostly(anyApi),
    policy_id: anyPolicy,
    secret: maybe(fc.constantFrom("given-1", "given-2")),
    redirect_uri: fc.constant(redirectUri),
  })
  .map((full) => {
    const body = compact(full);
    return {
      text: textOf("raw.createOAuthClient", body),
      run: async (world) => told(await world.ask("POST", "/tyk/oauth/clients/create", body)),
    };
  });

const anyRawUpdate: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyRef, policy_id: maybe(anyPolicy), description: fc.constant("raw") })
  .map(({ ref: { apiId, clientId }, ...full }) => {
    const body = { ...compact(full), redirect_uri: redirectUri };
    return {
      text: textOf("raw.updateOAuthClient", apiId, clientId, body),
      run: async (world) =>
        told(await world.ask("PUT", `/tyk/oauth/clients/${apiId}/${clientId}`, body)),
    };
  });

const anyRawOfClient: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyRef, how: fc.constantFrom("rotate" as const, "delete" as const) })
  .map(({ ref: { apiId, clientId }, how }) => ({
    text: textOf(`raw.${how}OAuthClient`, apiId, clientId),
    run: async (world) => {
      const path = `/tyk/oauth/clients/${apiId}/${clientId}`;
      const reply =
        how === "rotate" ? world.ask("PUT", `${path}/rotate`) : world.ask("DELETE", path);
      return told(await reply);
    },
  }));

/** Of one token, by itself or by its hash, which the gateway says yes to as well. */
const anyRawRevoke: fc.Arbitrary<RawStep> = fc
  .record({ pick: fc.nat({ max: 30 }), byHash: fc.boolean() })
  .map(({ pick, byHash }) => ({
    text: textOf("raw.revokeSingleToken", { pick, byHash }),
    run: async (world) => {
      const minted = world.minted[pick % Math.max(world.minted.length, 1)];
      if (minted === undefined) return "no token";
      const token = byHash ? minted.code : minted.token;
      await form(world, "revokeSingleToken", { token, client_id: minted.clientId });
      return `${minted.name} of ${minted.clientId}`;
    },
  }));

const anyRawRevokeAll: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyRef, isRight: fc.boolean() })
  .map(({ ref: { apiId, clientId }, isRight }) => ({
    text: textOf("raw.revokeAllTokens", {
      clientId,
      secret: isRight ? `that on ${apiId}` : "wrong",
    }),
    run: async (world) => {
      const secret = isRight ? await world.secretOf(apiId, clientId) : "wrong";
      if (secret === undefined) return "no such client";
      return form(world, "revokeAllTokens", { client_id: clientId, client_secret: secret });
    },
  }));

const waysToMint = [
  "mint",
  "mint",
  "mintByCode",
  "mintByRules",
  "mintForVault",
  "mintByVaultRules",
];

/** Tokens that open more APIs than the policy of their client grants, or another one. */
const rulesOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  mintByRules: { ...keyRules({ orgId: "acme", policies: ["gold"] }) },
  mintForVault: { ...keyRules({ orgId: "acme", policies: ["gold-and-vault"] }) },
  mintByVaultRules: {
    org_id: "acme",
    access_rights: { [vault]: { api_id: vault, api_name: vault, versions: ["Default"] } },
  },
};

const anyMint: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyRef, how: fc.constantFrom(...waysToMint) })
  .map(({ ref: { apiId, clientId }, how }) => ({
    text: textOf(how, apiId, clientId),
    run: async (world) => {
      const minted = await (how === "mint"
        ? world.mint(apiId, clientId)
        : world.mintByCode(apiId, clientId, rulesOf[how]));
      return minted?.name ?? "refused";
    },
  }));

const anyRefresh: fc.Arbitrary<RawStep> = fc.nat({ max: 30 }).map((pick) => ({
  text: textOf("refresh", { pick }),
  run: async (world) => {
    const all = world.minted.filter(({ refreshToken }) => refreshToken !== undefined);
    const old = all[pick % Math.max(all.length, 1)];
    if (old === undefined) return "no refresh token";
    const minted = await world.refresh(old);
    return `${old.name}: ${minted?.name ?? "refused"}`;
  },
}));

const anyUse: fc.Arbitrary<RawStep> = fc.constant({
  text: "useAll()",
  run: async (world: World) => {
    await world.useAll();
    return "in the session cache";
  },
});

const anyAdvance: fc.Arbitrary<RawStep> = fc
  .constantFrom(1, 700, 1_001, 3_000, 10_001, 61_000, 3_599_000, 4_000_000)
  .map((ms) => ({
    text: textOf("advance", ms),
    run: (world) => {
      world.gateway.advance(ms);
      return Promise.resolve("");
    },
  }));

const anyEvict: fc.Arbitrary<RawStep> = anyRef.map(({ apiId, clientId }) => ({
  text: textOf("evictClient", apiId, clientId),
  run: async (world) => {
    if ((await world.secretOf(apiId, clientId)) === undefined) return "no such client";
    world.gateway.evictClient(apiId, clientId);
    return "";
  },
}));

/** Any of them. */
export const anyRawStep: fc.Arbitrary<RawStep> = fc.oneof(
  { weight: 6, arbitrary: anyMint },
  { weight: 5, arbitrary: anyUse },
  { weight: 3, arbitrary: anyAdvance },
  { weight: 2, arbitrary: anyRefresh },
  { weight: 2, arbitrary: anyRawCreate },
  { weight: 2, arbitrary: anyRawOfClient },
  { weight: 1, arbitrary: anyRawUpdate },
  { weight: 1, arbitrary: anyRawRevoke },
  { weight: 1, arbitrary: anyRawRevokeAll },
  { weight: 2, arbitrary: anyEvict },
);

async function form(
  world: World,
  name: "revokeSingleToken" | "revokeAllTokens",
  body: Readonly<Record<string, string>>,
): Promise<string> {
  const path = name === "revokeSingleToken" ? "revoke" : "revoke_all";
  const { status } = await world.postForm(`/tyk/oauth/${path}`, body);
  return String(status);
}

function told({ status }: Reply): string {
  return String(status);
}
