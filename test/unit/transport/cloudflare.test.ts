import { afterEach, expect, test, vi } from "vitest";
import type { TykFetch } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { client } from "../../support/samples/samples.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("on Cloudflare Workers a call whose request stopped keeps no slot", async () => {
  vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  let requests = 0;
  const fetch: TykFetch = () => {
    requests += 1;
    return requests === 1 ? new Promise(() => undefined) : Promise.resolve(Response.json(client));
  };
  const secret = vi.fn(() => "s3cret");
  const tyk = newClient({ fetch, maxConcurrency: 1, secret });
  const path = { apiID: "orders", keyName: "shop-web" };
  void tyk.raw.getOAuthClient({ path });
  await expect(tyk.raw.getOAuthClient({ path })).resolves.toEqual(client);
  expect([requests, secret.mock.calls.length]).toEqual([2, 2]);
});
