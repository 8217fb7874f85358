import { afterEach, describe, expect, test, vi } from "vitest";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { sendJson, startServer } from "../../support/network/server.ts";
import { client } from "../../support/samples/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a fetch that caches", () => {
  test("is told to store no response, for each request of a method", async () => {
    const sent: RequestInit[] = [];
    const tyk = newClient({
      fetch: (_, init) => {
        sent.push(init);
        return Promise.resolve(Response.json(client));
      },
    });
    await tyk.clients.get(ref);
    await tyk.raw.rotateOAuthClient({ path });
    await tyk.raw.getOAuthClient({ path });
    expect(sent.map(({ method, cache }) => [method, cache])).toEqual([
      ["GET", "no-store"],
      ["PUT", "no-store"],
      ["GET", "no-store"],
    ]);
  });

  test("is told so in a form that the runtime's own fetch accepts", async () => {
    const { url, requests } = await startServer((_, response) => {
      sendJson(response, 200, client);
    });
    await newClient({ baseUrl: url }).clients.get(ref);
    await newClient({ baseUrl: url }).raw.rotateOAuthClient({ path });
    expect(requests.map(({ headers }) => headers["cache-control"])).toEqual([
      "no-cache",
      "no-cache",
    ]);
  });

  test("is not told so in a runtime that refuses the field; this is found out once and without a request", async () => {
    let tried = 0;
    vi.stubGlobal("Request", function (_: string, init: RequestInit) {
      if ("cache" in init) {
        tried += 1;
        throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
      }
    });
    const { tyk, sent } = clientWithReplies([json(client), json(client)]);
    expect(tried).toBe(0);
    await tyk.clients.get(ref);
    await tyk.clients.get(ref);
    expect(sent).toHaveLength(2);
    expect(sent.some(({ init }) => "cache" in init)).toBe(false);
    expect(tried).toBe(1);
  });
});
