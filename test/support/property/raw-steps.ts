import { keyRules } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { redirectUri, rulesForUser, vault } from "./gateway-variants.ts";
import type { Rules } from "./gateway-variants.ts";
import {
  anyApi,
  anyClient,
  anyPolicy,
  omitUndefined,
  sometimes,
  mostly,
  describeCall,
} from "./checked-call.ts";
import type { Reply, Simulation } from "./simulation.ts";

/** Something that happens between methods: a raw call, an action of an application, or the passing of time. */
export interface RawStep {
  readonly text: string;
  /** Runs the step, and returns its result for the log. */
  readonly run: (simulation: Simulation) => Promise<string>;
}

const anyCopy: fc.Arbitrary<{ apiId: string; clientId: string }> = fc.record({
  apiId: anyApi,
  clientId: anyClient,
});

const anyRawCreate: fc.Arbitrary<RawStep> = fc
  .record({
    client_id: anyClient,
    api_id: mostly(anyApi),
    policy_id: anyPolicy,
    secret: sometimes(fc.constantFrom("given-1", "given-2")),
    redirect_uri: fc.constant(redirectUri),
  })
  .map((full) => {
    const body = omitUndefined(full);
    return {
      text: describeCall("raw.createOAuthClient", body),
      run: async (simulation) =>
        statusText(await simulation.request("POST", "/tyk/oauth/clients/create", body)),
    };
  });

const anyRawUpdate: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyCopy, policy_id: sometimes(anyPolicy), description: fc.constant("raw") })
  .map(({ ref: { apiId, clientId }, ...full }) => {
    const body = { ...omitUndefined(full), redirect_uri: redirectUri };
    return {
      text: describeCall("raw.updateOAuthClient", apiId, clientId, body),
      run: async (simulation) =>
        statusText(
          await simulation.request("PUT", `/tyk/oauth/clients/${apiId}/${clientId}`, body),
        ),
    };
  });

const anyRawOfClient: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyCopy, how: fc.constantFrom("rotate" as const, "delete" as const) })
  .map(({ ref: { apiId, clientId }, how }) => ({
    text: describeCall(`raw.${how}OAuthClient`, apiId, clientId),
    run: async (simulation) => {
      const path = `/tyk/oauth/clients/${apiId}/${clientId}`;
      const reply =
        how === "rotate"
          ? simulation.request("PUT", `${path}/rotate`)
          : simulation.request("DELETE", path);
      return statusText(await reply);
    },
  }));

/** Revokes one token by its value or by its hash. The gateway confirms both. */
const anyRawRevoke: fc.Arbitrary<RawStep> = fc
  .record({ pick: fc.nat({ max: 30 }), byHash: fc.boolean() })
  .map(({ pick, byHash }) => ({
    text: describeCall("raw.revokeSingleToken", { pick, byHash }),
    run: async (simulation) => {
      const issued = simulation.issuedTokens[pick % Math.max(simulation.issuedTokens.length, 1)];
      if (issued === undefined) return "no token";
      const token = byHash ? issued.listedCode : issued.token;
      await postRevocation(simulation, "revokeSingleToken", { token, client_id: issued.clientId });
      return `${issued.name} of ${issued.clientId}`;
    },
  }));

const anyRawRevokeAll: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyCopy, isRight: fc.boolean() })
  .map(({ ref: { apiId, clientId }, isRight }) => ({
    text: describeCall("raw.revokeAllTokens", {
      clientId,
      secret: isRight ? `that on ${apiId}` : "wrong",
    }),
    run: async (simulation) => {
      const secret = isRight ? await simulation.secretOf(apiId, clientId) : "wrong";
      if (secret === undefined) return "no such client";
      return postRevocation(simulation, "revokeAllTokens", {
        client_id: clientId,
        client_secret: secret,
      });
    },
  }));

const waysToIssue = [
  "issueToken",
  "issueTokenForU1",
  "issueTokenForU1",
  "issueTokenForU2",
  "issueTokenByCode",
  "issueTokenByRules",
  "issueTokenForVault",
  "issueTokenByVaultRules",
];

/** Key rules for tokens that open more or other APIs than the client's policy grants. */
const rulesOf: Readonly<Record<string, Rules>> = {
  issueTokenForU1: rulesForUser("u1", "gold"),
  issueTokenForU2: rulesForUser("u2", "gold"),
  issueTokenByRules: { ...keyRules({ orgId: "acme", policies: ["gold"] }) },
  issueTokenForVault: { ...keyRules({ orgId: "acme", policies: ["gold-and-vault"] }) },
  issueTokenByVaultRules: {
    org_id: "acme",
    access_rights: { [vault]: { api_id: vault, api_name: vault, versions: ["Default"] } },
  },
};

const anyIssue: fc.Arbitrary<RawStep> = fc
  .record({ ref: anyCopy, how: fc.constantFrom(...waysToIssue) })
  .map(({ ref: { apiId, clientId }, how }) => ({
    text: describeCall(how, apiId, clientId),
    run: async (simulation) => {
      const issued = await (how === "issueToken"
        ? simulation.issueToken(apiId, clientId)
        : simulation.issueTokenByCode(apiId, clientId, rulesOf[how]));
      return issued?.name ?? "refused";
    },
  }));

const anyRefresh: fc.Arbitrary<RawStep> = fc.nat({ max: 30 }).map((pick) => ({
  text: describeCall("refreshToken", { pick }),
  run: async (simulation) => {
    const all = simulation.issuedTokens.filter(({ refreshToken }) => refreshToken !== undefined);
    const old = all[pick % Math.max(all.length, 1)];
    if (old === undefined) return "no refresh token";
    const issued = await simulation.refreshToken(old);
    return `${old.name}: ${issued?.name ?? "refused"}`;
  },
}));

const anyUse: fc.Arbitrary<RawStep> = fc.constant({
  text: "useAllTokens()",
  run: async (simulation: Simulation) => {
    await simulation.useAllTokens();
    return "in the session cache";
  },
});

const anyAdvance: fc.Arbitrary<RawStep> = fc
  .constantFrom(1, 700, 1_001, 3_000, 10_001, 61_000, 3_599_000, 4_000_000)
  .map((ms) => ({
    text: describeCall("advance", ms),
    run: (simulation) => {
      simulation.gateway.advance(ms);
      return Promise.resolve("");
    },
  }));

const anyEvict: fc.Arbitrary<RawStep> = anyCopy.map(({ apiId, clientId }) => ({
  text: describeCall("evictClient", apiId, clientId),
  run: async (simulation) => {
    if ((await simulation.secretOf(apiId, clientId)) === undefined) return "no such client";
    simulation.gateway.evictClient(apiId, clientId);
    return "";
  },
}));

/** Any raw step. */
export const anyRawStep: fc.Arbitrary<RawStep> = fc.oneof(
  { weight: 6, arbitrary: anyIssue },
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

async function postRevocation(
  simulation: Simulation,
  name: "revokeSingleToken" | "revokeAllTokens",
  body: Readonly<Record<string, string>>,
): Promise<string> {
  const path = name === "revokeSingleToken" ? "revoke" : "revoke_all";
  const { status } = await simulation.postForm(`/tyk/oauth/${path}`, body);
  return String(status);
}

function statusText({ status }: Reply): string {
  return String(status);
}
