import { expect } from "vitest";
import { expectTokenRefused } from "../../support/conformance/expectations.ts";
import {
  requestCode,
  exchangeCode,
  createClient,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const versions = ["Default"];
const vault = { vault: { api_id: "vault", api_name: "vault", versions } };

export const absentFieldsCases: readonly Case[] = [
  {
    name: "trap 33: keys without an OAuth client are no client's tokens, and prevent no proof",
    recordings: [],
    unrecorded: "the recorded gateways held no ordinary keys",
    options: {
      keys: {
        "acme-ordinary-key": { access_rights: vault, expires: 0 },
        "ordinary-key-without-organisation": { org_id: "", access_rights: vault },
      },
    },
    on: ({ listsHashes }) => listsHashes,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "among" };
      await createClient(context, ref.clientId);
      await app.token("among:s", {});
      expect((await tyk.raw.listKeys()).keys).toHaveLength(3);
      const { apis } = await tyk.tokens.revokeAll(ref);
      expect(apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", ended: 1 }]);
      expect(await app.use("acme-ordinary-key", "vault")).toBe(200);
      const found = await tyk.tokens.find({ apiId: "vault", where: () => true });
      expect(found.complete).toBe(true);
      expect(found.tokens).toMatchObject([{ expires: 0 }, { expires: 0 }]);
      expect(found.tokens.map(({ clientId }) => clientId)).toEqual([undefined, undefined]);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 33: a session omits an empty organisation; its token is still read, ended and reported",
    recordings: [],
    unrecorded: "the recordings keep a part of each session alone",
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const ref = { apiId: "orders", clientId: "no-org" };
      await createClient(context, ref.clientId);
      const key_rules = JSON.stringify({
        org_id: "",
        access_rights: { orders: { api_id: "orders", api_name: "orders", versions } },
      });
      const { access } = await exchangeCode(
        context,
        "no-org:s",
        await requestCode(context, ref.clientId, { key_rules }),
      );
      expect(await app.use(access)).toBe(200);
      const [listed] = await tyk.tokens.list(ref);
      const keyID = listed?.code ?? "";
      const query = gateway.hash === undefined ? {} : { hashed: true };
      const session = await tyk.raw.getKey({ path: { keyID }, query });
      if (!isBefore(gateway.version, "5.14")) expect(session).not.toHaveProperty("org_id");
      const seen = await tyk.tokens.inspect({ apiId: "orders", listedCode: keyID });
      expect(seen).toMatchObject({ life: "alive", clientId: ref.clientId, orgId: "" });
      const args = { ifUnproved: "report" } as const;
      const { apis } = await tyk.tokens.revokeAll(ref, args);
      expect(apis).toMatchObject([{ apiId: "orders", ended: 1 }]);
      if (gateway.listsHashes) expect(apis[0]?.state).toBe("refused-at-api");
      await expectTokenRefused(context, access);
      await deleteClient(context, ref.clientId);
    },
  },
];
