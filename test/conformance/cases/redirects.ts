import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import { createClient, redirectUri, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const looked =
  "the verb looks at the API, the client and the policy first, and no recording looks so";

/** Asks for a code as the gateway itself grants it, and gives the address that it leads to. */
async function leadsTo({ tyk }: CaseContext, client_id: string, uri?: string): Promise<string> {
  const asked = { response_type: "code", client_id };
  const body = uri === undefined ? asked : { ...asked, redirect_uri: uri };
  const path = { listenPath: "/orders/" };
  return (await tyk.raw.authorizeClient({ path, body })).redirect_to;
}

export const redirectCases: readonly Case[] = [
  {
    name: "trap 20: the gateway compares redirect URIs by prefix, dot segments and all",
    recordings: ["redirect-match"],
    run: async (context) => {
      await createClient(context, "red");
      const to = (uri: string): Promise<string> => leadsTo(context, "red", uri);
      expect(await to("https://r.example/cb")).toContain("https://r.example/cb?code=");
      expect(await to("https://r.example/cb-other")).toContain("https://r.example/cb-other?code=");
      expect(await to("https://r.example/cb/../else")).toContain("/cb/../else?code=");
      await expectOAuthError("invalid_request", to("http://r.example/cb"));
      await expectOAuthError("invalid_request", to("https://r.example/"));
      const two = "https://r.example/one;https://r.example/two";
      await createClient(context, "red2", { redirect_uri: two });
      const second = await leadsTo(context, "red2", "https://r.example/two");
      expect(second).toContain("https://r.example/two?code=");
      await deleteClient(context, "red");
      await deleteClient(context, "red2");
    },
  },
  {
    name: "trap 20: authorize accepts exactly a redirect URI of the client",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "exact" };
      await createClient(context, ref.clientId);
      const other = "https://r.example/cb-other";
      expect(await leadsTo(context, ref.clientId, other)).toContain(`${other}?code=`);
      const wrong = [
        other,
        "https://r.example/cb/deeper",
        "https://r.example/cb/../else",
        "https://r.example/cb?x=1",
        "http://r.example/cb",
        "https://evil.example/cb",
        "/cb",
      ];
      for (const uri of wrong) {
        const call = tyk.clients.authorize(ref, { redirectUri: uri });
        const error = await expectFailure(call, "input");
        expect(error).toMatchObject({ field: "redirectUri", outcome: "not-sent" });
      }
      const { redirect_to } = await tyk.clients.authorize(ref, { redirectUri });
      expect(redirect_to).toContain(`${redirectUri}?code=`);
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 20: one field holds several redirect URIs only if the separator is configured",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "several" };
      const redirect_uri = "https://r.example/one;https://r.example/two";
      await createClient(context, ref.clientId, { redirect_uri });
      const second = { redirectUri: "https://r.example/two" };
      const told = tyk.withOptions({ redirectUriSeparator: ";" });
      expect((await told.clients.authorize(ref, second)).redirect_to).toContain("/two?code=");
      const both = told.clients.authorize(ref, { redirectUri: redirect_uri });
      expect(await expectFailure(both, "input")).toMatchObject({ field: "redirectUri" });
      const untold = tyk.clients.authorize(ref, second);
      expect(await expectFailure(untold, "input")).toMatchObject({ field: "redirectUri" });
      const body = { client_id: "several-more", api_id: "orders", redirect_uri };
      expect(await expectFailure(tyk.clients.create(body), "input")).toMatchObject({
        field: "body.redirect_uri",
      });
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 20: a client without a redirect URI, or without a policy, or with metadata that is no object gets no token",
    recordings: ["no-policy"],
    run: async (context) => {
      const { tyk, app } = context;
      const body = { secret: "s", redirect_uri: redirectUri, api_id: "orders" };
      await tyk.raw.createOAuthClient({ body: { ...body, client_id: "np" } });
      await expectOAuthError("server_error", app.token("np:s", {}));
      expect(await leadsTo(context, "np", redirectUri)).toContain("?code=");
      await createClient(context, "nr", { redirect_uri: "" });
      await expectOAuthError("unauthorized_client", app.token("nr:s", {}));
      await createClient(context, "nm", { meta_data: "text" });
      await expectFailure(app.token("nm:s", {}), "connection");
      for (const clientId of ["np", "nr", "nm"]) await deleteClient(context, clientId);
    },
  },
  {
    name: "traps 6 and 20: authorize rejects a client that would get no token, or a useless one",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk, gateway } = context;
      const body = { secret: "s", redirect_uri: redirectUri, api_id: "orders" };
      await tyk.raw.createOAuthClient({ body: { ...body, client_id: "no-policy" } });
      await createClient(context, "no-uri", { redirect_uri: "" });
      await createClient(context, "no-grant", { policy_id: "nothing" });
      // Policies of a file are not shown before 5.12, so there nobody can see that this one grants nothing.
      const shows = !isBefore(gateway.version, "5.12.0");
      for (const clientId of ["no-policy", "no-uri", "no-grant"]) {
        const call = tyk.clients.authorize({ apiId: "orders", clientId }, { redirectUri });
        if (clientId === "no-grant" && !shows) expect((await call).code).not.toBe("");
        else
          expect(await expectFailure(call, "unsupported")).toMatchObject({ outcome: "not-sent" });
        await deleteClient(context, clientId);
      }
    },
  },
];
