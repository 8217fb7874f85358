import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { clientPath, createClient, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const internalApiCases: readonly Case[] = [
  {
    name: "trap 38: in a fresh process an internal OAuth API is cold; calls about all APIs drop the connection, and the methods heal it",
    recordings: [],
    unrecorded: "the recorded gateways had no internal API",
    options: {
      warm: false,
      apis: ["orders", { api_id: "inner", internal: true }],
      policies: { gold: ["orders"] },
    },
    on: ({ version }) => !isBefore(version, "5.3"),
    run: async (context) => {
      const { tyk, app, gateway } = context;
      await createClient(context, "beside");
      const { access_token: token } = await app.token("beside:s", {});
      const everywhere = { path: { clientID: "beside" }, query: { orgID: "" } };
      await expectFailure(tyk.raw.listOAuthClientApis(everywhere), "connection");
      await expectFailure(tyk.raw.listOAuthClients({ path: { apiID: "inner" } }), "connection");
      const body = { token, client_id: "beside", token_type_hint: "access_token" };
      await expectFailure(tyk.raw.revokeSingleToken({ body }), "connection");
      // The methods read a client of the API and make the call again.
      expect(await tyk.clients.list({ apiId: "inner" })).toEqual([]);
      await tyk.tokens.revoke({ clientId: "beside", token, tokenTypeHint: "access_token" });
      if (gateway.hash !== "murmur32") expect(await app.use(token)).toBe(403);
      await expectFailure(tyk.raw.getOAuthClient(clientPath("nobody", "inner")), "not-found");
      expect(await tyk.raw.listOAuthClientApis(everywhere)).toEqual(["orders"]);
      await deleteClient(context, "beside");
    },
  },
];
