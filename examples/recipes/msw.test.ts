// MSW for the other hosts, and the embedded gateway for Tyk.
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { ListeningGateway } from "@tyk-oauth/sdk/testing";
import { http, HttpResponse, passthrough } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ClientService } from "./client-service.ts";
import { requestText } from "./request-text.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const told: string[] = [];
const server = setupServer(
  http.post("https://chat.example/*", async ({ request }) => {
    told.push(await requestText(request));
    return new HttpResponse(null, { status: 204 });
  }),
);
let running: ListeningGateway;

beforeAll(async () => {
  running = await gateway.listen({ port: 0 });
  server.listen({ onUnhandledFrame: "error" }); // onUnhandledRequest in MSW 2
});
beforeEach(() => {
  gateway.reset();
  told.length = 0;
});
afterEach(() => {
  server.resetHandlers();
});
afterAll(async () => {
  server.close();
  await running.close();
});

test("in-process: gateway.client() sends nothing through MSW", async () => {
  const service = new ClientService(gateway.client());
  await service.issue("toys");

  const secret = await service.rotate("toys");

  expect(told).toHaveLength(1);
  expect(told[0]).toContain("toys was rotated");
  expect(told[0]).not.toContain(secret);
  expect(told[0]).not.toContain(gateway.secret);
});

test("real HTTP: MSW passes the gateway's address through", async () => {
  server.use(http.all(`${running.url}/*`, () => passthrough()));
  const tyk = new TykOAuth({ baseUrl: running.url, secret: gateway.secret });

  await new ClientService(tyk).issue("toys");

  expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
});

test("a host without a gateway: MSW gives the response", async () => {
  const baseUrl = "https://gateway.example";
  server.use(
    http.all(`${baseUrl}/*`, () =>
      HttpResponse.json({}, { status: 429, headers: { "retry-after": "60" } }),
    ),
  );
  const tyk = new TykOAuth({ baseUrl, secret: gateway.secret, maxRetries: 0 });

  const issued = new ClientService(tyk).issue("toys");

  await expect(issued).rejects.toMatchObject({ code: "rate-limit", retryAfterMs: 60_000 });
});

test("a request without a handler fails, and is not sent", async () => {
  const tyk = new TykOAuth({ baseUrl: running.url, secret: gateway.secret, maxRetries: 0 });

  const issued = new ClientService(tyk).issue("toys");

  await expect(issued).rejects.toMatchObject({ code: "connection" });
  expect(gateway.requests).toEqual([]);
});
