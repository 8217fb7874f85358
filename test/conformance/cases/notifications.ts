import { parseNotification } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { failure } from "../expecting.ts";
import { make, remove } from "../requests.ts";
import type { Case } from "../world.ts";

export const notificationCases: readonly Case[] = [
  {
    name: "trap 23: a notification is taken from whoever knows the API's shared secret alone, and answered with 200",
    recordings: [],
    unrecorded: "what the gateway posts to somebody else is in no recording",
    // A running gateway posts it to an address of its setup, where nobody listens.
    needsStorage: true,
    run: async (world) => {
      const { app, notifications = () => [] } = world;
      await make(world, "notified");
      const { access_token } = await app.token("notified:s", {});
      const posted = notifications().at(-1);
      const request = { headers: posted?.headers ?? {}, body: JSON.stringify(posted?.body) };
      const { event, answer } = await parseNotification(request, { sharedSecret: "notify-secret" });
      expect(event).toEqual({ type: "new", accessToken: access_token });
      expect(answer.status).toBe(200);
      const other = parseNotification(request, { sharedSecret: "another-secret" });
      expect(await failure(other, "input")).toMatchObject({ field: "x-tyk-shared-secret" });
      const none = parseNotification(request, { sharedSecret: "" });
      expect(await failure(none, "input")).toMatchObject({ field: "sharedSecret" });
      await remove(world, "notified");
    },
  },
];
