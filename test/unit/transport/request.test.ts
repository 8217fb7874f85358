import { describe, expect, test } from "vitest";
import { version } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient, secret } from "../../support/client/client.ts";
import {
  api,
  callRaw,
  client,
  code,
  ok,
  operationIds,
  policy,
  samples,
  token,
} from "../../support/samples/samples.ts";
import { operations } from "../../../src/operations/operations.ts";
import { sendJson, startServer } from "../../support/network/server.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const onOrders = { listenPath: "/orders/" };

describe("on the wire", () => {
  test("a read has the secret, the package's name and no body, and accepts no compression", async () => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    expect(await tyk.clients.get(ref)).toEqual(client);
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "GET",
      url: "/tyk/oauth/clients/orders/shop-web",
      body: "",
    });
    expect(request?.headers).toMatchObject({
      "x-tyk-authorization": secret,
      "accept-encoding": "identity",
      "user-agent": `tyk-oauth-sdk/${version}`,
    });
    expect(Object.keys(request?.headers ?? {})).not.toContain("content-type");
  });

  test("a document is sent as JSON, whatever characters it has", async () => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    const body = {
      api_id: "orders",
      description: 'für \u{1f511} "alle"\n',
      meta_data: { a: [1, null] },
    };
    await tyk.raw.createOAuthClient({ body });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", url: "/tyk/oauth/clients/create" });
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "x-tyk-authorization": secret,
    });
    expect(JSON.parse(request?.body ?? "")).toEqual(body);
  });

  test("a form is sent as a form", async () => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, ok);
    });
    const tyk = newClient({ baseUrl: server.url });
    await tyk.raw.revokeSingleToken({ body: { token: "a+b/c=ü", client_id: "shop web&" } });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", url: "/tyk/oauth/revoke" });
    expect(request?.headers).toMatchObject({ "content-type": "application/x-www-form-urlencoded" });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      token: "a+b/c=ü",
      client_id: "shop web&",
    });
  });

  test("a DELETE and a PUT without a body have none", async () => {
    const server = await startServer((request, response) => {
      sendJson(
        response,
        200,
        request.method === "DELETE" ? samples.deleteOAuthClient.answer : client,
      );
    });
    const tyk = newClient({ baseUrl: server.url });
    await tyk.raw.deleteOAuthClient({ path });
    await tyk.raw.rotateOAuthClient({ path });
    expect(server.requests.map(({ method }) => method)).toEqual(["DELETE", "PUT"]);
    for (const { headers, body } of server.requests) {
      expect(body).toBe("");
      expect(headers["content-type"]).toBeUndefined();
    }
  });

  test("the health and the public endpoints of an API are requested without the secret", async () => {
    const server = await startServer((request, response) => {
      const answers: Record<string, unknown> = {
        "/hello": samples.hello.answer,
        "/orders/oauth/token/": token,
      };
      if (request.url.startsWith("/orders/oauth/authorize/")) {
        response.writeHead(307, { location: "https://login.example/" }).end();
      } else sendJson(response, 200, answers[request.url] ?? ok);
    });
    const { raw, gateway } = newClient({ baseUrl: server.url });
    await gateway.info();
    await raw.oauthToken(
      { path: onOrders, body: { grant_type: "client_credentials" } },
      { headers: { authorization: "Basic abcd" } },
    );
    await raw.oauthRevoke({ path: onOrders, body: { token: "t0ken" } });
    await raw.oauthRevokeAll({ path: onOrders, body: { client_id: "a", client_secret: "b" } });
    const redirect = await raw
      .oauthAuthorize({ path: onOrders, query: { response_type: "code", client_id: "a" } })
      .withResponse();
    expect(redirect.data).toBeUndefined();
    expect(redirect.response.status).toBe(307);
    expect(redirect.response.headers.get("location")).toBe("https://login.example/");
    expect(server.requests).toHaveLength(5);
    for (const { headers } of server.requests) {
      expect(headers["x-tyk-authorization"]).toBeUndefined();
      expect(JSON.stringify(headers)).not.toContain(secret);
    }
    expect(server.requests[1]?.headers).toMatchObject({ authorization: "Basic abcd" });
  });

  test("a path prefix of the base URL precedes every path", async () => {
    const answers: [string, unknown][] = [
      ["/tyk/apis/", api],
      ["/tyk/apis", [api]],
      ["/tyk/oauth/clients/", client],
      ["/tyk/policies/", policy],
    ];
    const server = await startServer((request, response) => {
      const [, answer = code] = answers.find(([part]) => request.url.includes(part)) ?? [];
      sendJson(response, 200, answer);
    });
    const tyk = newClient({ baseUrl: `${server.url}/behind/a/proxy/` });
    await tyk.clients.authorize(ref, { redirectUri: "https://shop.example/cb" });
    expect(server.requests.map(({ url }) => url)).toEqual([
      "/behind/a/proxy/tyk/apis/orders",
      "/behind/a/proxy/tyk/apis?include_types=mcp",
      "/behind/a/proxy/tyk/oauth/clients/orders/shop-web",
      "/behind/a/proxy/tyk/policies/gold",
      "/behind/a/proxy/orders/tyk/oauth/authorize-client/",
    ]);
  });
});

describe.each(operationIds)("tyk.raw.%s", (id) => {
  const { method, path, body, contentType, answer } = samples[id];
  const { success, jsonAsText, secret: withSecret } = operations[id];

  test("is sent as the gateway expects it", async () => {
    const type = jsonAsText ? "text/plain; charset=utf-8" : "application/json";
    const text = answer === undefined ? null : JSON.stringify(answer);
    const { tyk, sent } = clientWithReplies([
      () => new Response(text, { status: success, headers: { "content-type": type } }),
    ]);
    expect(await callRaw(tyk.raw, id)).toEqual(answer);
    expect(sent).toHaveLength(1);
    const [request] = sent;
    expect(request).toMatchObject({ method, path, body });
    expect(request?.headers).toEqual({
      "accept-encoding": "identity",
      "user-agent": `tyk-oauth-sdk/${version}`,
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      ...(withSecret ? { "x-tyk-authorization": secret } : {}),
    });
    expect(request?.init.redirect).toBe("manual");
    expect(Object.keys(request?.init ?? {}).sort()).toEqual(
      [
        "cache",
        "headers",
        "method",
        "redirect",
        "signal",
        ...(body === undefined ? [] : ["body"]),
      ].sort(),
    );
  });
});

describe("if the program changed its prototypes", () => {
  /** Runs with a property that every object inherits. */
  async function polluted(run: () => Promise<unknown>): Promise<void> {
    Object.defineProperty(Object.prototype, "x-evil", {
      value: "1",
      enumerable: true,
      configurable: true,
    });
    try {
      await run();
    } finally {
      Reflect.deleteProperty(Object.prototype, "x-evil");
    }
  }

  test("no header of a prototype is sent", async () => {
    const noKey = json({ status: "error", message: "Key not found" }, 404);
    const { tyk, sent } = clientWithReplies([
      json(client),
      ...[noKey, json(["orders"]), json([]), json(ok), json([])],
    ]);
    await polluted(async () => {
      await tyk.clients.get(ref, { headers: { "x-own": "1" } });
      await tyk.tokens.revoke({ clientId: "shop-web", token: "t0ken" });
    });
    expect(sent).toHaveLength(6);
    for (const request of sent) {
      expect(Object.keys(request.headers)).not.toContain("x-evil");
      expect(request.url + String(request.body)).not.toContain("x-evil");
    }
  });

  test("a query has only its own fields", async () => {
    const { tyk, sent } = clientWithReplies([json(["orders"])]);
    await polluted(() => tyk.clients.listApis({ clientId: "a" }));
    expect(sent[0]?.path).toBe("/tyk/oauth/clients/apis/a?orgID=");
  });

  test("no response changes a prototype, and its keys become own properties", async () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const answer = JSON.stringify(client).replace('{"team":"storefront","tier":2}', text);
    const { tyk } = clientWithReplies([
      () => new Response(answer, { headers: { "content-type": "application/json" } }),
    ]);
    const { meta_data } = await tyk.clients.get(ref);
    expect("polluted" in {}).toBe(false);
    expect(Object.keys(meta_data as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(meta_data)).toBe(Object.prototype);
  });
});

test("nothing that a caller passes is changed", async () => {
  const stored = json({ ...client, description: "a" });
  const { tyk, sent } = clientWithReplies([json(client), json(client), stored, stored]);
  const { redirect_uri, policy_id } = client;
  const meta_data = Object.freeze({ team: "storefront", tier: 2 });
  const body = Object.freeze({ redirect_uri, policy_id, meta_data, description: "a" });
  const input = Object.freeze({ path: Object.freeze(path), body });
  const options = Object.freeze({ headers: Object.freeze({ "X-Team": "a" }), timeoutMs: 500 });
  await tyk.raw.updateOAuthClient(input, options);
  await tyk.clients.replace(Object.freeze({ ...ref }), body, Object.freeze({}), options);
  expect(sent).toHaveLength(4);
});
