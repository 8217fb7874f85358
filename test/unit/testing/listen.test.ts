import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createGateway, NotModelledError } from "../../../src/testing/index.ts";
import { byHttp } from "../../support/recordings/send.ts";
import { addClient } from "../../support/gateway/requests.ts";

describe("gateway.listen", () => {
  it("serves the same gateway on a free port of 127.0.0.1 until it is closed", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const server = await gateway.listen();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.controlUrl).toBe(server.url);
    const headers = { "x-tyk-authorization": gateway.secret };
    const response = await fetch(`${server.url}/tyk/oauth/clients/orders/app`, { headers });
    expect(await response.json()).toMatchObject({ client_id: "app" });
    await server.close();
    await expect(fetch(`${server.url}/hello`)).rejects.toThrow("fetch failed");
  });

  it("keeps connections, so that `fetch` does not open one for each request", async () => {
    const server = await createGateway().listen();
    let connections = 0;
    const count = (): void => {
      connections += 1;
    };
    subscribe("undici:client:connected", count);
    for (let nth = 0; nth < 5; nth += 1) await (await fetch(`${server.url}/hello`)).text();
    unsubscribe("undici:client:connected", count);
    await server.close();
    // The second one opens while the first one still ends its response.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("listens on another address", async () => {
    for (const [host, shown] of [
      ["0.0.0.0", "127.0.0.1"],
      ["127.0.0.2", "127.0.0.2"],
    ] as const) {
      const server = await createGateway().listen({ host });
      expect(new URL(server.url).hostname).toBe(shown);
      expect((await fetch(`${server.url}/hello`)).status).toBe(200);
      await server.close();
    }
  });

  it("calls onRequest after each request, also after one whose connection was dropped", async () => {
    const gateway = createGateway();
    const seen: unknown[] = [];
    const server = await gateway.listen({
      onRequest: ({ operation, status }) => {
        seen.push([operation, status]);
      },
    });
    await fetch(`${server.url}/hello`);
    gateway.fail({ operation: "hello" }, "drop");
    await expect(fetch(`${server.url}/hello`)).rejects.toThrow("fetch failed");
    await fetch(`${server.url}/tyk/apis`);
    expect(seen).toEqual([
      ["hello", 200],
      ["hello", undefined],
      ["listApis", 403],
    ]);
    await server.close();
  });

  it("rejects if the port is in use", async () => {
    const gateway = createGateway();
    const server = await gateway.listen({ port: 0 });
    const port = Number(new URL(server.url).port);
    await expect(gateway.listen({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await server.close();
  });

  it("uses the request target as it was sent", async () => {
    const server = await createGateway().listen();
    const send = byHttp(server.url);
    const locations: [string, string][] = [
      ["/orders/../x", "/x"],
      ["/orders/%2e%2E/x", "/x"],
      ["/a/./b?c=%20", "/a/b?c=%20"],
      ["/a/b/..?", "/a?"],
      ["//", "/"],
      ["/%C3%BC/./(1)", "/%C3%BC/%281%29"],
    ];
    for (const [path, location] of locations) {
      expect(await send({ method: "GET", path, headers: {} }), path).toMatchObject({
        status: 301,
        headers: { location },
      });
    }
    await server.close();
  });

  it("responds with 400 to an invalid request line", async () => {
    const server = await createGateway().listen();
    const answer = await byHttp(server.url)({ method: "GET", path: "/tyk/%zz", headers: {} });
    expect(answer).toMatchObject({ status: 400, body: "400 Bad Request" });
    await server.close();
  });

  it("resets the connection if the gateway drops it", async () => {
    const gateway = createGateway();
    gateway.fail({ path: "/hello" }, "drop");
    const server = await gateway.listen();
    expect(await byHttp(server.url)({ method: "GET", path: "/hello", headers: {} })).toEqual({
      error: "ECONNRESET",
    });
    await server.close();
  });

  it("responds with 500 to a request outside the model, and rejects on close", async () => {
    const gateway = createGateway();
    const server = await gateway.listen();
    const headers = { "x-tyk-authorization": gateway.secret };
    const response = await fetch(`${server.url}/tyk/keys/create`, { method: "POST", headers });
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(
      /^NotModelledError: The embedded gateway does not model POST/,
    );
    await expect(server.close()).rejects.toThrow(NotModelledError);
  });

  it("closes even if a connection is open", async () => {
    const server = await createGateway().listen();
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await server.close();
    await ended;
  });
});

describe("with an address of its own for the control API", () => {
  it.each([
    ["5.14.0", "Not Found", { apis: 404, control: 200 }],
    ["4.3.0", "404 page not found\n", { apis: 404, control: 200 }],
    ["3.0.0", "404 page not found\n", { apis: 200, control: 404 }],
  ])("each address of %s serves only its part", async (version, nothing, hello) => {
    const gateway = createGateway({ separateControl: true, version });
    const server = await gateway.listen();
    const headers = { "x-tyk-authorization": gateway.secret };
    for (const [fetch, { url, controlUrl }] of [
      [gateway.fetch, gateway],
      [globalThis.fetch, server],
    ] as const) {
      expect(controlUrl).not.toBe(url);
      expect((await fetch(`${url}/hello`)).status).toBe(hello.apis);
      expect((await fetch(`${controlUrl}/hello`)).status).toBe(hello.control);
      expect((await fetch(`${controlUrl}/tyk/oauth/clients/orders`, { headers })).status).toBe(200);
      expect(await (await fetch(`${url}/tyk/oauth/clients/orders`, { headers })).text()).toBe(
        nothing,
      );
      expect((await fetch(`${url}/orders/hello`)).status).toBe(400);
      expect(await (await fetch(`${controlUrl}/orders/hello`)).text()).toBe("Not Found");
    }
    await server.close();
  });
});
