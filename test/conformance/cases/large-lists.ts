import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { createClient, deleteClient } from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

/** So many that their list is longer than any other response here. */
const crowd = 200;

export const largeListCases: readonly Case[] = [
  {
    name: "trap 31: lists have no pages; they are read by element, and one beyond the limit of lists is rejected",
    recordings: [],
    unrecorded: "no recorded list is large",
    on: ({ listsHashes }) => listsHashes,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "few" };
      await createClient(context, "crowd");
      await createClient(context, ref.clientId);
      for (let count = 0; count < crowd; count += 1) await app.token("crowd:s", {});
      const { keys } = await tyk.raw.listKeys();
      expect(keys.length).toBeGreaterThanOrEqual(crowd);
      const bytes = JSON.stringify({ keys }).length;
      // Longer than each element and each other response, and shorter than the list.
      const thrifty = tyk.withOptions({ maxResponseBytes: bytes - 1 });
      expect((await thrifty.raw.listKeys()).keys).toHaveLength(keys.length);
      const small = tyk.withOptions({ maxListBytes: bytes - 1 });
      await app.token("few:s", {});
      await expectFailure(small.raw.listKeys(), "too-large");
      const args = { ifUnproved: "report", wait: false } as const;
      const { apis } = await small.tokens.revokeAll(ref, args);
      expect(apis).toMatchObject([{ state: "unverified", ended: 1 }]);
      expect(apis[0]?.reason).toContain("keys could not be listed (too-large)");
      // With room for the list it is proved.
      const { apis: proved } = await tyk.tokens.revokeAll(ref, args);
      expect(proved[0]?.state).toBe("gone-from-storage");
      await tyk.raw.revokeAllTokens({ body: { client_id: "crowd", client_secret: "s" } });
      await deleteClient(context, "crowd");
      await deleteClient(context, ref.clientId);
    },
  },
];
