// Your code on the embedded gateway, with node:test: node --test node-test.test.ts
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { ClientService } from "./client-service.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const tyk = gateway.client();
const service = new ClientService(tyk);

beforeEach(() => {
  gateway.reset();
});

void test("issues a client", async () => {
  const secret = await service.issue("toys");

  const stored = await tyk.clients.get({ apiId: "orders", clientId: "shop-toys" });
  assert.equal(stored.secret, secret);
});

void test("reports that nothing was created", async () => {
  gateway.fail({ operation: "createOAuthClient" }, "drop", Infinity);

  await assert.rejects(service.issue("toys"), { code: "connection" });

  assert.deepEqual(await tyk.clients.list({ apiId: "orders" }), []);
});
