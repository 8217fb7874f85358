import { expect } from "vitest";
import { expectFailure, expectIncomplete } from "../../support/conformance/expectations.ts";
import { clientPath, redirectUri, deleteClient } from "../../support/conformance/requests.ts";
import { isBefore } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

/** A policy that also grants an API that does not exist. */
const options = {
  policies: { gold: ["orders", "billing"], partly: ["orders", "billing", "nowhere"] },
} as const;
const body = { client_id: "half", secret: "s", policy_id: "partly", redirect_uri: redirectUri };

export const createByPolicyCases: readonly Case[] = [
  {
    name: "trap 27: a create by a policy that grants an unknown API is refused, and stores the client on others all the same",
    recordings: [],
    unrecorded: "on which APIs the client is stored changes from one request to the next",
    options,
    run: async (context) => {
      const { tyk } = context;
      await expectFailure(tyk.raw.createOAuthClient({ body }), "bad-request", "API doesn't exist");
      const found = await Promise.allSettled(
        ["orders", "billing"].map((apiId) => tyk.raw.getOAuthClient(clientPath("half", apiId))),
      );
      expect(found.map(({ status }) => status)).toContain("fulfilled");
      await deleteClient(context, "half", "orders", "billing");
    },
  },
  {
    name: "trap 27: the method names each API that exists, and warns of the other; if it cannot it reports each copy",
    recordings: [],
    unrecorded: "the method reads the policy, and names the APIs itself",
    options,
    run: async (context) => {
      const { tyk, gateway } = context;
      const call = tyk.clients.create(body);
      if (isBefore(gateway.version, "5.12")) {
        const { apis } = await expectIncomplete<{ apis: { apiId: string; done: boolean }[] }>(call);
        expect(apis.map(({ apiId }) => apiId).sort()).toEqual(["billing", "orders"]);
        for (const { apiId, done } of apis) {
          const stored = tyk.raw.getOAuthClient(clientPath("half", apiId));
          if (done) expect(await stored).toMatchObject({ secret: "s" });
          else await expectFailure(stored, "not-found");
        }
      } else {
        const { warnings } = await call.withResponse();
        expect(warnings).toEqual([expect.stringContaining("nowhere")]);
        for (const apiId of ["orders", "billing"])
          expect(await tyk.clients.get({ apiId, clientId: "half" })).toMatchObject({ secret: "s" });
      }
      await deleteClient(context, "half", "orders", "billing");
    },
  },
];
