import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const unrecorded = "the storage of the recorded gateways never failed";

/** Runs something while the gateway's storage is down. */
async function whileDown({ embedded }: CaseContext, run: () => Promise<void>): Promise<void> {
  const outage = embedded?.fail(() => true, { storage: "down" }, Infinity);
  try {
    await run();
  } finally {
    outage?.remove();
  }
}

export const storageDownCases: readonly Case[] = [
  {
    name: "trap 28: while storage is down everything seems to be missing, and deletions succeed without effect",
    recordings: [],
    unrecorded,
    needsStorage: true,
    // There a token is over before the outage is.
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      await createClient(context, "down");
      const { access_token } = await app.token("down:s", {});
      await whileDown(context, async () => {
        await expectFailure(tyk.raw.getOAuthClient(clientPath("down")), "not-found");
        expect(await tyk.raw.listOAuthClients({ path: { apiID: "orders" } })).toEqual([]);
        const everywhere = { path: { clientID: "down" }, query: { orgID: "" } };
        expect(await tyk.raw.listOAuthClientApis(everywhere)).toEqual([]);
        if (gateway.listsHashes) expect(await tyk.raw.listKeys()).toEqual({ keys: [] });
        expect(await tyk.raw.deleteOAuthClient(clientPath("down"))).toMatchObject({ status: "ok" });
      });
      expect(await tyk.raw.getOAuthClient(clientPath("down"))).toMatchObject({ client_id: "down" });
      expect(await app.use(access_token)).toBe(200);
      await deleteClient(context, "down");
    },
  },
  {
    name: "trap 28: an absence is believed only with a control: no method says that a client or a token is gone while storage is down",
    recordings: [],
    unrecorded,
    needsStorage: true,
    // There a token is over before the outage is.
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "hidden" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("hidden:s", {});
      await whileDown(context, async () => {
        const calls = [
          tyk.clients.get(ref),
          tyk.clients.update(ref, { description: "after" }),
          tyk.clients.rotateSecret(ref),
          tyk.clients.authorize(ref, { redirectUri }),
          tyk.tokens.revokeAll(ref),
          tyk.clients.cutOff({ clientId: ref.clientId }),
          tyk.clients.delete(ref),
        ];
        for (const result of await Promise.allSettled(calls)) {
          expect(result.status).toBe("rejected");
          if (result.status === "rejected")
            expect(result.reason).not.toMatchObject({ code: "not-found" });
        }
      });
      expect(await app.use(access_token)).toBe(200);
      expect(await tyk.clients.get(ref)).toMatchObject({ secret: "s", description: "" });
      await deleteClient(context, ref.clientId);
    },
  },
];
