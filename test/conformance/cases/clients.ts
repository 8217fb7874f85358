import { expect } from "vitest";
import { failure } from "../expecting.ts";
import { isBefore } from "../world.ts";
import type { Case } from "../world.ts";

const deleted = (key: string): object => ({ key, status: "ok", action: "deleted" });
const unknownClient = "OAuth Client ID not found";

export const clientCases: readonly Case[] = [
  {
    name: "a client is created, read, listed and deleted",
    recordings: ["create-and-read"],
    run: async ({ tyk }) => {
      const ref = { apiId: "orders", clientId: "shop-web" };
      const stored = {
        client_id: "shop-web",
        secret: "s3cret-shop",
        redirect_uri: "https://shop.example/cb",
        policy_id: "gold",
        meta_data: { team: "storefront", tier: 2, nested: { a: [1, null, true] } },
        description: "Shop web front",
      };
      expect(await tyk.clients.create({ ...stored, api_id: "orders" })).toEqual(stored);
      expect(await tyk.clients.get(ref)).toEqual(stored);
      expect(await tyk.clients.list({ apiId: "orders" })).toEqual([stored]);
      await failure(tyk.clients.get({ ...ref, apiId: "billing" }), "not-found", unknownClient);
      expect(await tyk.clients.delete(ref)).toEqual(deleted("shop-web"));
      await failure(tyk.clients.get(ref), "not-found", unknownClient);
      expect(await tyk.clients.delete(ref)).toEqual(deleted("shop-web"));
      expect(await tyk.clients.list({ apiId: "orders" })).toEqual([]);
    },
  },
  {
    name: "without an API a client is created on each that its policy grants",
    recordings: ["create-by-policy"],
    run: async ({ tyk }) => {
      const clientId = "multi";
      const stored = {
        client_id: clientId,
        secret: "m",
        redirect_uri: "https://m.example/cb",
        policy_id: "gold",
      };
      expect(await tyk.clients.create(stored)).toMatchObject(stored);
      expect(await tyk.clients.get({ apiId: "orders", clientId })).toMatchObject(stored);
      expect(await tyk.clients.get({ apiId: "billing", clientId })).toMatchObject(stored);
      const apis = await tyk.clients.listApis({ clientId, orgId: "acme" });
      expect(apis.sort()).toEqual(["billing", "orders"]);
      expect((await tyk.clients.listApis({ clientId })).sort()).toEqual(["billing", "orders"]);
      expect(await tyk.clients.listApis({ clientId: "nobody", orgId: "acme" })).toEqual([]);
      expect(await tyk.clients.listApis({ clientId, orgId: "other" })).toEqual([]);
      await tyk.clients.delete({ apiId: "orders", clientId });
      expect(await tyk.clients.get({ apiId: "billing", clientId })).toMatchObject(stored);
      expect(await tyk.clients.listApis({ clientId, orgId: "acme" })).toEqual(["billing"]);
      await tyk.clients.delete({ apiId: "billing", clientId });
    },
  },
  {
    name: "an id and a secret that are not given are made up by the gateway",
    recordings: ["create-generated"],
    run: async ({ tyk }) => {
      const body = { api_id: "orders", redirect_uri: "https://a.example/cb" };
      const client = await tyk.clients.create(body);
      expect(client.client_id).not.toBe("");
      expect(client.secret).not.toBe("");
      const ref = { apiId: "orders", clientId: client.client_id };
      expect(await tyk.clients.get(ref)).toEqual(client);
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "what create refuses is told apart, and what it would never take is not sent",
    recordings: ["create-refusals"],
    run: async ({ tyk }) => {
      const redirect_uri = "https://a.example/cb";
      const create = tyk.clients.create.bind(tyk.clients);
      const refused = (body: object, message: string): Promise<unknown> =>
        failure(create({ redirect_uri, ...body }), "bad-request", message);
      await refused({ client_id: "x1", api_id: "no-such-api" }, "API doesn't exist");
      await refused({ client_id: "x2", api_id: "open" }, "API is not OAuth2");
      await refused({ client_id: "x3", policy_id: "no-such-policy" }, "Policy doesn't exist");
      await refused({ client_id: "x4", policy_id: "nothing" }, "API is not OAuth2");
      const neither = await failure(create({ client_id: "x5", redirect_uri }), "input");
      expect(neither).toMatchObject({ field: "body.api_id", outcome: "not-sent" });
      const unknown = { client_id: "x9", redirect_uri, api_id: "orders", unknown_field: 1 };
      expect(await failure(create(unknown), "input")).toMatchObject({
        field: "body.unknown_field",
      });
    },
  },
  {
    name: "a second create of an id overwrites the first, its secret included",
    recordings: ["create-twice"],
    run: async ({ tyk }) => {
      const ref = { apiId: "orders", clientId: "dup" };
      const first = {
        client_id: "dup",
        secret: "one",
        redirect_uri: "https://1.example/cb",
        api_id: "orders",
        policy_id: "gold",
        description: "first",
      };
      const second = {
        client_id: "dup",
        secret: "two",
        redirect_uri: "https://2.example/cb",
        api_id: "orders",
      };
      await tyk.clients.create(first);
      await tyk.clients.create(second);
      const stored = await tyk.clients.get(ref);
      expect(stored).toMatchObject({
        secret: "two",
        redirect_uri: "https://2.example/cb",
        description: "",
      });
      expect(stored.policy_id).toBeUndefined();
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "an update changes what the patch names; a replacement blanks the rest; id and secret stay",
    recordings: ["update"],
    run: async ({ tyk }) => {
      const ref = { apiId: "orders", clientId: "upd" };
      await tyk.clients.create({
        client_id: "upd",
        secret: "keep-me",
        redirect_uri: "https://u.example/cb",
        api_id: "orders",
        policy_id: "gold",
        meta_data: { a: 1, b: 2 },
        description: "before",
      });
      const patch = {
        redirect_uri: "https://u2.example/cb",
        policy_id: "orders-only",
        meta_data: { a: 9 },
        description: "after",
      };
      const updated = { client_id: "upd", secret: "keep-me", ...patch };
      expect(await tyk.clients.update(ref, patch)).toEqual(updated);
      expect(await tyk.clients.replace(ref, { description: "only this" })).toEqual({
        client_id: "upd",
        secret: "keep-me",
        redirect_uri: "",
        meta_data: null,
        description: "only this",
      });
      const policy = { redirect_uri: "https://u4.example/cb", policy_id: "no-such-policy" };
      await failure(tyk.clients.replace(ref, policy), "not-found", "Policy doesn't exist");
      const body = { redirect_uri: "https://u.example/cb" };
      await failure(
        tyk.clients.replace({ ...ref, clientId: "nobody" }, body),
        "not-found",
        unknownClient,
      );
      await failure(
        tyk.clients.replace({ ...ref, apiId: "no-such-api" }, body),
        "not-found",
        "API doesn't exist",
      );
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- that no gateway has this documented call is what is shown
      const documented = tyk.raw.updateOAuthClientMetadata({ path: { apiID: "orders" } });
      expect(await failure(documented, "route")).toMatchObject({ status: 405, outcome: "refused" });
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "an update leaves alone what the patch does not name",
    recordings: [],
    unrecorded: "the recordings hold no update of one field that repeats the others",
    run: async ({ tyk }) => {
      const ref = { apiId: "orders", clientId: "merge" };
      const stored = {
        client_id: "merge",
        secret: "s",
        redirect_uri: "https://u.example/cb",
        policy_id: "gold",
        meta_data: { a: 1 },
        description: "before",
      };
      await tyk.clients.create({ ...stored, api_id: "orders" });
      const { data, steps } = await tyk.clients
        .update(ref, { description: "after" })
        .withResponse();
      expect(data).toEqual({ ...stored, description: "after" });
      expect(steps.map(({ operation }) => operation)).toEqual([
        "getOAuthClient",
        "updateOAuthClient",
      ]);
      expect(await tyk.clients.update(ref, { meta_data: null })).toMatchObject({
        meta_data: null,
        policy_id: "gold",
      });
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "an update to a policy that does not grant the API is refused",
    recordings: ["policy-refusals"],
    run: async ({ tyk }) => {
      const ref = { apiId: "orders", clientId: "pr" };
      await tyk.clients.create({
        client_id: "pr",
        secret: "s",
        redirect_uri: "https://r.example/cb",
        api_id: "orders",
        policy_id: "gold",
      });
      const body = { redirect_uri: "https://r.example/cb", policy_id: "billing-only" };
      const message = "Policy access rights doesn't contain API this OAuth client belongs to";
      await failure(tyk.clients.replace(ref, body), "bad-request", message);
      await failure(
        tyk.clients.replace({ ...ref, clientId: "nobody" }, body),
        "bad-request",
        message,
      );
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "a rotated secret replaces the old one at once",
    recordings: ["rotate"],
    run: async ({ tyk, app }) => {
      const ref = { apiId: "orders", clientId: "rot" };
      await tyk.clients.create({
        client_id: "rot",
        secret: "old-secret",
        redirect_uri: "https://r.example/cb",
        api_id: "orders",
        policy_id: "gold",
        meta_data: { k: "v" },
        description: "d",
      });
      await app.token("rot:old-secret", {});
      const rotated = await tyk.clients.rotateSecret(ref);
      expect(rotated).toMatchObject({ client_id: "rot", meta_data: { k: "v" }, description: "d" });
      expect(rotated.secret).not.toBe("old-secret");
      expect(await tyk.clients.get(ref)).toEqual(rotated);
      const refused = await failure(app.token("rot:old-secret", {}), "oauth");
      expect(refused.error).toBe("unauthorized_client");
      await app.token(`rot:${rotated.secret}`, {});
      await failure(
        tyk.clients.rotateSecret({ ...ref, clientId: "nobody" }),
        "not-found",
        unknownClient,
      );
      await failure(
        tyk.clients.rotateSecret({ apiId: "no-such-api", clientId: "rot" }),
        "not-found",
        "API doesn't exist",
      );
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "what is not there is told apart from a route that is not there",
    recordings: ["read-refusals"],
    run: async ({ tyk, gateway }) => {
      await failure(
        tyk.clients.get({ apiId: "no-such-api", clientId: "x" }),
        "not-found",
        unknownClient,
      );
      const list = await failure(tyk.clients.list({ apiId: "no-such-api" }), "not-found");
      expect(list.apiMessage).toBeUndefined();
      expect(await tyk.clients.list({ apiId: "open" })).toEqual([]);
      await failure(
        tyk.clients.get({ apiId: "orders", clientId: "nobody" }),
        "not-found",
        unknownClient,
      );
      await failure(
        tyk.clients.delete({ apiId: "no-such-api", clientId: "x" }),
        "not-found",
        unknownClient,
      );
      expect(await tyk.tokens.list({ apiId: "orders", clientId: "nobody" })).toEqual([]);
      await failure(
        tyk.tokens.list({ apiId: "no-such-api", clientId: "nobody" }),
        "not-found",
        unknownClient,
      );
      const page = await tyk.tokens.page({ apiId: "orders", clientId: "nobody", page: 1 });
      expect(page).toEqual({
        Pagination: { page_num: 1, page_total: 0, page_size: 100 },
        Tokens: [],
      });
      const onOpen = tyk.clients.delete({ apiId: "open", clientId: "x" });
      if (isBefore(gateway.version, "4.0.0")) await failure(onOpen, "not-found", unknownClient);
      else expect(await onOpen).toEqual(deleted("x"));
    },
  },
  {
    name: "ids that would reach another route are refused before any request",
    recordings: ["ids"],
    run: async ({ tyk }) => {
      const stored = { secret: "s", redirect_uri: "https://a.example/cb", api_id: "orders" };
      for (const clientId of [
        "with space",
        "plus+sign",
        "ünïcode-✓",
        "semi;colon",
        "...",
        "at@sign",
      ]) {
        const ref = { apiId: "orders", clientId };
        await tyk.clients.create({ client_id: clientId, ...stored });
        expect((await tyk.clients.get(ref)).client_id).toBe(clientId);
        expect(await tyk.clients.delete(ref)).toEqual(deleted(clientId));
      }
      // Clients with such ids exist, so all but create takes them.
      for (const clientId of ["pct%41", "q?mark", "hash#tag"]) {
        const error = await failure(
          tyk.clients.create({ client_id: clientId, ...stored }),
          "input",
        );
        expect(error.field).toBe("body.client_id");
        await tyk.raw.createOAuthClient({ body: { client_id: clientId, ...stored } });
        const ref = { apiId: "orders", clientId };
        expect((await tyk.clients.get(ref)).client_id).toBe(clientId);
        expect(await tyk.clients.delete(ref)).toEqual(deleted(clientId));
      }
      for (const clientId of ["", ".", "..", "slash/inside", "../billing/enc", "tab\tx"]) {
        const ref = { apiId: "orders", clientId };
        const error = await failure(tyk.clients.get(ref), "input");
        expect(error).toMatchObject({ field: "clientId", outcome: "not-sent", attempts: 0 });
        await failure(tyk.clients.delete(ref), "input");
        await failure(
          tyk.clients.rotateSecret({ ...ref, clientId: "x", apiId: clientId }),
          "input",
        );
        const raw = tyk.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
        expect(await failure(raw, "input")).toMatchObject({ field: "path.keyName" });
      }
    },
  },
  {
    name: "a broken index makes the list of the API, but not its clients, unreadable",
    recordings: ["stale-index"],
    needsStorage: true,
    run: async ({ tyk, evict }) => {
      const stored = {
        secret: "s",
        redirect_uri: "https://r.example/cb",
        api_id: "orders",
        policy_id: "gold",
      };
      await tyk.clients.create({ client_id: "whole", ...stored });
      await tyk.clients.create({ client_id: "broken", ...stored });
      await evict?.("broken");
      await failure(tyk.clients.list({ apiId: "orders" }), "not-found");
      expect((await tyk.clients.get({ apiId: "orders", clientId: "whole" })).client_id).toBe(
        "whole",
      );
      await failure(
        tyk.clients.get({ apiId: "orders", clientId: "broken" }),
        "not-found",
        unknownClient,
      );
      expect(await tyk.clients.listApis({ clientId: "whole", orgId: "acme" })).toEqual([]);
      await tyk.clients.delete({ apiId: "orders", clientId: "broken" });
      expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
      await tyk.clients.delete({ apiId: "orders", clientId: "whole" });
    },
  },
];
