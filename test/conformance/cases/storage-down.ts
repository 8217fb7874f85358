import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { at, make, redirectUri, remove } from "../../support/conformance/requests.ts";
import { liveAnHour } from "../../support/conformance/world.ts";
import type { Case, World } from "../../support/conformance/world.ts";

const unrecorded = "the storage of the recorded gateways never failed";

/** Runs something while the gateway's storage is down. */
async function whileDown({ embedded }: World, run: () => Promise<void>): Promise<void> {
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
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, gateway } = world;
      await make(world, "down");
      const { access_token } = await app.token("down:s", {});
      await whileDown(world, async () => {
        await expectFailure(tyk.raw.getOAuthClient(at("down")), "not-found");
        expect(await tyk.raw.listOAuthClients({ path: { apiID: "orders" } })).toEqual([]);
        const everywhere = { path: { clientID: "down" }, query: { orgID: "" } };
        expect(await tyk.raw.listOAuthClientApis(everywhere)).toEqual([]);
        if (gateway.listsHashes) expect(await tyk.raw.listKeys()).toEqual({ keys: [] });
        expect(await tyk.raw.deleteOAuthClient(at("down"))).toMatchObject({ status: "ok" });
      });
      expect(await tyk.raw.getOAuthClient(at("down"))).toMatchObject({ client_id: "down" });
      expect(await app.use(access_token)).toBe(200);
      await remove(world, "down");
    },
  },
  {
    name: "trap 28: an absence is believed only with a control: no method says that a client or a token is gone while storage is down",
    recordings: [],
    unrecorded,
    needsStorage: true,
    // There a token is over before the outage is.
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app } = world;
      const ref = { apiId: "orders", clientId: "hidden" };
      await make(world, ref.clientId);
      const { access_token } = await app.token("hidden:s", {});
      await whileDown(world, async () => {
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
      await remove(world, ref.clientId);
    },
  },
];
