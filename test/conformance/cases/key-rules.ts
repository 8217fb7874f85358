import { keyRules } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  requestCode,
  exchangeCode,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const looked =
  "the verb looks at the API, the client and the policy first, and no recording looks so";

/** Has a code made with rules, as the gateway itself takes them, and exchanges it. */
async function tokenByRules(
  context: CaseContext,
  clientId: string,
  key_rules: string,
  redirect_uri: string = redirectUri,
): Promise<string> {
  const code = await requestCode(context, clientId, { redirect_uri, key_rules });
  return (await exchangeCode(context, `${clientId}:s`, code, redirect_uri)).access;
}

export const keyRulesCases: readonly Case[] = [
  {
    name: "trap 30: the gateway overwrites expires and oauth_client_id of the rules, and keeps alias, tags and metadata",
    setup: "second",
    recordings: ["key-rules-overwritten"],
    run: async (context) => {
      const { tyk, app } = context;
      await createClient(context, "kr");
      const taken = { alias: "ann", tags: ["blue"], meta_data: { user: "u1" } };
      const rules = {
        org_id: "acme",
        apply_policies: ["orders-only"],
        expires: 1,
        oauth_client_id: "somebody",
        ...taken,
      };
      const token = await tokenByRules(context, "kr", JSON.stringify(rules));
      expect(await app.use(token)).toBe(200);
      const [listed] = await tyk.tokens.list({ apiId: "orders", clientId: "kr" });
      const keyID = listed?.code ?? "";
      const query = { hashed: true, api_id: "orders" };
      const session = await tyk.raw.getKey({ path: { keyID }, query });
      expect(session).toMatchObject({ oauth_client_id: "kr", org_id: "acme", ...taken });
      expect(session.expires).toBeGreaterThan(1);
      await deleteClient(context, "kr");
    },
  },
  {
    name: "trap 19: rules replace the client's whole policy",
    recordings: ["key-rules"],
    run: async (context) => {
      const { tyk, app } = context;
      const appUri = "https://app.example/cb";
      await createClient(context, "rules", { policy_id: "orders-only", redirect_uri: appUri });
      const versions = ["Default"];
      const byPolicy = {
        org_id: "acme",
        apply_policies: ["orders-only"],
        meta_data: { user: "u1" },
      };
      const byRights = {
        org_id: "acme",
        access_rights: { orders: { api_id: "orders", api_name: "orders", versions } },
        rate: 5,
        per: 1,
        quota_max: -1,
      };
      for (const rules of [byPolicy, byRights]) {
        const token = await tokenByRules(context, "rules", JSON.stringify(rules), appUri);
        expect(await app.use(token)).toBe(200);
        expect(await app.use(token, "vault")).toBe(403);
      }
      await tyk.raw.revokeAllTokens({ body: { client_id: "rules", client_secret: "s" } });
      await deleteClient(context, "rules");
    },
  },
  {
    name: "traps 17 and 19: metadata that is no object drops the connection, another client's name revokes, rules that are not JSON are passed over",
    recordings: ["odds"],
    run: async (context) => {
      const { tyk, app } = context;
      for (const meta_data of [[1, 2], 7, true]) {
        await createClient(context, "odd", { meta_data });
        await expectFailure(app.token("odd:s", {}), "connection");
      }
      await createClient(context, "odd", { meta_data: {} });
      await app.token("odd:s", {});
      await createClient(context, "other");
      const { access_token: token } = await app.token("odd:s", {});
      await tyk.raw.revokeSingleToken({
        body: { token, client_id: "other", token_type_hint: "access_token" },
      });
      expect(await app.use(token)).toBe(403);
      const ruled = await tokenByRules(context, "other", "{broken");
      expect(await app.use(ruled)).toBe(200);
      expect(await app.use(ruled, "vault")).toBe(403);
      await deleteClient(context, "odd");
      await deleteClient(context, "other");
    },
  },
  {
    name: "trap 39: the policies of a token count together: one that grants the API opens it beside one that does not",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "ruled-by-two" };
      await createClient(context, ref.clientId);
      const rules = keyRules({ orgId: "acme", policies: ["billing-only", "orders-only"] });
      const request = { redirectUri, responseType: "token", keyRules: rules } as const;
      const { access_token = "" } = await tyk.clients.authorize(ref, request);
      expect(await app.use(access_token)).toBe(200);
      await tyk.raw.revokeAllTokens({ body: { client_id: ref.clientId, client_secret: "s" } });
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 19: rules that would open every API, or are of another organisation or of no policy, are refused before any code is asked for",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "ruled" };
      await createClient(context, ref.clientId);
      const open = tyk.clients.authorize(ref, { redirectUri, keyRules: { org_id: "acme" } });
      expect(await expectFailure(open, "input")).toMatchObject({
        field: "keyRules",
        outcome: "not-sent",
        attempts: 0,
      });
      expect(() => keyRules({ orgId: "acme" })).toThrow("must name a policy or access rights");
      const foreign = keyRules({ orgId: "other", policies: ["gold"] });
      const elsewhere = tyk.clients.authorize(ref, { redirectUri, keyRules: foreign });
      expect(await expectFailure(elsewhere, "input")).toMatchObject({ outcome: "not-sent" });
      const rules = keyRules({
        orgId: "acme",
        policies: ["orders-only"],
        metaData: { user: "u1" },
      });
      const { code = "" } = await tyk.clients.authorize(ref, { redirectUri, keyRules: rules });
      const { access } = await exchangeCode(context, "ruled:s", code);
      const seen = await tyk.tokens.inspect({ apiId: "orders", token: access });
      // The client's own policy, which grants more, has no part in it.
      expect(seen).toMatchObject({ policies: ["orders-only"], metaData: { user: "u1" } });
      expect(await app.use(access)).toBe(200);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "traps 16 and 19: a user who agreed is found by his tokens, and they are ended by their codes",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const ref = { apiId: "orders", clientId: "users" };
      await createClient(context, ref.clientId);
      const tokenOf = async (userId: string): Promise<string> => {
        const { code = "" } = await tyk.clients.authorize(ref, { redirectUri, userId });
        return (await exchangeCode(context, "users:s", code)).access;
      };
      const leaving = await tokenOf("user-leaving");
      const staying = await tokenOf("user-staying");
      const where = { meta_data: { user: "user-leaving" } };
      const { tokens, complete } = await tyk.tokens.find({ apiId: "orders", where });
      // Where keys are not listed, those that the clients' lists name are found all the same.
      expect(complete).toBe(gateway.listsHashes);
      expect(tokens).toMatchObject([
        { clientId: "users", policies: ["gold"], metaData: { user: "user-leaving" } },
      ]);
      const none = await tyk.tokens.find({ apiId: "vault", where });
      expect(none.tokens).toEqual([]);
      const listedCode = tokens[0]?.listedCode ?? "";
      await tyk.tokens.revoke({ apiId: "orders", listedCode });
      expect(await app.use(leaving)).toBe(403);
      expect(await app.use(staying)).toBe(200);
      const left = await tyk.tokens.find({
        apiId: "orders",
        where: (session) => session.oauth_client_id === "users",
      });
      expect(left.tokens.map(({ metaData }) => metaData?.["user"])).toEqual(["user-staying"]);
      await deleteClient(context, ref.clientId);
    },
  },
];
