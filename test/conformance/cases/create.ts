import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { createAnything } from "../../support/client/create-anything.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const unknownClient = "OAuth Client ID not found";
const looked = "the verb looks before it writes, and no recording looks so";

export const createCases: readonly Case[] = [
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
      const created = await tyk.raw.createOAuthClient({ body: { ...stored, api_id: "orders" } });
      expect(created).toEqual(stored);
      expect(await tyk.clients.get(ref)).toEqual(stored);
      expect(await tyk.clients.list({ apiId: "orders" })).toEqual([stored]);
      // The method would read more than is recorded before it believes a 404.
      const onBilling = tyk.raw.getOAuthClient(clientPath("shop-web", "billing"));
      await expectFailure(onBilling, "not-found", unknownClient);
      const deleted = { key: "shop-web", status: "ok", action: "deleted" };
      expect(await tyk.raw.deleteOAuthClient(clientPath("shop-web"))).toEqual(deleted);
      await expectFailure(
        tyk.raw.getOAuthClient(clientPath("shop-web")),
        "not-found",
        unknownClient,
      );
      expect(await tyk.raw.deleteOAuthClient(clientPath("shop-web"))).toEqual(deleted);
      expect(await tyk.raw.listOAuthClients({ path: { apiID: "orders" } })).toEqual([]);
    },
  },
  {
    name: "without an API the gateway creates the client on each API that its policy grants",
    recordings: ["create-by-policy"],
    run: async (context) => {
      const { tyk } = context;
      const clientId = "multi";
      const stored = {
        client_id: clientId,
        secret: "m",
        redirect_uri: "https://m.example/cb",
        policy_id: "gold",
      };
      expect(await tyk.raw.createOAuthClient({ body: stored })).toMatchObject(stored);
      expect(await tyk.clients.get({ apiId: "orders", clientId })).toMatchObject(stored);
      expect(await tyk.clients.get({ apiId: "billing", clientId })).toMatchObject(stored);
      const apis = await tyk.clients.listApis({ clientId, orgId: "acme" });
      expect(apis.sort()).toEqual(["billing", "orders"]);
      expect((await tyk.clients.listApis({ clientId })).sort()).toEqual(["billing", "orders"]);
      // An empty list is confirmed by reads that no recording has.
      const none = { path: { clientID: "nobody" }, query: { orgID: "acme" } };
      expect(await tyk.raw.listOAuthClientApis(none)).toEqual([]);
      const elsewhere = { path: { clientID: clientId }, query: { orgID: "other" } };
      expect(await tyk.raw.listOAuthClientApis(elsewhere)).toEqual([]);
      await deleteClient(context, clientId, "orders");
      expect(await tyk.clients.get({ apiId: "billing", clientId })).toMatchObject(stored);
      expect(await tyk.clients.listApis({ clientId, orgId: "acme" })).toEqual(["billing"]);
      await deleteClient(context, clientId, "billing");
    },
  },
  {
    name: "the gateway generates an omitted id and secret",
    recordings: ["create-generated"],
    run: async (context) => {
      const { tyk } = context;
      const body = { api_id: "orders", redirect_uri: "https://a.example/cb" };
      const client = await tyk.raw.createOAuthClient({ body });
      expect(client.client_id).not.toBe("");
      expect(client.secret).not.toBe("");
      const ref = { apiId: "orders", clientId: client.client_id };
      expect(await tyk.clients.get(ref)).toEqual(client);
      await deleteClient(context, client.client_id);
    },
  },
  {
    name: "the method generates the id and the secret, the same on each API of the policy",
    recordings: [],
    unrecorded: "what the verb makes up is different each time",
    run: async (context) => {
      const { tyk } = context;
      const body = { policy_id: "gold", redirect_uri: redirectUri, description: "made here" };
      const made = await tyk.clients.create(body);
      expect(made.client_id).toMatch(/^[\da-f]{32}$/);
      expect(made.secret).toMatch(/^[0-9a-f]{64}$/);
      expect(made).toEqual({ ...made, ...body, meta_data: null });
      for (const apiId of ["orders", "billing"])
        expect(await tyk.clients.get({ apiId, clientId: made.client_id })).toEqual(made);
      await deleteClient(context, made.client_id, "orders", "billing");
    },
  },
  {
    name: "the refusals of the gateway's create are distinguished, and what it never accepts is not sent",
    recordings: ["create-refusals"],
    run: async ({ tyk }) => {
      const redirect_uri = "https://a.example/cb";
      const refused = (body: object, message: string): Promise<unknown> =>
        expectFailure(
          tyk.raw.createOAuthClient({ body: { redirect_uri, ...body } }),
          "bad-request",
          message,
        );
      await refused({ client_id: "x1", api_id: "no-such-api" }, "API doesn't exist");
      await refused({ client_id: "x2", api_id: "open" }, "API is not OAuth2");
      await refused({ client_id: "x3", policy_id: "no-such-policy" }, "Policy doesn't exist");
      await refused({ client_id: "x4", policy_id: "nothing" }, "API is not OAuth2");
      const wrong = async (body: object, field: string): Promise<void> => {
        const error = await expectFailure(createAnything(tyk, { redirect_uri, ...body }), "input");
        expect(error).toMatchObject({ field, outcome: "not-sent", attempts: 0 });
      };
      await wrong({ client_id: "x5" }, "body.api_id");
      await wrong({ client_id: "x6", api_id: "orders", redirect_uri: "" }, "body.redirect_uri");
      await wrong({ client_id: "x7", api_id: "orders", meta_data: "text" }, "body.meta_data");
      await wrong({ client_id: "x9", api_id: "orders", unknown_field: 1 }, "body.unknown_field");
      await wrong(
        { client_id: "x10", api_id: "orders", redirect_uri: "not a uri" },
        "body.redirect_uri",
      );
    },
  },
  {
    name: "trap 5: the gateway's create overwrites a client of the same id, its secret included",
    recordings: ["create-twice"],
    run: async (context) => {
      const { tyk } = context;
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
      await tyk.raw.createOAuthClient({ body: first });
      await tyk.raw.createOAuthClient({ body: second });
      const stored = await tyk.clients.get({ apiId: "orders", clientId: "dup" });
      const { api_id, ...rest } = second;
      expect(api_id).toBe("orders");
      expect(stored).toEqual({ ...rest, meta_data: null, description: "" });
      await deleteClient(context, "dup");
    },
  },
  {
    name: "trap 5: an existing client is overwritten only on request, and its secret only if the call names one",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "taken" };
      await createClient(context, "taken", { secret: "mine", description: "first" });
      const other = {
        client_id: "taken",
        api_id: "orders",
        policy_id: "gold",
        redirect_uri: "https://2.example/cb",
      };
      expect(await expectFailure(tyk.clients.create(other), "conflict")).toMatchObject({
        outcome: "not-sent",
      });
      const kept = await tyk.clients.create(other, { ifExists: "keep" });
      expect(kept).toMatchObject({ secret: "mine", description: "first" });
      expect(kept.differs).toEqual([{ apiId: "orders", fields: ["redirect_uri", "description"] }]);
      expect(await tyk.clients.get(ref)).toMatchObject({ secret: "mine", description: "first" });

      const replaced = await tyk.clients.create(other, { ifExists: "replace" });
      const { api_id, ...asked } = other;
      expect(replaced).toEqual({ ...asked, secret: "mine", meta_data: null, description: "" });
      expect(await tyk.clients.get({ ...ref, apiId: api_id })).toEqual(replaced);
      // The create whose answer was lost, made again: whoever knows the secret made it.
      const again = await tyk.clients.create({ ...other, secret: "mine" }).withResponse();
      expect(again.data).toEqual(replaced);
      expect(again.steps.map(({ operation }) => operation)).not.toContain("createOAuthClient");
      await expectFailure(tyk.clients.create({ ...other, secret: "guess" }), "conflict");
      expect(
        await tyk.clients.create({ ...other, secret: "new" }, { ifExists: "replace" }),
      ).toMatchObject({ secret: "new" });
      // The gateway alone asks nobody.
      await createClient(context, "taken");
      expect(await tyk.clients.get(ref)).toMatchObject({ secret: "s", redirect_uri: redirectUri });
      await deleteClient(context, "taken");
    },
  },
  {
    name: "trap 5: a client of two APIs gets one secret, and the same create completes an interrupted one",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const apis = ["orders", "billing"];
      const body = { client_id: "both", policy_id: "gold", redirect_uri: redirectUri };
      const secretOn = async (apiId: string): Promise<string> =>
        (await tyk.clients.get({ apiId, clientId: "both" })).secret;
      const { secret = "" } = await tyk.clients.create(body, { apis });
      expect([await secretOn("orders"), await secretOn("billing")]).toEqual([secret, secret]);

      // All of it is there: whoever does not know the secret need not be the one who made it.
      await expectFailure(tyk.clients.create(body, { apis }), "conflict");
      // As if it had been cut off after the first; whoever names another description did not make that one.
      await deleteClient(context, "both", "billing");
      const other = { ...body, description: "another" };
      await expectFailure(tyk.clients.create(other, { apis }), "conflict");
      await expectFailure(tyk.clients.get({ apiId: "billing", clientId: "both" }), "not-found");
      for (const again of [body, { ...body, secret }]) {
        await tyk.clients.create(again, { apis });
        expect([await secretOn("orders"), await secretOn("billing")]).toEqual([secret, secret]);
        await deleteClient(context, "both", "billing");
      }
      await tyk.clients.create(other, { apis, ifExists: "keep" });
      expect([await secretOn("orders"), await secretOn("billing")]).toEqual([secret, secret]);
      // The gateway alone makes a secret for each call.
      await deleteClient(context, "both", "billing");
      const alone = await tyk.raw.createOAuthClient({ body: { ...body, api_id: "billing" } });
      expect(alone.secret).not.toBe(secret);
      await deleteClient(context, "both", ...apis);
    },
  },
  {
    name: "trap 6: an unsuitable policy of a new client is reported before the create, if the gateway shows policies",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, gateway, app } = context;
      const ref = { apiId: "orders", clientId: "policies" };
      const create = (body: object): Promise<unknown> =>
        createAnything(tyk, { client_id: ref.clientId, redirect_uri: redirectUri, ...body });
      expect(await expectFailure(create({ api_id: "open" }), "unsupported")).toMatchObject({
        outcome: "not-sent",
      });
      await expectFailure(create({ api_id: "no-such-api" }), "not-found", "API not found");
      // Not before 5.12, of policies that are read from a file.
      const shows = !isBefore(gateway.version, "5.12.0");
      for (const policy_id of ["nothing", "billing-only", "no-such-policy"]) {
        const made = create({ api_id: "orders", policy_id });
        if (shows)
          await expectFailure(made, policy_id === "no-such-policy" ? "not-found" : "unsupported");
        else await made;
        if (shows) await expectFailure(tyk.clients.get(ref), "not-found", unknownClient);
        else await deleteClient(context, ref.clientId);
      }
      const unknown = create({ policy_id: "no-such-policy" });
      await expectFailure(unknown, shows ? "not-found" : "bad-request");
      // The gateway alone makes it, and then gives it no token, or one that opens nothing.
      await createClient(context, ref.clientId, { policy_id: "no-such-policy" });
      await expectOAuthError("server_error", app.token("policies:s", {}));
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 6: a client of an unknown policy gets no token and no update; one of a policy that grants nothing opened the API before 5.7",
    recordings: ["unknown-policy"],
    run: async (context) => {
      const { tyk, app, gateway } = context;
      const create = (policy_id: string): Promise<unknown> =>
        createClient(context, "up", { policy_id });
      const update = (policy_id: string): Promise<unknown> => {
        const body = { redirect_uri: redirectUri, policy_id, description: "changed" };
        return tyk.raw.updateOAuthClient({ ...clientPath("up"), body });
      };
      await create("no-such-policy");
      await expectOAuthError("server_error", app.token("up:s", {}));
      await expectFailure(update("no-such-policy"), "not-found", "Policy doesn't exist");
      await deleteClient(context, "up");
      const message = "Policy access rights doesn't contain API this OAuth client belongs to";
      await create("nothing");
      const { access_token: nothing } = await app.token("up:s", {});
      expect(await app.use(nothing)).toBe(isBefore(gateway.version, "5.7.1") ? 200 : 403);
      await expectFailure(update("nothing"), "bad-request", message);
      await deleteClient(context, "up");
      await create("billing-only");
      const { access_token: elsewhere } = await app.token("up:s", {});
      expect(await app.use(elsewhere)).toBe(403);
      await expectFailure(update("billing-only"), "bad-request", message);
      await deleteClient(context, "up");
    },
  },
];
