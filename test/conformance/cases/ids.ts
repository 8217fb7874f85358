import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { clientPath, sendWithoutSdk } from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

const deleted = (key: string): object => ({ key, status: "ok", action: "deleted" });
const refused = { outcome: "not-sent", attempts: 0 };

export const idCases: readonly Case[] = [
  {
    name: "trap 1: an empty id lists, or deletes nothing with a success, so it is never sent, nor is a dot segment",
    recordings: ["create-and-read", "read-refusals"],
    run: async (context) => {
      const { tyk } = context;
      const stored = {
        client_id: "shop-web",
        secret: "s3cret-shop",
        redirect_uri: "https://shop.example/cb",
        policy_id: "gold",
        meta_data: { team: "storefront", tier: 2, nested: { a: [1, null, true] } },
        description: "Shop web front",
      };
      await tyk.raw.createOAuthClient({ body: { ...stored, api_id: "orders" } });
      const listed = await sendWithoutSdk(context, "GET", "/tyk/oauth/clients/orders/");
      expect(JSON.parse(listed.body)).toEqual([stored]);
      const nobody = await sendWithoutSdk(context, "DELETE", "/tyk/oauth/clients/orders");
      expect(nobody.status).toBe(200);
      expect(JSON.parse(nobody.body)).toEqual(deleted(""));
      for (const clientId of ["", ".", ".."]) {
        const ref = { apiId: "orders", clientId };
        const read = await expectFailure(tyk.clients.get(ref), "input");
        expect(read).toMatchObject({ ...refused, field: "clientId" });
        await expectFailure(tyk.clients.delete(ref), "input");
        await expectFailure(tyk.tokens.list({ apiId: clientId, clientId: "x" }), "input");
        await expectFailure(tyk.raw.deleteOAuthClient(clientPath(clientId)), "input");
      }
      expect(await tyk.clients.get({ apiId: "orders", clientId: "shop-web" })).toEqual(stored);
      await tyk.raw.deleteOAuthClient(clientPath("shop-web"));
    },
  },
  {
    name: "trap 2: a slash in an id reaches another route, encoded or not, so it is never sent",
    recordings: ["encoded-slash"],
    run: async (context) => {
      const { tyk } = context;
      const body = { redirect_uri: "https://r.example/cb", policy_id: "gold" };
      await tyk.raw.createOAuthClient({
        body: { client_id: "enc", secret: "before", api_id: "orders", ...body },
      });
      const path = "/tyk/oauth/clients/orders";
      const update = await sendWithoutSdk(context, "PUT", `${path}/enc%2Frotate`, body);
      expect(update.status).toBe(200);
      const { secret } = await tyk.clients.get({ apiId: "orders", clientId: "enc" });
      expect(secret).not.toBe("before");
      expect((await sendWithoutSdk(context, "GET", `${path}/enc%2Ftokens`)).body.trim()).toBe("[]");
      expect((await sendWithoutSdk(context, "GET", `${path}/..%2Fbilling%2Fenc`)).status).toBe(301);
      for (const clientId of ["enc/rotate", "enc/tokens", "../billing/enc", "a\tb"]) {
        const ref = { apiId: "orders", clientId };
        const calls = [
          () => tyk.clients.get(ref),
          () => tyk.clients.update(ref, { description: "x" }),
          () => tyk.clients.rotateSecret(ref),
          () => tyk.clients.delete(ref),
          () => tyk.tokens.list(ref),
          () => tyk.tokens.revokeAll(ref),
        ];
        for (const call of calls)
          expect(await expectFailure(call(), "input")).toMatchObject({
            ...refused,
            field: "clientId",
          });
        await expectFailure(tyk.raw.updateOAuthClient({ ...clientPath(clientId), body }), "input");
      }
      const refreshToken = "x/../../../keys/some-key";
      await expectFailure(tyk.tokens.revoke({ apiId: "orders", refreshToken }), "input");
      await tyk.raw.deleteOAuthClient(clientPath("enc"));
    },
  },
  {
    name: "trap 3: a client with a slash in its id could be created but never read or deleted, so it is not created",
    recordings: ["ids"],
    // Nothing but its storage could free a running gateway of it.
    needsStorage: true,
    run: async (context) => {
      const { tyk } = context;
      const body = {
        client_id: "slash/inside",
        secret: "s",
        redirect_uri: "https://a.example/cb",
        api_id: "orders",
      };
      const made = await expectFailure(tyk.clients.create(body), "input");
      expect(made).toMatchObject({ ...refused, field: "body.client_id" });
      await tyk.raw.createOAuthClient({ body });
      const path = "/tyk/oauth/clients/orders/slash%2Finside";
      expect((await sendWithoutSdk(context, "GET", path)).status).toBe(404);
      expect((await sendWithoutSdk(context, "DELETE", path)).status).toBe(404);
      // A list does not fail over it.
      const [client] = await tyk.clients.list({ apiId: "orders" });
      expect(client?.client_id).toBe("slash/inside");
    },
  },
  {
    name: "ids with signs that work percent-encoded are taken; but for create, which refuses \\, %, ? and #",
    recordings: ["ids"],
    run: async ({ tyk }) => {
      const stored = { secret: "s", redirect_uri: "https://a.example/cb", api_id: "orders" };
      const odd = ["pct%41", "q?mark", "hash#tag"];
      const fine = ["with space", "plus+sign", "ünïcode-✓", "semi;colon", "...", "at@sign"];
      for (const clientId of [...fine, ...odd]) {
        await tyk.raw.createOAuthClient({ body: { client_id: clientId, ...stored } });
        const ref = { apiId: "orders", clientId };
        expect((await tyk.clients.get(ref)).client_id).toBe(clientId);
        expect(await tyk.raw.deleteOAuthClient(clientPath(clientId))).toEqual(deleted(clientId));
      }
      for (const client_id of odd) {
        const made = tyk.clients.create({ client_id, ...stored });
        expect(await expectFailure(made, "input")).toMatchObject({ field: "body.client_id" });
      }
    },
  },
];
