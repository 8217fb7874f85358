import { expect } from "vitest";
import { expectTokenRefused } from "../../support/conformance/expectations.ts";
import { createClient, deleteClient } from "../../support/conformance/requests.ts";
import { tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const inUse = { writeBacks: 3 } as const;
const unrecorded = "a request in flight during a removal is a race, which no recording has";

export const inUseCases: readonly Case[] = [
  {
    name: "trap 24: a token in use comes back after each removal, until it is removed often enough",
    recordings: [],
    unrecorded,
    options: inUse,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      await createClient(context, "used");
      const { access_token } = await app.token("used:s", {});
      expect(await app.use(access_token)).toBe(200);
      const [listed] = await tyk.tokens.list({ apiId: "orders", clientId: "used" });
      const path = { keyID: listed?.code ?? "" };
      const query = gateway.hash === undefined ? {} : { hashed: true };
      const isThere = (): Promise<boolean> =>
        tyk.raw.getKey({ path, query }).then(
          () => true,
          () => false,
        );
      for (let removal = 0; removal < inUse.writeBacks; removal += 1) {
        await tyk.raw.deleteKey({ path, query: { hashed: true, api_id: "orders" } });
        // The first read proves nothing.
        expect([await isThere(), await isThere()]).toEqual([false, true]);
      }
      await tyk.raw.deleteKey({ path, query: { hashed: true, api_id: "orders" } });
      expect([await isThere(), await isThere()]).toEqual([false, false]);
      await deleteClient(context, "used");
    },
  },
  {
    name: "trap 24: tokens in use are ended permanently, and the report shows how often they came back",
    recordings: [],
    unrecorded,
    // As often as a token came back on 5.14.0 while 32 connections used it.
    options: { writeBacks: 21 },
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const ref = { apiId: "orders", clientId: "fire" };
      await createClient(context, ref.clientId);
      const tokens = [];
      for (let count = 0; count < 2; count += 1) {
        const { access_token } = await app.token("fire:s", {});
        expect(await app.use(access_token)).toBe(200);
        tokens.push(access_token);
      }
      // Without a wait the loop of removals alone must do it.
      const args = { ifUnproved: "report", wait: false } as const;
      const { apis } = await tyk.tokens.revokeAll(ref, args);
      expect(apis).toMatchObject([{ apiId: "orders", ended: 2 }]);
      expect(apis[0]?.writtenBack).toBeGreaterThan(0);
      // Without a list of the keys it cannot be proved, but what is known is ended all the same.
      expect(apis[0]?.state).toBe(gateway.listsHashes ? "gone-from-storage" : "unverified");
      await expectTokenRefused(context, tokens);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 24: one token in use is ended permanently, with proof",
    recordings: [],
    unrecorded,
    options: { writeBacks: 21 },
    // Elsewhere the list goes on naming revoked tokens, so nothing tells whether their refresh tokens were revoked.
    on: (kind) => kind.listsHashes && tokensLiveAnHour(kind),
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "single" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("single:s", {});
      expect(await app.use(access_token)).toBe(200);
      const { apis } = await tyk.tokens.revokeAll(ref);
      expect(apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", ended: 1 }]);
      await expectTokenRefused(context, access_token);
      await deleteClient(context, ref.clientId);
    },
  },
];
