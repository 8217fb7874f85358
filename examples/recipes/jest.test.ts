// Your code on the embedded gateway, with Jest. Its settings are in package.json.
import { beforeEach, expect, test } from "@jest/globals";
import { createGateway } from "@tyk-oauth/sdk/testing";
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

test("reports that nothing was created", async () => {
  gateway.fail({ operation: "createOAuthClient" }, "drop", Infinity);

  await expect(service.issue("toys")).rejects.toMatchObject({ code: "connection" });

  expect(await tyk.clients.list({ apiId: "orders" })).toEqual([]);
});
