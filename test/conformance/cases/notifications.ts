import { parseNotification } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { createClient, redirectUri, deleteClient } from "../../support/conformance/requests.ts";
import type { Case } from "../../support/conformance/case.ts";

export const notificationCases: readonly Case[] = [
  {
    name: "trap 23: a notification is accepted only with the API's shared secret, and gets the response 200",
    recordings: [],
    unrecorded: "what the gateway posts to somebody else is in no recording",
    // A running gateway posts it to an address of its setup, where nobody listens.
    needsStorage: true,
    run: async (context) => {
      const { app, notifications = () => [] } = context;
      await createClient(context, "notified");
      const { access_token } = await app.token("notified:s", {});
      const posted = notifications().at(-1);
      const request = { headers: posted?.headers ?? {}, body: JSON.stringify(posted?.body) };
      const { event, answer } = await parseNotification(request, { sharedSecret: "notify-secret" });
      expect(event).toEqual({ type: "new", accessToken: access_token });
      expect(answer.status).toBe(200);
      const other = parseNotification(request, { sharedSecret: "another-secret" });
      expect(await expectFailure(other, "input")).toMatchObject({ field: "x-tyk-shared-secret" });
      const none = parseNotification(request, { sharedSecret: "" });
      expect(await expectFailure(none, "input")).toMatchObject({ field: "sharedSecret" });
      await deleteClient(context, "notified");
    },
  },
  {
    name: "trap 37: tokens of the implicit flow are not notified; tokens.find finds them",
    recordings: [],
    unrecorded: "what the gateway posts to somebody else is in no recording",
    // A running gateway posts it to an address of its setup, where nobody listens.
    needsStorage: true,
    on: ({ listsHashes }) => listsHashes,
    run: async (context) => {
      const { tyk, app, notifications = () => [] } = context;
      const ref = { apiId: "orders", clientId: "unseen" };
      await createClient(context, ref.clientId);
      await app.token("unseen:s", {});
      expect(notifications()).toHaveLength(1);
      const request = { redirectUri, responseType: "token", userId: "u1" } as const;
      const { access_token = "" } = await tyk.clients.authorize(ref, request);
      expect(await app.use(access_token)).toBe(200);
      expect(notifications()).toHaveLength(1);
      const where = { meta_data: { user: "u1" } };
      const { tokens, complete } = await tyk.tokens.find({ apiId: "orders", where });
      expect(tokens).toMatchObject([{ clientId: ref.clientId }]);
      expect(complete).toBe(true);
      await deleteClient(context, ref.clientId);
    },
  },
];
