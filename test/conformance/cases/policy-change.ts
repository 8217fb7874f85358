import { expect } from "vitest";
import {
  expectFailure,
  expectTokenRefused,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  requestTokens,
  createClient,
  redirectUri,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const policyChangeCases: readonly Case[] = [
  {
    name: "trap 14: a changed policy removes hashed tokens from the list, so revoke_all misses them, and they stay alive",
    recordings: ["update-policy"],
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway, nextSecond } = context;
      const ref = { apiId: "orders", clientId: "pol" };
      await nextSecond();
      await createClient(context, "pol");
      const { access_token } = await app.token("pol:s", {});
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      const body = { redirect_uri: redirectUri, policy_id: "orders-only" };
      await tyk.raw.updateOAuthClient({ ...clientPath("pol"), body });
      expect(await tyk.tokens.list(ref)).toEqual([]);
      // What is not hashed the gateway can end by what the list names.
      const status = gateway.hash === undefined ? 403 : 200;
      expect(await app.use(access_token)).toBe(status);
      await tyk.raw.revokeAllTokens({ body: { client_id: "pol", client_secret: "s" } });
      expect(await app.use(access_token)).toBe(status);
      await deleteClient(context, "pol");
    },
  },
  {
    name: "trap 14: a change of policy requires a decision about the tokens",
    recordings: [],
    unrecorded: "the verb looks before it writes, and no recording looks so",
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const ref = { apiId: "orders", clientId: "demote" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("demote:s", {});
      const patch = { policy_id: "orders-only" };
      const silent = await expectFailure(tyk.clients.update(ref, patch), "input");
      expect(silent).toMatchObject({ field: "tokens", outcome: "not-sent" });
      const body = { redirect_uri: redirectUri, ...patch };
      await expectFailure(tyk.clients.replace(ref, body), "input");
      expect((await tyk.clients.get(ref)).policy_id).toBe("gold");
      expect(await app.use(access_token)).toBe(200);
      const keep = tyk.clients.update(ref, patch, { tokens: "keep" });
      const { data: kept, warnings } = await keep.withResponse();
      expect(kept.policy_id).toBe("orders-only");
      // What is not hashed the gateway ends itself, and the verb says so.
      const isEnded = gateway.hash === undefined;
      expect(warnings).toHaveLength(isEnded ? 1 : 0);
      expect(await app.use(access_token)).toBe(isEnded ? 403 : 200);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 14: the tokens of the old policy are ended before the change; a warning reports that some cannot be found",
    recordings: [],
    unrecorded: "the verb looks before it writes, and no recording looks so",
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const ref = { apiId: "orders", clientId: "promote" };
      await createClient(context, ref.clientId);
      const tokens = await requestTokens(context, ref.clientId);
      expect(await app.use(tokens.access)).toBe(200);
      const args = { tokens: "revoke", wait: false } as const;
      const change = tyk.clients.update(ref, { policy_id: "orders-only" }, args);
      const { data, steps, warnings } = await change.withResponse();
      expect(data.policy_id).toBe("orders-only");
      const operations = steps.map(({ operation }) => operation);
      expect(operations).toContain("revokeAllTokens");
      expect(operations.indexOf("revokeAllTokens")).toBeLessThan(
        operations.indexOf("updateOAuthClient"),
      );
      // Tokens that dropped off the list are among the keys, and those are not always listed.
      expect(warnings).toHaveLength(gateway.listsHashes ? 0 : 1);
      await expectTokenRefused(context, tokens.access);
      await expectOAuthError("invalid_grant", refresh(context, "promote:s", tokens.refresh));
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 14: a replacing create that changes the policy requires a decision about the tokens too",
    recordings: [],
    unrecorded: "the verb looks before it writes, and no recording looks so",
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "remade" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("remade:s", {});
      const body = {
        client_id: ref.clientId,
        api_id: "orders",
        policy_id: "orders-only",
        redirect_uri: redirectUri,
      };
      const silent = await expectFailure(
        tyk.clients.create(body, { ifExists: "replace" }),
        "input",
      );
      expect(silent).toMatchObject({ field: "tokens", outcome: "not-sent" });
      expect((await tyk.clients.get(ref)).policy_id).toBe("gold");
      const args = { ifExists: "replace", tokens: "revoke", wait: false } as const;
      const replaced = await tyk.clients.create(body, args);
      expect(replaced).toMatchObject({ policy_id: "orders-only", secret: "s" });
      expect(await app.use(access_token)).toBe(403);
      await deleteClient(context, ref.clientId);
    },
  },
];
