import type { BrokenIndexReport, IndexReport } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import {
  expectFailure,
  expectIncomplete,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  requestTokens,
  createClient,
  refresh,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

const unknownClient = "OAuth Client ID not found";

export const indexRepairCases: readonly Case[] = [
  {
    name: "trap 10: a broken index makes the API's list unreadable, but not its clients; deleting the lost client repairs it",
    recordings: ["stale-index", "api-definition"],
    needsStorage: true,
    run: async (context) => {
      const { tyk, app, evict } = context;
      await createClient(context, "whole");
      await createClient(context, "broken");
      const { access_token } = await app.token("whole:s", {});
      await evict?.("broken");
      // An API that is unknown looks the same to the gateway.
      const report = await expectIncomplete<BrokenIndexReport>(
        tyk.clients.list({ apiId: "orders" }),
      );
      expect(report).toEqual({ kind: "broken-index", brokenApis: ["orders"] });
      expect((await tyk.clients.get({ apiId: "orders", clientId: "whole" })).client_id).toBe(
        "whole",
      );
      await expectFailure(tyk.raw.getOAuthClient(clientPath("broken")), "not-found", unknownClient);
      const whole = { path: { clientID: "whole" }, query: { orgID: "acme" } };
      expect(await tyk.raw.listOAuthClientApis(whole)).toEqual([]);
      const body = { client_id: "whole", client_secret: "s" };
      await expectFailure(
        tyk.raw.revokeAllTokens({ body }),
        "not-found",
        "oauth client doesn't exist",
      );
      expect(await app.use(access_token)).toBe(200);
      await tyk.raw.deleteOAuthClient(clientPath("broken"));
      expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
      await deleteClient(context, "whole");
    },
  },
  {
    name: "trap 10: repairIndex deletes the candidate whose record is missing, and nothing else",
    recordings: [],
    unrecorded: "no recording looks at candidates one after the other",
    needsStorage: true,
    run: async (context) => {
      const { tyk, evict } = context;
      const apiId = "orders";
      await createClient(context, "well");
      await createClient(context, "lost");
      const sound = await tyk.clients.repairIndex({ apiId, candidates: ["lost"] });
      expect(sound).toMatchObject({ apiId, healed: true, removed: [], kept: [] });
      await evict?.("lost");
      const call = tyk.clients.repairIndex({ apiId, candidates: ["well"] });
      const none = await expectIncomplete<IndexReport>(call);
      expect(none).toMatchObject({ apiId, healed: false, removed: [], kept: ["well"] });
      const healed = await tyk.clients.repairIndex({ apiId, candidates: ["well", "lost", "x"] });
      expect(healed).toMatchObject({ apiId, healed: true, removed: ["lost"], kept: ["well"] });
      expect((await tyk.clients.list({ apiId })).map(({ client_id }) => client_id)).toEqual([
        "well",
      ]);
      await expectFailure(
        tyk.clients.repairIndex({ apiId: "open", candidates: ["x"] }),
        "unsupported",
      );
      await deleteClient(context, "well");
    },
  },
  {
    name: "trap 10: with a broken index copies are still found, tokens ended, and the other clients listed",
    recordings: [],
    unrecorded: "no recording goes on behind a broken index",
    needsStorage: true,
    run: async (context) => {
      const { tyk, app, evict } = context;
      await createClient(context, "hidden");
      await createClient(context, "hidden", { api_id: "billing", secret: "another" });
      const tokens = await requestTokens(context, "hidden");
      await createClient(context, "vanished");
      await evict?.("vanished");
      expect(await tyk.clients.listApis({ clientId: "hidden" })).toEqual(["billing"]);
      const { copies } = await tyk.clients.inspect({ clientId: "hidden" });
      expect(copies.map(({ apiId }) => apiId)).toEqual(["billing", "orders"]);
      const args = { wait: false, ifUnproved: "report" } as const;
      const { apis } = await tyk.tokens.revokeAll({ clientId: "hidden", apis: "all" }, args);
      expect(apis.map(({ apiId }) => apiId)).toEqual(["billing", "orders"]);
      expect(await app.use(tokens.access)).toBe(403);
      await expectOAuthError("invalid_grant", refresh(context, "hidden:s", tokens.refresh));
      const found: string[] = [];
      const walk = async (): Promise<void> => {
        for await (const { apiId } of tyk.clients.iterateAll()) found.push(apiId);
      };
      const report = await expectIncomplete<BrokenIndexReport>(walk());
      expect(report).toEqual({ kind: "broken-index", brokenApis: ["orders"] });
      expect(found).toEqual(["billing"]);
      await deleteClient(context, "hidden", "orders", "billing");
      await deleteClient(context, "vanished");
    },
  },
];
