import { expect } from "vitest";
import {
  expectFailure,
  expectTokenRefused,
  expectOAuthError,
} from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createOnBothApis,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

const both = ["orders", "billing"];
const looked = "the verb reads each copy, and no recording does";

export const copiesCases: readonly Case[] = [
  {
    name: "trap 8: rotation, update and deletion touch one copy of a client; revoke_all those that have the secret",
    recordings: ["secrets-drift"],
    run: async (context) => {
      const { tyk, app } = context;
      const on = (apiId: string): ReturnType<typeof tyk.clients.get> =>
        tyk.clients.get({ apiId, clientId: "drift" });
      const revokeAll = (client_secret: string): Promise<unknown> =>
        tyk.raw.revokeAllTokens({ body: { client_id: "drift", client_secret } });
      await tyk.raw.createOAuthClient({
        body: {
          client_id: "drift",
          secret: "old",
          redirect_uri: "https://m.example/cb",
          policy_id: "gold",
        },
      });
      const { access_token: one } = await app.token("drift:old", {});
      const { access_token: two } = await app.token("drift:old", {}, "billing");
      const { secret } = await tyk.raw.rotateOAuthClient(clientPath("drift"));
      expect((await on("billing")).secret).toBe("old");
      await expectOAuthError("unauthorized_client", app.token("drift:old", {}));
      await app.token("drift:old", {}, "billing");
      await revokeAll(secret);
      await expectTokenRefused(context, one);
      expect(await app.use(two, "billing")).toBe(200);
      await revokeAll("old");
      await expectTokenRefused(context, two, "billing");
      const body = { redirect_uri: "https://changed.example/cb", policy_id: "gold" };
      await tyk.raw.updateOAuthClient({ ...clientPath("drift"), body });
      expect((await on("orders")).redirect_uri).toBe("https://changed.example/cb");
      expect((await on("billing")).redirect_uri).toBe("https://m.example/cb");
      await deleteClient(context, "drift", ...both);
    },
  },
  {
    name: "trap 8: inspect shows each copy of a client and their differences, and no secret",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const clientId = "twin";
      await createOnBothApis(context, clientId, { secret: "twin-secret", description: "same" });
      const before = await tyk.clients.inspect({ clientId });
      expect(before).toMatchObject({ clientId, drift: [] });
      expect(before.copies.map(({ apiId }) => apiId)).toEqual(["billing", "orders"]);
      expect(JSON.stringify(before)).not.toContain("secret");
      await tyk.raw.rotateOAuthClient(clientPath(clientId));
      expect((await tyk.clients.inspect({ clientId })).drift).toEqual(["secret"]);
      const body = { redirect_uri: redirectUri, policy_id: "gold", description: "other" };
      await tyk.raw.updateOAuthClient({ ...clientPath(clientId, "billing"), body });
      const { drift } = await tyk.clients.inspect({ clientId });
      expect([...drift].sort()).toEqual(["description", "secret"]);
      await expectFailure(tyk.clients.inspect({ clientId: "nobody" }), "not-found");
      await expectFailure(tyk.clients.inspect({ clientId, orgId: "other" }), "not-found");
      await deleteClient(context, clientId, ...both);
    },
  },
  {
    name: "trap 8: a method changes all copies on request, and none if one of them is missing",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const clientId = "siblings";
      await createOnBothApis(context, clientId);
      const all = { clientId, apis: "all" } as const;
      const updated = await tyk.clients.update(all, { description: "on both" });
      expect(updated.map(({ apiId, client }) => [apiId, client.description])).toEqual([
        ["billing", "on both"],
        ["orders", "on both"],
      ]);
      await tyk.clients.update({ apiId: "orders", clientId }, { description: "on one" });
      expect((await tyk.clients.inspect({ clientId })).drift).toEqual(["description"]);
      const body = { redirect_uri: redirectUri, policy_id: "gold" };
      await tyk.clients.replace({ clientId, apis: both }, body);
      expect((await tyk.clients.inspect({ clientId })).drift).toEqual([]);

      await deleteClient(context, clientId, "billing");
      const lacking = tyk.clients.update({ clientId, apis: both }, { description: "on which?" });
      expect(await expectFailure(lacking, "not-found")).toMatchObject({ outcome: "not-sent" });
      const [copy] = (await tyk.clients.inspect({ clientId })).copies;
      expect(copy?.client.description).toBe("");
      await expectFailure(tyk.clients.update({ clientId: "nobody", apis: "all" }, {}), "not-found");
      await deleteClient(context, clientId, "orders");
    },
  },
  {
    name: "trap 8: the clients of all APIs are yielded one by one, each copy separately, and with secrets only on request",
    recordings: [],
    unrecorded: "no recording lists the APIs and then the clients of each",
    run: async (context) => {
      const { tyk } = context;
      await createOnBothApis(context, "everywhere");
      const found: string[] = [];
      for await (const { apiId, client } of tyk.clients.iterateAll()) {
        expect(client).not.toHaveProperty("secret");
        if (client.client_id === "everywhere") found.push(apiId);
      }
      expect(found.sort()).toEqual(["billing", "orders"]);
      const secrets: string[] = [];
      for await (const { client } of tyk.clients.iterateAll({ secrets: true }))
        if (client.client_id === "everywhere") secrets.push(client.secret);
      expect(secrets).toEqual(["s", "s"]);
      const elsewhere = tyk.clients.iterateAll({ orgId: "other" });
      expect((await elsewhere.next()).done).toBe(true);
      await deleteClient(context, "everywhere", ...both);
    },
  },
];
