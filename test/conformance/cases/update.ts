import type { TykOAuth } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import {
  clientPath,
  createClient,
  redirectUri,
  deleteClient,
} from "../../support/conformance/requests.ts";
import type { Case, CaseContext } from "../../support/conformance/case.ts";

const unknownClient = "OAuth Client ID not found";
const looked = "the verb reads the client before and after, and no recording does";

export const updateCases: readonly Case[] = [
  {
    name: "trap 7: the gateway's update blanks omitted fields; id and secret stay",
    recordings: ["update"],
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "upd" };
      await createClient(context, "upd", {
        secret: "keep-me",
        redirect_uri: "https://u.example/cb",
        meta_data: { a: 1, b: 2 },
        description: "before",
      });
      const put = (
        body: object,
        clientId = "upd",
        apiId = "orders",
      ): ReturnType<typeof tyk.raw.updateOAuthClient> =>
        tyk.raw.updateOAuthClient({ ...clientPath(clientId, apiId), body });
      const given = {
        redirect_uri: "https://u2.example/cb",
        policy_id: "orders-only",
        meta_data: { a: 9 },
        description: "after",
      };
      const updated = { client_id: "upd", secret: "keep-me", ...given };
      expect(await put(given)).toEqual(updated);
      expect(await tyk.clients.get(ref)).toEqual(updated);
      expect(await put({ description: "only this" })).toEqual({
        client_id: "upd",
        secret: "keep-me",
        redirect_uri: "",
        meta_data: null,
        description: "only this",
      });
      const policy = { redirect_uri: "https://u4.example/cb", policy_id: "no-such-policy" };
      await expectFailure(put(policy), "not-found", "Policy doesn't exist");
      const body = { redirect_uri: "https://u.example/cb" };
      await expectFailure(put(body, "nobody"), "not-found", unknownClient);
      await expectFailure(put(body, "upd", "no-such-api"), "not-found", "API doesn't exist");
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- that no gateway has this documented call is what is shown
      const documented = tyk.raw.updateOAuthClientMetadata({ path: { apiID: "orders" } });
      expect(await expectFailure(documented, "route")).toMatchObject({
        status: 405,
        outcome: "refused",
      });
      await deleteClient(context, "upd");
    },
  },
  {
    name: "trap 7: an update keeps the fields that the patch does not name, and is read back",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "merge" };
      const stored = await createClient(context, "merge", {
        meta_data: { a: 1 },
        description: "before",
      });
      const { data, steps } = await tyk.clients
        .update(ref, { description: "after" })
        .withResponse();
      expect(data).toEqual({ ...stored, description: "after" });
      expect(steps.map(({ operation }) => operation)).toEqual([
        "getOAuthClient",
        "updateOAuthClient",
        "getOAuthClient",
      ]);
      const longer = await tyk.clients.update(ref, ({ description }) => ({
        description: `${description} all`,
      }));
      expect(longer).toEqual({ ...stored, description: "after all" });
      const cleared = await tyk.clients.update(ref, { meta_data: null });
      expect(cleared).toEqual({ ...longer, meta_data: null });
      expect(await tyk.clients.get(ref)).toEqual(cleared);
      await expectFailure(tyk.clients.update({ ...ref, clientId: "nobody" }, {}), "not-found");
      await deleteClient(context, "merge");
    },
  },
  {
    name: "trap 7: a replacement without a redirect URI is rejected unless it is explicitly allowed",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "whole-body" };
      const stored = await createClient(context, ref.clientId, {
        meta_data: { a: 1 },
        description: "d",
      });
      const without = await expectFailure(tyk.clients.replace(ref, { policy_id: "gold" }), "input");
      expect(without).toMatchObject({ field: "body.redirect_uri", outcome: "not-sent" });
      expect(await tyk.clients.get(ref)).toEqual(stored);
      const body = { redirect_uri: redirectUri, policy_id: "gold" };
      const blanked = { ...stored, meta_data: null, description: "" };
      expect(await tyk.clients.replace(ref, body)).toEqual(blanked);
      const meant = { policy_id: "gold" };
      const gone = await tyk.clients.replace(ref, meant, { blankRedirectUri: true });
      expect(gone).toEqual({ ...blanked, redirect_uri: "" });
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "trap 7: another writer's change at the same time is reported as a conflict",
    recordings: [],
    unrecorded: looked,
    run: async (context) => {
      const { tyk } = context;
      const ref = { apiId: "orders", clientId: "contested" };
      await createClient(context, ref.clientId);
      const body = { redirect_uri: redirectUri, policy_id: "gold", description: "theirs" };
      const contested = afterEachPut(context, async () => {
        await tyk.raw.updateOAuthClient({ ...clientPath(ref.clientId), body });
      });
      const lost = await expectFailure(
        contested.clients.update(ref, { description: "mine" }),
        "conflict",
      );
      expect(lost).toMatchObject({ outcome: "applied" });
      expect((await tyk.clients.get(ref)).description).toBe("theirs");
      await deleteClient(context, ref.clientId);
    },
  },
  {
    name: "an update to a policy that does not grant the API is rejected",
    recordings: ["policy-refusals"],
    run: async (context) => {
      const { tyk } = context;
      await createClient(context, "pr");
      const body = { redirect_uri: redirectUri, policy_id: "billing-only" };
      const message = "Policy access rights doesn't contain API this OAuth client belongs to";
      for (const clientId of ["pr", "nobody"])
        await expectFailure(
          tyk.raw.updateOAuthClient({ ...clientPath(clientId), body }),
          "bad-request",
          message,
        );
      expect(await tyk.clients.get({ apiId: "orders", clientId: "pr" })).toMatchObject({
        policy_id: "gold",
      });
      await deleteClient(context, "pr");
    },
  },
];

/** A client of the SDK behind whose back something is done after each of its updates. */
function afterEachPut({ tyk, control }: CaseContext, act: () => Promise<void>): TykOAuth {
  return tyk.withOptions({
    fetch: async (url, init) => {
      const response = await control.fetch(url, init);
      if (init.method === "PUT") await act();
      return response;
    },
  });
}
