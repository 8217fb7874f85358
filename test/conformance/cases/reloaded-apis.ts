import type { ApiSetup } from "@tyk-oauth/sdk/testing";
import { expect } from "vitest";
import { expectFailure, expectOAuthError } from "../../support/conformance/expectations.ts";
import { createOnBothApis, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const unrecorded = "the recorded gateways loaded the same APIs all the time";

/** Loads the gateway's APIs again, with another "billing" or without it. */
function reload({ embedded, gateway }: CaseContext, billing?: Partial<ApiSetup>): void {
  const apis = gateway.setup.apis.flatMap((api): ApiSetup[] => {
    if (api.api_id !== "billing") return [api];
    return billing === undefined ? [] : [{ ...api, ...billing }];
  });
  embedded?.reload({ apis });
}

const keyless = { use_oauth2: false, use_keyless: true } as const;

export const reloadedApiCases: readonly Case[] = [
  {
    name: "trap 40: the client of an API that became keyless, or was removed, comes back with the API, its secret and tokens too",
    recordings: [],
    unrecorded,
    needsStorage: true,
    run: async (context) => {
      const { app } = context;
      await createOnBothApis(context, "back");
      for (const billing of [keyless, undefined]) {
        const { access_token } = await app.token("back:s", {}, "billing");
        reload(context, billing);
        await expectFailure(
          app.token("back:s", {}, "billing"),
          billing === undefined ? "route" : "schema",
        );
        reload(context, {});
        expect(await app.use(access_token, "billing")).toBe(200);
        expect((await app.token("back:s", {}, "billing")).access_token).not.toBe("");
      }
      await deleteClient(context, "back", "orders", "billing");
    },
  },
  {
    name: "trap 40: a leaked client is cut off on an API that is keyless by now, or its report names what no read reaches",
    recordings: [],
    unrecorded,
    needsStorage: true,
    run: async (context) => {
      const { tyk, app, gateway } = context;
      await createOnBothApis(context, "kept");
      reload(context, keyless);
      const args = { ifUnproved: "report" } as const;
      const { report } = await tyk.clients.cutOff({ clientId: "kept" }, args);
      const elsewhere = report.beyondReach.find(({ what }) => what === "copies on other APIs");
      // A removed API is in no list, so nobody can know whether there are copies on one.
      expect(elsewhere?.state).toBe("unverified");
      const isHidden = isBefore(gateway.version, "4.3");
      expect(report.secrets.map(({ apiId }) => apiId).includes("billing")).toBe(!isHidden);
      expect(elsewhere?.reason.includes("billing")).toBe(isHidden);
      reload(context, {});
      const again = app.token("kept:s", {}, "billing");
      if (isHidden) expect((await again).access_token).not.toBe("");
      else await expectOAuthError("unauthorized_client", again);
      await deleteClient(context, "kept", "orders", "billing");
    },
  },
];
