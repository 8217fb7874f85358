import { expect, test } from "vitest";
import { json, text } from "../../support/network/fake-fetch.ts";
import { baseUrl, clientWithReplies, newClient } from "../../support/client/client.ts";
import { client, code } from "../../support/samples/samples.ts";
import { sendJson, startServer } from "../../support/network/server.ts";

const path = { apiID: "orders", keyName: "shop-web" };

/** Values that another module could put on `Object.prototype`, under names that this package or a `fetch` reads. */
const polluting: Readonly<Record<string, unknown>> = {
  query: { evil: "1" },
  body: "evil",
  method: "DELETE",
  dispatcher: "evil",
  duplex: "half",
  redirect: "follow",
  credentials: "include",
  headers: { "x-evil": "1" },
  path: { apiID: "evil", keyName: "evil" },
  maxRetries: 7,
  timeoutMs: 1,
  totalTimeoutMs: 1,
  signal: AbortSignal.abort(),
  orgId: "evil",
  readOnly: true,
  dryRun: true,
  apiBaseUrl: "https://evil.example",
  logger: "evil",
  tracer: "evil",
  meter: "evil",
  onResponse: "evil",
};

async function sentBy(): Promise<unknown[]> {
  const { tyk, sent } = clientWithReplies([
    json(client),
    json({ keys: [] }),
    json(client),
    text(JSON.stringify(code)),
  ]);
  await tyk.raw.getOAuthClient({ path });
  await tyk.raw.listKeys();
  await tyk.raw.updateOAuthClient({ path, body: { redirect_uri: "https://a.example" } });
  const asked = { response_type: "code", client_id: "a" } as const;
  await tyk.raw.authorizeClient({ path: { listenPath: "/orders/" }, body: asked });
  return sent.map(({ method, url, headers, body }) => ({ method, url, headers, body }));
}

test.each(Object.keys(polluting))("Object.prototype.%s changes no request", async (name) => {
  const clean = await sentBy();
  const value = polluting[name];
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  try {
    expect(await sentBy()).toEqual(clean);
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
});

test("Object.prototype.apiBaseUrl does not receive the gateway's secret if the path is no plain object", async () => {
  class Address {
    readonly listenPath = "/orders/";
  }
  const { tyk, sent } = clientWithReplies([text(JSON.stringify(code))]);
  const value = "https://evil.example";
  Object.defineProperty(Object.prototype, "apiBaseUrl", { value, configurable: true });
  try {
    const body = { response_type: "code", client_id: "a" } as const;
    await tyk.raw.authorizeClient({ path: new Address(), body });
  } finally {
    Reflect.deleteProperty(Object.prototype, "apiBaseUrl");
  }
  expect(sent.map(({ url }) => new URL(url).origin)).toEqual([new URL(baseUrl).origin]);
});

// Not `body` and `dispatcher`: the built-in fetch reads those from objects of its own, and then sends nothing.
test.each(["method", "redirect", "headers", "duplex", "integrity", "credentials"])(
  "Object.prototype.%s changes no request on the wire",
  async (name) => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client);
    });
    const { raw } = newClient({ baseUrl: server.url });
    const value = name === "headers" ? { "x-evil": "1" } : "evil";
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      await raw.getOAuthClient({ path });
      await raw.rotateOAuthClient({ path });
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
    expect(server.requests.map(({ method, body }) => [method, body])).toEqual([
      ["GET", ""],
      ["PUT", ""],
    ]);
    for (const { headers } of server.requests) expect(Object.keys(headers)).not.toContain("x-evil");
  },
);
