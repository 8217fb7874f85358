import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  requestTokens,
  createClient,
  createOnBothApis,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { isBefore, tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const unknownClient = "OAuth Client ID not found";
const looked = "the verb looks before it deletes, and no recording looks so";

export const deleteCases: readonly Case[] = [
  {
    name: "trap 8: deleting an unknown client is a success; a missing client is distinguished from a missing route",
    recordings: ["read-refusals", "api-definition"],
    run: async ({ tyk, gateway }) => {
      // The method would read more than is recorded before it believes a 404.
      const nowhere = tyk.raw.getOAuthClient(clientPath("x", "no-such-api"));
      await expectFailure(nowhere, "not-found", unknownClient);
      // The gateway's own words for it are none; those of the definition are.
      await expectFailure(tyk.clients.list({ apiId: "no-such-api" }), "not-found", "API not found");
      expect(await tyk.raw.listOAuthClients({ path: { apiID: "open" } })).toEqual([]);
      await expectFailure(tyk.raw.getOAuthClient(clientPath("nobody")), "not-found", unknownClient);
      expect(await tyk.raw.deleteOAuthClient(clientPath("nobody"))).toMatchObject({
        action: "deleted",
      });
      await expectFailure(
        tyk.raw.deleteOAuthClient(clientPath("x", "no-such-api")),
        "not-found",
        unknownClient,
      );
      const onOpen = tyk.raw.deleteOAuthClient(clientPath("x", "open"));
      if (isBefore(gateway.version, "4.0.0"))
        await expectFailure(onOpen, "not-found", unknownClient);
      else expect(await onOpen).toMatchObject({ key: "x", action: "deleted" });
      expect(await tyk.tokens.list({ apiId: "orders", clientId: "nobody" })).toEqual([]);
      await expectFailure(
        tyk.tokens.list({ apiId: "no-such-api", clientId: "nobody" }),
        "not-found",
        unknownClient,
      );
      const page = await tyk.tokens.page({ apiId: "orders", clientId: "nobody", page: 1 });
      expect(page).toEqual({
        Pagination: { page_num: 1, page_total: 0, page_size: 100 },
        Tokens: [],
      });
    },
  },
  {
    name: "trap 8: a deletion reports whether the client existed, and on which APIs",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const clientId = "leaving";
      const nobody = await tyk.clients.delete({ apiId: "orders", clientId });
      expect(nobody).toMatchObject({ clientId, apis: [{ apiId: "orders", existed: false }] });
      await expectFailure(tyk.clients.delete({ apiId: "no-such-api", clientId }), "not-found");
      await createOnBothApis(context, clientId);
      const one = await tyk.clients.delete({ apiId: "orders", clientId });
      expect(one.apis).toEqual([{ apiId: "orders", existed: true }]);
      expect((await tyk.clients.get({ apiId: "billing", clientId })).client_id).toBe(clientId);
      await createClient(context, clientId);
      const { apis } = await tyk.clients.delete({ clientId, apis: "all" });
      expect(apis).toEqual([
        { apiId: "billing", existed: true },
        { apiId: "orders", existed: true },
      ]);
      for (const apiId of ["orders", "billing"])
        await expectFailure(tyk.clients.get({ apiId, clientId }), "not-found", unknownClient);
    },
  },
  {
    name: "trap 9: tokens of a client that only the gateway deleted come back with its id",
    recordings: ["delete-and-recreate"],
    // They would have lapsed.
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, wait } = context;
      const ref = { apiId: "orders", clientId: "again" };
      const appUri = "https://app.example/cb";
      await createClient(context, "again", { redirect_uri: appUri });
      const tokens = await requestTokens(context, "again", appUri);
      expect(await app.use(tokens.access)).toBe(200);
      await deleteClient(context, "again");
      // The gateway remembers for a second that the client is there.
      await wait(2500);
      expect(await app.use(tokens.access)).toBe(403);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      await createClient(context, "again", { redirect_uri: appUri, secret: "new" });
      await wait(2500);
      expect(await app.use(tokens.access)).toBe(200);
      await refresh(context, "again:new", tokens.refresh);
      await deleteClient(context, "again");
    },
  },
  {
    name: "trap 9: after a deletion by the method nothing comes back with the id",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, app, gateway, wait } = context;
      const ref = { apiId: "orders", clientId: "gone" };
      await createClient(context, "gone");
      const tokens = await requestTokens(context, "gone");
      // From here on the session cache could let it in.
      expect(await app.use(tokens.access)).toBe(200);
      const report = await tyk.clients.delete(ref);
      expect(report.apis).toEqual([{ apiId: "orders", existed: true }]);
      // Where keys are not listed, tokens that dropped off the list are not known of.
      const state = gateway.listsHashes ? "refused-at-api" : "unverified";
      expect(report.tokens?.apis).toMatchObject([{ apiId: "orders", state, ended: 1 }]);
      expect(report.advice).toContain("never create this client_id again");
      expect(JSON.stringify(report)).not.toContain(tokens.access);
      await createClient(context, "gone", { secret: "new" });
      // The gateway may have seen that the client was not there.
      await wait(1100);
      expect(await app.use(tokens.access)).toBe(403);
      await expectOAuthError("invalid_grant", refresh(context, "gone:new", tokens.refresh));
      await deleteClient(context, "gone");
    },
  },
  {
    name: "trap 9: a second delete, or revokeAll, ends the tokens that a deleted client left",
    recordings: [],
    unrecorded: looked,
    // They would have lapsed.
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const clientId = "left-some";
      const makeAgain = async (): Promise<void> => {
        await createClient(context, clientId, { policy_id: "orders-only" });
        await createClient(context, clientId, { policy_id: "billing-only", api_id: "billing" });
      };
      await makeAgain();
      const { access_token: one } = await app.token(`${clientId}:s`, {});
      const { access_token: two } = await app.token(`${clientId}:s`, {}, "billing");
      await deleteClient(context, clientId, "orders", "billing");
      const none = { wait: false, ifUnproved: "report" } as const;
      const { apis } = await tyk.tokens.revokeAll({ apiId: "orders", clientId }, none);
      // The refresh tokens of a client that is gone are out of reach. A token of another API is found among the keys.
      const ended = gateway.listsHashes ? 2 : 1;
      expect(apis).toMatchObject([{ apiId: "orders", state: "unverified", ended }]);
      await makeAgain();
      const { access_token: three } = await app.token(`${clientId}:s`, {});
      await deleteClient(context, clientId, "orders", "billing");
      const again = { wait: false, ifUnproved: "go-on" } as const;
      await tyk.clients.delete({ clientId, apis: ["orders", "billing"] }, again);
      await makeAgain();
      expect(await app.use(one)).toBe(403);
      expect(await app.use(two, "billing")).toBe(403);
      expect(await app.use(three)).toBe(403);
      const all = { clientId, apis: "all" } as const;
      await tyk.clients.delete(all, { tokens: "keep" });
      await expectFailure(tyk.clients.get({ apiId: "orders", clientId }), "not-found");
    },
  },
];
