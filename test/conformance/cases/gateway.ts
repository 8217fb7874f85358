import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  sendWithoutSdk,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const gatewayCases: readonly Case[] = [
  {
    name: "a wrong secret is distinguished from every other refusal",
    recordings: ["admin-secret"],
    run: async ({ tyk }) => {
      const intruder = tyk.withOptions({ secret: "wrong" });
      const ref = { apiId: "orders", clientId: "x" };
      const calls = [
        () => intruder.clients.list({ apiId: "orders" }),
        () => intruder.clients.get(ref),
        () => intruder.raw.rotateOAuthClient(clientPath("x")),
        () => intruder.raw.deleteOAuthClient(clientPath("x")),
        () => intruder.clients.listApis({ clientId: "x", orgId: "acme" }),
        () => intruder.tokens.list(ref),
        () => intruder.tokens.revoke({ apiId: "orders", refreshToken: "x" }),
        () => intruder.tokens.purgeLapsed(),
      ];
      for (const call of calls) {
        const error = await expectFailure(call(), "authentication");
        expect(error).toMatchObject({ status: 403, outcome: "refused" });
      }
      expect(await tyk.raw.listOAuthClients({ path: { apiID: "orders" } })).toEqual([]);
    },
  },
  {
    name: "trap 4: a redirect is reported and not followed, so the secret goes nowhere else",
    recordings: [],
    unrecorded: "the recorded redirects are those of ids that the SDK refuses to send",
    run: async ({ tyk, control }) => {
      const asked: string[] = [];
      const beside = tyk.withOptions({
        // The gateway sends whoever asks with a doubled slash to the path with one.
        baseUrl: `${control.url}//beside`,
        fetch: (url, init) => {
          asked.push(url);
          return control.fetch(url, init);
        },
      });
      for (const call of [() => beside.apis.list(), () => beside.raw.listApis()]) {
        const error = await expectFailure(call(), "redirect");
        expect(error).toMatchObject({ status: 301, outcome: "refused" });
      }
      expect(asked).toHaveLength(2);
    },
  },
  {
    name: "a definition shows whether an API uses OAuth, and its listen path",
    recordings: ["api-definition"],
    run: async ({ tyk }) => {
      const orders = await tyk.apis.get({ apiId: "orders" });
      expect(orders).toMatchObject({ api_id: "orders", org_id: "acme", use_oauth2: true });
      expect(orders.proxy.listen_path).toBe("/orders/");
      expect((await tyk.apis.get({ apiId: "open" })).use_oauth2).toBe(false);
      await expectFailure(tyk.apis.get({ apiId: "no-such-api" }), "not-found", "API not found");
    },
  },
  {
    name: "the gateway's health needs no secret",
    recordings: [],
    unrecorded: "the recorded answer leaves the version out, without which it is not one",
    run: async ({ tyk }) => {
      const info = await tyk.withOptions({ secret: "wrong" }).gateway.info();
      expect(info).toMatchObject({ status: "pass", description: "Tyk GW" });
    },
  },
  {
    name: "APIs are listed, and on request only those with OAuth",
    recordings: ["definitions"],
    run: async ({ tyk }) => {
      const ids = (apis: { api_id: string }[]): string[] => apis.map((api) => api.api_id).sort();
      expect(ids(await tyk.apis.list({ oauth: true }))).toEqual(["billing", "orders"]);
    },
  },
  {
    name: "policies are read if the gateway shows them",
    recordings: ["definitions"],
    run: async ({ tyk, gateway }) => {
      if (isBefore(gateway.version, "4.0.0")) {
        await expectFailure(tyk.raw.getPolicy({ path: { polID: "gold" } }), "route");
        await expectFailure(tyk.raw.listPolicies(), "route");
        return;
      }
      const gold = tyk.policies.get({ policyId: "gold" });
      if (isBefore(gateway.version, "5.12.0")) {
        // They were read from a file, and have no id there before 5.12.
        await expectFailure(gold, "not-found", "Policy not found");
        return;
      }
      expect(Object.keys((await gold).access_rights ?? {}).sort()).toEqual(["billing", "orders"]);
      await expectFailure(
        tyk.policies.get({ policyId: "no-such-policy" }),
        "not-found",
        "Policy not found",
      );
      const all = await tyk.policies.list();
      expect(all.map(({ id }) => id).sort()).toEqual([
        "billing-only",
        "gold",
        "nothing",
        "orders-only",
      ]);
    },
  },
  {
    name: "capabilities detects what the gateway supports",
    recordings: [],
    unrecorded: "no recording asks for what a gateway lacks",
    run: async (context) => {
      const { tyk, app, gateway, control } = context;
      await createClient(context, "able");
      await app.token("able:s", {});
      // A client that knows nothing yet.
      const { fetch } = control;
      const found = await tyk.withOptions({ fetch }).gateway.capabilities();
      const { version, hash, listsHashes } = gateway;
      expect(found).toEqual({
        version,
        control: true,
        edge: false,
        hashedKeys: hash !== undefined,
        // A code tells it.
        keyHash: listsHashes ? hash : undefined,
        keyListing: listsHashes,
        policies: !isBefore(version, "4.1.0"),
        policiesById: !isBefore(version, "5.12.0"),
        paging: true,
        purge: !isBefore(version, "5.3.0"),
        checkedAt: found.checkedAt,
      });
      const reader = await tyk.withOptions({ fetch, readOnly: true }).gateway.capabilities();
      expect(reader).toEqual({ ...found, purge: undefined, checkedAt: reader.checkedAt });
      if (!found.policies)
        expect((await expectFailure(tyk.policies.list(), "unsupported")).message).toContain("4.3");
      await deleteClient(context, "able");
    },
  },
  {
    name: "trap 22: at a wrong address everything is 404, which is never reported as a missing client",
    recordings: [],
    unrecorded: "every recording was made at the right address",
    run: async (context) => {
      const { tyk, control } = context;
      const ref = { apiId: "orders", clientId: "at-home" };
      await createClient(context, ref.clientId);
      const path = "/tyk/oauth/clients/orders/at-home";
      expect((await sendWithoutSdk(context, "GET", `/nowhere${path}`)).status).toBe(404);
      const lost = tyk.withOptions({ baseUrl: `${control.url}/nowhere` });
      const body = { client_id: ref.clientId, api_id: "orders", redirect_uri: redirectUri };
      const calls = [
        () => lost.clients.get(ref),
        () => lost.clients.delete(ref),
        () => lost.clients.create(body, { ifExists: "replace" }),
        () => lost.clients.inspect({ clientId: ref.clientId }),
        () => lost.tokens.list(ref),
        () => lost.tokens.revokeAll(ref),
        () => lost.raw.deleteOAuthClient(clientPath(ref.clientId)),
      ];
      for (const call of calls) expect((await expectFailure(call(), "route")).status).toBe(404);
      expect(await lost.gateway.capabilities()).toMatchObject({ control: false, edge: undefined });
      // The same where the APIs are served elsewhere.
      const apart = tyk.withOptions({ apiBaseUrl: `${control.url}/nowhere` });
      await expectFailure(apart.clients.authorize(ref, { redirectUri }), "route");
      expect((await tyk.clients.get(ref)).client_id).toBe(ref.clientId);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "rotate on an API without OAuth",
    recordings: ["crash-rotate-open-api"],
    run: async ({ tyk, gateway }) => {
      const call = tyk.raw.rotateOAuthClient(clientPath("x", "open"));
      const dropped = isBefore(gateway.version, "4.0.0");
      const error = await expectFailure(call, dropped ? "connection" : "not-found");
      expect(error.outcome).toBe(dropped ? "unknown" : "refused");
      expect(error.attempts).toBe(1);
    },
  },
  {
    name: "update on an API without OAuth",
    recordings: ["crash-update-open-api"],
    run: async ({ tyk, gateway }) => {
      const body = { redirect_uri: "https://u.example/cb" };
      // What drops the connection once does so each time.
      const call = tyk.raw.updateOAuthClient(
        { ...clientPath("x", "open"), body },
        { maxRetries: 0 },
      );
      await expectFailure(call, isBefore(gateway.version, "4.0.0") ? "connection" : "not-found");
    },
  },
  {
    name: "tokens of an API without OAuth",
    recordings: ["crash-tokens-open-api"],
    run: async ({ tyk: client, gateway }) => {
      // A dropped connection is repeated for a read; here one attempt is enough to see it.
      const tyk = client.withOptions({ maxRetries: 0 });
      const ref = { apiId: "open", clientId: "x" };
      if (isBefore(gateway.version, "4.0.0")) {
        await expectFailure(tyk.tokens.list(ref), "connection");
        await expectFailure(tyk.tokens.page({ ...ref, page: 1 }), "connection");
        return;
      }
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Tokens).toEqual([]);
    },
  },
];
