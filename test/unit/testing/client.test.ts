import { describe, expect, it } from "vitest";
import { TykOAuth } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { fakeTimeouts } from "../../support/util/fake-timeouts.ts";
import { addClient } from "../../support/gateway/requests.ts";

describe("gateway.client", () => {
  it("creates a client of this gateway", async () => {
    const gateway = createGateway({ secret: "mine", separateControl: true });
    await addClient(gateway, "app");
    const tyk = gateway.client();
    expect(tyk).toBeInstanceOf(TykOAuth);
    expect(await tyk.clients.get({ apiId: "orders", clientId: "app" })).toMatchObject({
      client_id: "app",
    });
    const granted = await tyk.clients.authorize(
      { apiId: "orders", clientId: "app" },
      { responseType: "code", redirectUri: "https://app.example/cb" },
    );
    expect(granted).toMatchObject({ code: expect.any(String) as string });
  });

  it("waits on the gateway's clock without real time", async () => {
    const gateway = createGateway({ now: 0 });
    gateway.fail(
      { operation: "listOAuthClients" },
      { status: 429, headers: { "retry-after": "20" } },
    );
    // No timer fires, so a real wait would not end.
    fakeTimeouts();
    expect(
      await gateway.client({ totalTimeoutMs: 60_000 }).clients.list({ apiId: "orders" }),
    ).toEqual([]);
    const [first, second] = gateway.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(20_000);
  });

  it("accepts the client's options", async () => {
    const gateway = createGateway();
    gateway.fail({}, "drop", Infinity);
    const tyk = gateway.client({ maxRetries: 0 });
    await expect(tyk.apis.list()).rejects.toMatchObject({
      name: "TykConnectionError",
    });
    expect(gateway.requests).toHaveLength(1);
  });
});
