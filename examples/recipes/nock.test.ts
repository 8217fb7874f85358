// nock for the other hosts, and the embedded gateway for Tyk.
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { ListeningGateway } from "@tyk-oauth/sdk/testing";
import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ClientService } from "./client-service.ts";
import { requestText } from "./request-text.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
let running: ListeningGateway;

beforeAll(async () => {
  running = await gateway.listen({ port: 0 });
});
beforeEach(() => {
  gateway.reset();
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});
afterAll(async () => {
  nock.restore();
  await running.close();
});

test("in-process: gateway.client() sends nothing through nock", async () => {
  let told = "";
  nock("https://chat.example")
    .post("/hooks/clients")
    .reply(async (request: Request) => {
      told = await requestText(request);
      return [204];
    });
  const service = new ClientService(gateway.client());
  await service.issue("toys");

  const secret = await service.rotate("toys");

  expect(told).toContain("toys was rotated");
  expect(told).not.toContain(secret);
  expect(told).not.toContain(gateway.secret);
});

test("real HTTP: nock allows the gateway's address", async () => {
  nock.enableNetConnect(new URL(running.url).host);
  const tyk = new TykOAuth({ baseUrl: running.url, secret: gateway.secret });

  await new ClientService(tyk).issue("toys");

  expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
});

test("a host without a gateway: nock gives the response", async () => {
  const baseUrl = "https://gateway.example";
  nock(baseUrl).get(/.*/).reply(429, {}, { "retry-after": "60" });
  const tyk = new TykOAuth({ baseUrl, secret: gateway.secret, maxRetries: 0 });

  const issued = new ClientService(tyk).issue("toys");

  await expect(issued).rejects.toMatchObject({ code: "rate-limit", retryAfterMs: 60_000 });
});

test("a request without an interceptor fails, and is not sent", async () => {
  const tyk = new TykOAuth({ baseUrl: running.url, secret: gateway.secret, maxRetries: 0 });

  const issued = new ClientService(tyk).issue("toys");

  await expect(issued).rejects.toMatchObject({ code: "connection" });
  expect(gateway.requests).toEqual([]);
});
