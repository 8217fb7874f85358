import { expect } from "vitest";
import { expectOAuthError } from "../../support/conformance/expectations.ts";
import { createClient, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

export const reloadedPolicyCases: readonly Case[] = [
  {
    name: "trap 41: tokens of a removed policy are refused at once, and no longer issued; inspect reports policy-gone",
    recordings: [],
    unrecorded: "the recorded gateways loaded the same policies all the time",
    // A running gateway is not made to load other policies.
    needsStorage: true,
    run: async (context) => {
      const { tyk, app, gateway, embedded } = context;
      const ref = { apiId: "orders", clientId: "of-gold" };
      await createClient(context, ref.clientId);
      const { access_token } = await app.token("of-gold:s", {});
      expect(await app.use(access_token)).toBe(200);
      const [listed] = await tyk.tokens.list(ref);
      const target = { apiId: "orders", listedCode: listed?.code ?? "" };
      expect(await tyk.tokens.inspect(target)).toMatchObject({ life: "alive" });
      embedded?.reload({ policies: { other: ["billing"] } });
      expect(await app.use(access_token)).toBe(403);
      await expectOAuthError("server_error", app.token("of-gold:s", {}));
      // Before 5.12 nothing tells: the gateway does not show policies by their id if it reads them from a file.
      const life = isBefore(gateway.version, "5.12") ? "alive" : "policy-gone";
      expect(await tyk.tokens.inspect(target)).toMatchObject({ life });
      // With the policy the token is back.
      embedded?.reload({ policies: gateway.setup.policies });
      expect(await app.use(access_token)).toBe(200);
      await deleteClient(context, ref.clientId);
    },
  },
];
