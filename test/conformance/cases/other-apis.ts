import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  sendWithoutSdk,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

/** What a client has to do with APIs that are not its own. */
export const otherApiCases: readonly Case[] = [
  {
    name: "trap 25: a token opens what its policy grants, on any API, even after its client is deleted; removing its key ends it",
    setup: "second",
    recordings: ["policy-of-another-api"],
    run: async (context) => {
      const { tyk, app, wait, nextSecond } = context;
      const clientId = "va";
      await createClient(context, clientId, { policy_id: "vault-only" });
      await nextSecond();
      const { access_token: revoked } = await app.token("va:s", {});
      const ref = { apiId: "orders", clientId };
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      const { access_token: missed } = await app.token("va:s", {});
      for (const token of [revoked, missed]) {
        expect(await app.use(token)).toBe(403);
        expect(await app.use(token, "vault")).toBe(200);
      }
      const listed = await tyk.tokens.list(ref);
      expect(listed).toHaveLength(2);
      const body = { token: revoked, client_id: clientId, token_type_hint: "access_token" };
      await tyk.raw.revokeSingleToken({ body });
      // The list of the client's own API is empty, and nothing else names the token that lives.
      expect(await tyk.tokens.list(ref)).toEqual([]);
      await tyk.raw.revokeAllTokens({ body: { client_id: clientId, client_secret: "s" } });
      await wait(11_000);
      expect(await app.use(revoked, "vault")).toBe(403);
      expect(await app.use(missed, "vault")).toBe(200);
      await deleteClient(context, clientId);
      await wait(2_100);
      // No API but an OAuth one looks at the client.
      expect(await app.use(missed, "vault")).toBe(200);
      const [keyID = ""] = (await tyk.raw.listKeys()).keys;
      expect(listed.map(({ code }) => code)).toContain(keyID);
      await tyk.raw.deleteKey({ path: { keyID }, query: { hashed: true, api_id: "orders" } });
      await wait(11_000);
      expect(await app.use(missed, "vault")).toBe(403);
    },
  },
  {
    name: "trap 25: a session belongs to the client whose id it has: its token is ended and reported under the API it opens",
    setup: "second",
    recordings: [],
    unrecorded: "the method reads keys and definitions, and no recording does",
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "vault-user" };
      await createClient(context, ref.clientId, { policy_id: "vault-only" });
      const { access_token: token } = await app.token("vault-user:s", {});
      const { access_token: missed } = await app.token("vault-user:s", {});
      const body = { token, client_id: ref.clientId, token_type_hint: "access_token" };
      await tyk.raw.revokeSingleToken({ body });
      expect(await app.use(missed, "vault")).toBe(200);
      const { apis } = await tyk.tokens.revokeAll(ref);
      expect(apis).toContainEqual(
        expect.objectContaining({ apiId: "vault", state: "refused-at-api", ended: 1 }),
      );
      expect(await app.use(missed, "vault")).toBe(403);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 26: the longest listen path wins, so another API's upstream receives authorize-client and the gateway's secret",
    setup: "second",
    recordings: ["shadowed-listen-path"],
    run: async (context) => {
      const { tyk, app, control } = context;
      await createClient(context, "sh", { api_id: "billing" });
      const body = { response_type: "code", client_id: "sh", redirect_uri: redirectUri };
      // What answers is no gateway.
      await expectFailure(
        tyk.raw.authorizeClient({ path: { listenPath: "/billing/" }, body }),
        "schema",
      );
      const form = new URLSearchParams(body);
      const sent = await sendWithoutSdk(
        context,
        "POST",
        "/billing/tyk/oauth/authorize-client",
        form,
      );
      expect(sent.status).toBe(200);
      expect(JSON.parse(sent.body)).toEqual({
        method: "POST",
        url: "/upstream/oauth/authorize-client",
        "x-tyk-authorization": control.secret,
      });
      // The rest of the API is its own.
      const { access_token } = await app.token("sh:s", {}, "billing");
      expect(await app.use(access_token, "billing")).toBe(200);
      const onOrders = { path: { listenPath: "/orders/" }, body };
      await expectFailure(tyk.raw.authorizeClient(onOrders), "oauth");
      await tyk.raw.deleteOAuthClient(clientPath("sh", "billing"));
    },
  },
  {
    name: "traps 26 and 34: clients.authorize determines which API would receive the request, and sends nothing to another one",
    setup: "second",
    recordings: [],
    unrecorded: "the method reads the list of all APIs first, and no recording does",
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "billing", clientId: "sh" };
      await createClient(context, ref.clientId, { api_id: ref.apiId });
      const { outcome, steps, message } = await expectFailure(
        tyk.clients.authorize(ref, { redirectUri }),
        "unsupported",
      );
      expect(message).toContain("the API shadow may receive the request");
      expect(outcome).toBe("not-sent");
      expect(steps.map(({ operation }) => operation)).toEqual(["getApi", "listApis"]);
      await createClient(context, ref.clientId, { api_id: "orders", policy_id: "gold" });
      const granted = await tyk.clients.authorize({ ...ref, apiId: "orders" }, { redirectUri });
      expect(granted).toHaveProperty("code");
      await tyk.raw.deleteOAuthClient(clientPath("sh", "billing"));
      await tyk.raw.deleteOAuthClient(clientPath("sh", "orders"));
    },
  },
];
