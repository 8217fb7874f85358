import http from "node:http";
import https from "node:https";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../../support/client/client.ts";
import { answerClient, nodeClient, ref } from "../../support/network/node-client.ts";
import { startServer } from "../../support/network/server.ts";
import { client } from "../../support/samples/samples.ts";
import { failure } from "../../support/util/failure.ts";

const route = "/tyk/oauth/clients/orders/shop-web";

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
  vi.restoreAllMocks();
});

describe("a mocking library", () => {
  test.each<[string, object]>([
    ["http://127.0.0.1:8080", {}],
    ["https://gateway.example", {}],
    ["https://gateway.example:8443", {}],
    ["http://127.0.0.1:6000", {}],
    ["http://127.0.0.1:8080", { proxy: "http://proxy.example:3128" }],
  ])("gets the requests to %s with the options %j, and their headers", async (url, options) => {
    nock(url).get(route).matchHeader("x-tyk-authorization", secret).reply(200, client);
    expect((await nodeClient(url, options).clients.get(ref)).client_id).toBe("shop-web");
    expect(nock.isDone()).toBe(true);
  });

  test("gets the body", async () => {
    nock("https://gateway.example")
      .post("/tyk/oauth/clients/create", { api_id: "orders" })
      .reply(200, client);
    const body = { api_id: "orders" };
    const tyk = nodeClient("https://gateway.example");
    expect((await tyk.raw.createOAuthClient({ body })).client_id).toBe("shop-web");
  });

  test("stops a request that it does not know, and the secret with it", async () => {
    const { url, requests, sockets } = await startServer(answerClient);
    const error = await failure(nodeClient(url, {}, { maxRetries: 0 }).clients.get(ref));
    expect(error).toMatchObject({ code: "connection" });
    expect(requests).toEqual([]);
    expect(sockets).toEqual([]);
  });

  test("can let a request through", async () => {
    nock.enableNetConnect();
    const { url, requests } = await startServer(answerClient);
    expect((await nodeClient(url).clients.get(ref)).client_id).toBe("shop-web");
    expect(requests).toHaveLength(1);
  });
});

describe("code that monitors requests", () => {
  test("sees the host, the port, the path and the headers, and can add a header", async () => {
    nock.restore();
    const { url, requests } = await startServer(answerClient);
    const seen: http.RequestOptions[] = [];
    const { request } = http;
    vi.spyOn(http, "request").mockImplementation(((options: http.RequestOptions) => {
      seen.push(options);
      const headers = { ...(options.headers as http.OutgoingHttpHeaders), traceparent: "00-1" };
      return request({ ...options, headers });
    }) as typeof http.request);
    await nodeClient(url).clients.get(ref);
    const { hostname, port } = new URL(url);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      protocol: "http:",
      host: hostname,
      port: Number(port),
      path: route,
      method: "GET",
    });
    expect(seen[0]?.headers).toMatchObject({ "x-tyk-authorization": secret });
    expect(requests[0]?.headers["traceparent"]).toBe("00-1");
  });

  test("sees requests over TLS in the module for them", async () => {
    nock.restore();
    const request = vi.spyOn(https, "request");
    await failure(nodeClient("https://127.0.0.1:1", {}, { maxRetries: 0 }).clients.get(ref));
    expect(request).toHaveBeenCalledTimes(1);
  });
});
