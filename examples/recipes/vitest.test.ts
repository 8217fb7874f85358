// Your code on the embedded gateway, with vitest. It needs no settings.
import { createGateway } from "@tyk-oauth/sdk/testing";
import { beforeEach, expect, test } from "vitest";
import { ClientService } from "./client-service.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const tyk = gateway.client();
const service = new ClientService(tyk);

beforeEach(() => {
  gateway.reset();
});

test("issues a client", async () => {
  const secret = await service.issue("toys");

  const stored = await tyk.clients.get({ apiId: "orders", clientId: "shop-toys" });
  expect(stored.secret).toBe(secret);
});

test("issues one client if the response is lost", async () => {
  gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");

  await service.issue("toys");

  expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
});

test("reports an outage", async () => {
  gateway.fail({}, { status: 503 }, Infinity);

  await expect(service.issue("toys")).rejects.toMatchObject({ code: "server" });
});
