import { expect } from "vitest";
import { failure } from "../expecting.ts";
import { isBefore } from "../world.ts";
import type { Case } from "../world.ts";

export const gatewayCases: readonly Case[] = [
  {
    name: "a wrong secret is told from every other refusal",
    recordings: ["admin-secret"],
    run: async ({ tyk }) => {
      const intruder = tyk.withOptions({ secret: "wrong" });
      const ref = { apiId: "orders", clientId: "x" };
      const calls = [
        () => intruder.clients.list({ apiId: "orders" }),
        () => intruder.clients.get(ref),
        () => intruder.clients.rotateSecret(ref),
        () => intruder.clients.delete(ref),
        () => intruder.clients.listApis({ clientId: "x", orgId: "acme" }),
        () => intruder.tokens.list(ref),
        () => intruder.tokens.revoke({ apiId: "orders", refreshToken: "x" }),
        () => intruder.tokens.purgeLapsed(),
      ];
      for (const call of calls) {
        const error = await failure(call(), "authentication");
        expect(error).toMatchObject({ status: 403, outcome: "refused" });
      }
      expect(await tyk.clients.list({ apiId: "orders" })).toEqual([]);
    },
  },
  {
    name: "a definition says whether an API is OAuth and where it listens",
    recordings: ["api-definition"],
    run: async ({ tyk }) => {
      const orders = await tyk.apis.get({ apiId: "orders" });
      expect(orders).toMatchObject({ api_id: "orders", org_id: "acme", use_oauth2: true });
      expect(orders.proxy.listen_path).toBe("/orders/");
      expect((await tyk.apis.get({ apiId: "open" })).use_oauth2).toBe(false);
      await failure(tyk.apis.get({ apiId: "no-such-api" }), "not-found", "API not found");
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
    name: "APIs are listed, those with OAuth alone where they are asked for",
    recordings: ["definitions"],
    run: async ({ tyk }) => {
      const ids = (apis: { api_id: string }[]): string[] => apis.map((api) => api.api_id).sort();
      expect(ids(await tyk.apis.list({ oauth: true }))).toEqual(["billing", "orders"]);
    },
  },
  {
    name: "policies are read where the gateway has them",
    recordings: ["definitions"],
    run: async ({ tyk, gateway }) => {
      const gold = (): ReturnType<typeof tyk.policies.get> =>
        tyk.policies.get({ policyId: "gold" });
      if (isBefore(gateway.version, "4.0.0")) {
        await failure(gold(), "route");
        await failure(tyk.policies.list(), "route");
        return;
      }
      if (isBefore(gateway.version, "5.14.0")) {
        // They were read from a file, and have no id there before 5.14.
        await failure(gold(), "not-found", "Policy not found");
        return;
      }
      expect(Object.keys((await gold()).access_rights ?? {}).sort()).toEqual(["billing", "orders"]);
      await failure(
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
    name: "rotate on an API that is not OAuth",
    recordings: ["crash-rotate-open-api"],
    run: async ({ tyk, gateway }) => {
      const call = tyk.clients.rotateSecret({ apiId: "open", clientId: "x" });
      const dropped = isBefore(gateway.version, "4.0.0");
      const error = await failure(call, dropped ? "connection" : "not-found");
      expect(error.outcome).toBe(dropped ? "unknown" : "refused");
      expect(error.attempts).toBe(1);
    },
  },
  {
    name: "update on an API that is not OAuth",
    recordings: ["crash-update-open-api"],
    run: async ({ tyk, gateway }) => {
      const body = { redirect_uri: "https://u.example/cb" };
      const call = tyk.clients.replace({ apiId: "open", clientId: "x" }, body);
      await failure(call, isBefore(gateway.version, "4.0.0") ? "connection" : "not-found");
    },
  },
  {
    name: "tokens of an API that is not OAuth",
    recordings: ["crash-tokens-open-api"],
    run: async ({ tyk: client, gateway }) => {
      // A dropped connection is repeated for a read; here one attempt is enough to see it.
      const tyk = client.withOptions({ maxRetries: 0 });
      const ref = { apiId: "open", clientId: "x" };
      if (isBefore(gateway.version, "4.0.0")) {
        await failure(tyk.tokens.list(ref), "connection");
        await failure(tyk.tokens.page({ ...ref, page: 1 }), "connection");
        return;
      }
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Tokens).toEqual([]);
    },
  },
  {
    name: "lapsed tokens are purged since 5.3",
    recordings: ["purge-lapsed"],
    run: async ({ tyk, gateway }) => {
      const purge = tyk.tokens.purgeLapsed();
      if (isBefore(gateway.version, "5.3.0")) {
        expect((await failure(purge, "unsupported")).message).toContain("5.3");
      } else {
        expect(await purge).toEqual({ status: "ok", message: "lapsed tokens purged" });
      }
    },
  },
];
