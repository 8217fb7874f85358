import type { ApiSetup } from "@tyk-oauth/sdk/testing";
import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  sendWithoutSdk,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const unrecorded = "the recorded gateways had one setup of APIs each";
const request = { redirectUri } as const;
const root: ApiSetup = { api_id: "root", listen_path: "/", use_keyless: true };
const form = new URLSearchParams({
  response_type: "code",
  client_id: "route",
  redirect_uri: redirectUri,
});

export const receivingApiCases: readonly Case[] = [
  {
    name: "trap 34: the requests of an internal API go to the API at /, the gateway's secret with them; the method sends nothing",
    recordings: [],
    unrecorded,
    options: {
      apis: ["orders", { api_id: "inner", internal: true }, root],
      policies: { gold: ["orders", "inner"] },
    },
    // Before 5.0.1 the OAuth endpoints of an internal API are served.
    on: ({ version }) => !isBefore(version, "5.0.1"),
    run: async (context) => {
      const { tyk, control, embedded } = context;
      await createClient(context, "route", { api_id: "inner" });
      const sent = await sendWithoutSdk(context, "POST", "/inner/tyk/oauth/authorize-client", form);
      expect(JSON.parse(sent.body)).toMatchObject({ "x-tyk-authorization": control.secret });
      const before = embedded?.requests.length;
      const ref = { apiId: "inner", clientId: "route" };
      const error = await expectFailure(tyk.clients.authorize(ref, request), "unsupported");
      expect(error.message).toContain("is internal");
      const since = embedded?.requests.slice(before) ?? [];
      expect(since.filter(({ path }) => !path.startsWith("/tyk/"))).toEqual([]);
      await deleteClient(context, "route", "inner");
    },
  },
  {
    name: "trap 34: an API under another API's listen path may receive requests for it; the method names both",
    recordings: [],
    unrecorded,
    options: {
      apis: ["orders", { api_id: "deep", listen_path: "/orders/tyk/", use_keyless: true }],
      policies: { gold: ["orders"] },
    },
    run: async (context) => {
      const { tyk, control } = context;
      await createClient(context, "route");
      const sent = await sendWithoutSdk(
        context,
        "POST",
        "/orders/tyk/oauth/authorize-client",
        form,
      );
      expect(JSON.parse(sent.body)).toMatchObject({ "x-tyk-authorization": control.secret });
      const ref = { apiId: "orders", clientId: "route" };
      const { message } = await expectFailure(tyk.clients.authorize(ref, request), "unsupported");
      expect(message).toContain("the API deep may receive the request");
      expect(message).toContain("the API orders");
      await deleteClient(context, "route");
    },
  },
  {
    name: "trap 34: an API at / receives nothing for plain paths next to it; the method sends to the API itself",
    recordings: [],
    unrecorded,
    options: { apis: ["orders", root], policies: { gold: ["orders"] } },
    run: async (context) => {
      const { tyk } = context;
      await createClient(context, "route");
      const ref = { apiId: "orders", clientId: "route" };
      expect(await tyk.clients.authorize(ref, request)).toHaveProperty("code");
      await deleteClient(context, "route");
    },
  },
];
