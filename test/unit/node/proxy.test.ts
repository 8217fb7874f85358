import { lookup } from "node:dns";
import type { Socket } from "node:net";
import { Server as ProxyServer } from "proxy-chain";
import type { PrepareRequestFunctionOpts } from "proxy-chain";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import {
  closes,
  closedPort,
  startRawServer,
  startServer,
  startSocketServer,
} from "../../support/network/server.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { makeAuthority, makeServer } from "../../support/network/certificates.ts";
import type { Identity } from "../../support/network/certificates.ts";
import {
  answerClient,
  nodeClient,
  nodeFetch,
  ref,
  startTlsServer,
} from "../../support/network/node-client.ts";
import { saying } from "../../support/util/saying.ts";

const host = "gateway.internal";
/** The client that writes change. A failed read is always "not-sent". */
const path = { apiID: ref.apiId, keyName: ref.clientId };

let authority: Identity;
let server: Identity;

beforeAll(async () => {
  authority = await makeAuthority("Authority");
  server = await makeServer(host, { by: authority });
});

/** Resolves any name to this machine. */
const here = new Proxy(lookup, {
  apply: (target, self, [, ...rest]: unknown[]): unknown =>
    Reflect.apply(target, self, ["127.0.0.1", ...rest]),
});

/** Starts a proxy that resolves the gateway's name and records its requests. */
async function startProxy(
  password?: string,
): Promise<{ url: string; asked: PrepareRequestFunctionOpts[]; connections: () => number }> {
  const asked: PrepareRequestFunctionOpts[] = [];
  const proxy = new ProxyServer({
    host: "127.0.0.1",
    port: 0,
    prepareRequestFunction: (request) => {
      asked.push(request);
      return {
        requestAuthentication: password !== undefined && request.password !== password,
        dnsLookup: here,
      };
    },
  });
  let connections = 0;
  proxy.server.on("connection", () => {
    connections += 1;
  });
  await proxy.listen();
  onTestFinished(() => proxy.close(true));
  return { url: `http://127.0.0.1:${proxy.port}`, asked, connections: () => connections };
}

/** Replaces the address by the gateway's public name. */
function named(url: string): string {
  return url.replace("127.0.0.1", host);
}

describe("through a proxy with TLS", () => {
  test("a tunnel reaches the gateway, whose certificate is checked inside it", async () => {
    const proxy = await startProxy();
    const names: string[] = [];
    const { url, requests } = await startTlsServer({
      ...server,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    const tyk = nodeClient(named(url), { ca: authority.cert, proxy: proxy.url });
    for (let nth = 0; nth < 3; nth += 1) expect(await tyk.clients.get(ref)).toEqual(client);
    expect(requests).toHaveLength(3);
    expect(requests[0]).toMatchObject({
      url: "/tyk/oauth/clients/orders/shop-web",
      headers: { host: new URL(named(url)).host },
    });
    expect(names).toEqual([host]);
    // One tunnel serves all requests, and the proxy sees nothing of them.
    expect(proxy.asked).toHaveLength(1);
    expect(proxy.asked[0]).toMatchObject({ hostname: host, isHttp: false });
    expect(proxy.asked[0]?.request.headers).toEqual({
      host: new URL(named(url)).host,
      connection: expect.any(String) as string,
    });
  });

  test("CONNECT names the default port, and brackets an IPv6 address", async () => {
    const asked: string[] = [];
    const { url } = await startSocketServer((socket) => {
      socket.once("data", (bytes: Buffer) => {
        asked.push(bytes.toString().split("\r\n", 1).join());
        socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      });
    });
    const fetch = nodeFetch({ proxy: url });
    for (const target of ["https://gateway.example/a", "https://[::1]:8443/b"])
      await expect(fetch(target)).rejects.toThrow("fetch failed");
    expect(asked).toEqual(["CONNECT gateway.example:443 HTTP/1.1", "CONNECT [::1]:8443 HTTP/1.1"]);
  });

  test.each([
    ["from an unknown authority", () => makeServer(host, {})],
    ["for another host", () => makeServer("other.internal", { by: authority })],
  ])("a certificate %s is not trusted", async (_, make) => {
    const proxy = await startProxy();
    const { url, requests } = await startTlsServer(await make());
    const tyk = nodeClient(named(url), { ca: authority.cert, proxy: proxy.url });
    const error = await failure(tyk.clients.get(ref));
    expect(error).toMatchObject({ code: "tls", outcome: "not-sent", attempts: 1 });
    expect(requests).toEqual([]);
  });

  test("credentials go to the proxy and not to the gateway", async () => {
    const password = "p@ss:wörd";
    const proxy = await startProxy(password);
    const { url, requests } = await startTlsServer(server);
    const withUser = proxy.url.replace(
      "//",
      `//${encodeURIComponent("us er")}:${encodeURIComponent(password)}@`,
    );
    const tyk = nodeClient(named(url), { ca: authority.cert, proxy: withUser });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(proxy.asked[0]).toMatchObject({ username: "us er", password });
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain("proxy-authorization");
  });

  test("there are at most maxSockets tunnels, even while they open", async () => {
    const proxy = await startProxy();
    const { url, sockets, requests } = await startTlsServer(server);
    const options = { ca: authority.cert, proxy: proxy.url, maxSockets: 2 };
    const tyk = nodeClient(named(url), options, { maxConcurrency: 20 });
    await Promise.all(Array.from({ length: 20 }, () => tyk.clients.get(ref)));
    expect(requests).toHaveLength(20);
    expect(sockets).toHaveLength(2);
    expect(proxy.connections()).toBe(2);
  });
});

describe("through a proxy with plain http", () => {
  test("requests go to the proxy with the gateway's full URL", async () => {
    const proxy = await startServer(answerClient);
    const tyk = nodeClient(
      "http://gateway.internal:8080/behind/",
      { proxy: proxy.url },
      { allowInsecureHttp: true },
    );
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(proxy.requests[0]).toMatchObject({
      url: "http://gateway.internal:8080/behind/tyk/oauth/clients/orders/shop-web",
      headers: { host: "gateway.internal:8080" },
    });
    expect(Object.keys(proxy.requests[0]?.headers ?? {})).not.toContain("proxy-authorization");
  });

  test("the proxy forwards requests without its credentials", async () => {
    const proxy = await startProxy("opensesame");
    const { url, requests } = await startServer(answerClient);
    const withUser = proxy.url.replace("//", "//ali:opensesame@");
    const tyk = nodeClient(named(url), { proxy: withUser }, { allowInsecureHttp: true });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(requests).toHaveLength(2);
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain("proxy-authorization");
    expect(proxy.asked[0]).toMatchObject({ username: "ali", password: "opensesame", isHttp: true });
    expect(proxy.connections()).toBe(1);
  });
});

describe("a proxy that refuses", () => {
  const refusal = (systemCode: string): object => ({
    code: "connection",
    outcome: "not-sent",
    systemCode,
    attempts: 1,
  });
  const once = { maxRetries: 0 };

  test.each([
    ["https", "not-sent"],
    // A 407 of this proxy looks like a 407 of the gateway.
    ["http", "unknown"],
  ])(
    "because of missing credentials, with %s: nothing was sent, and outcome is %s",
    async (protocol, outcome) => {
      const proxy = await startProxy("opensesame");
      const { url, requests } = await startServer(answerClient);
      for (const user of ["", "ali:wrong-w0rd@"]) {
        const tyk = nodeClient(
          named(url).replace("http:", `${protocol}:`),
          { proxy: proxy.url.replace("//", `//${user}`) },
          { allowInsecureHttp: true },
        );
        const error = await failure(tyk.raw.deleteOAuthClient({ path }, once));
        const message = saying("deleteOAuthClient: the connection failed (ERR_PROXY_STATUS_407)");
        expect(error).toMatchObject({ ...refusal("ERR_PROXY_STATUS_407"), outcome, message });
      }
      expect(requests).toEqual([]);
    },
  );

  test("a 407 through a plain http proxy has an unknown effect, and is not retried", async () => {
    // A proxy that forwards the gateway's 407 cannot be told from a proxy that sends its own.
    const proxy = await startServer((_, response) => {
      response.writeHead(407).end();
    });
    const gateway = "http://gateway.internal:8080";
    const { raw } = nodeClient(gateway, { proxy: proxy.url }, { allowInsecureHttp: true });
    for (const call of [
      () => raw.rotateOAuthClient({ path }),
      () => raw.createOAuthClient({ body: { api_id: "orders" } }),
    ])
      expect(await failure(call())).toMatchObject({
        ...refusal("ERR_PROXY_STATUS_407"),
        outcome: "unknown",
      });
    expect(proxy.requests).toHaveLength(2);
  });

  const url = "https://gateway.internal:8080";

  test.each([
    ["HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno", "ERR_PROXY_STATUS_502"],
    ["HTTP/1.1 403 Forbidden\r\n\r\n", "ERR_PROXY_STATUS_403"],
    ["HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\n\r\n", "ERR_PROXY_STATUS_302"],
    ["SSH-2.0-OpenSSH_9.9\r\n\r\n", "ERR_PROXY_PROTOCOL"],
    [`HTTP/1.1 200 OK\r\nX-Large: ${"x".repeat(20_000)}\r\n\r\n`, "ERR_PROXY_PROTOCOL"],
    ["HTTP/1.1 200 OK\r\n\r\nunasked", "ERR_PROXY_PROTOCOL"],
  ])("with %j", async (bytes, systemCode) => {
    const proxy = await startRawServer(bytes, () => undefined);
    const error = await failure(nodeClient(url, { proxy: proxy.url }).clients.get(ref, once));
    expect(error).toMatchObject(refusal(systemCode));
    expect(await closes(proxy.sockets[0])).toBe(true);
  });

  test.each<[string, (socket: Socket) => void]>([
    ["resets", (socket) => socket.resetAndDestroy()],
    ["ends", (socket) => socket.end()],
  ])("that %s the connection", async (_, how) => {
    const proxy = await startRawServer("", how);
    const error = await failure(nodeClient(url, { proxy: proxy.url }).clients.get(ref, once));
    expect(error).toMatchObject(refusal("ECONNRESET"));
  });

  test("that does not exist", async () => {
    const { url: proxy } = await closedPort();
    const error = await failure(nodeClient(url, { proxy }).clients.get(ref, once));
    expect(error).toMatchObject(refusal("ECONNREFUSED"));
    const plain = nodeClient("http://127.0.0.1", { proxy });
    expect(await failure(plain.clients.get(ref, once))).toMatchObject(refusal("ECONNREFUSED"));
  });

  test("that sends nothing fails at the connect timeout", async () => {
    fakeTimeouts();
    const proxy = await startSocketServer((socket) => {
      socket.once("data", () => {
        passTime(40);
      });
    });
    const tyk = nodeClient(url, { proxy: proxy.url, connectTimeoutMs: 40 });
    expect(await failure(tyk.clients.get(ref, once))).toMatchObject(refusal("ETIMEDOUT"));
    expect(await closes(proxy.sockets[0])).toBe(true);
  });
});

test("an error of the gateway behind a proxy stays the gateway's", async () => {
  const proxy = await startServer((_, response) => {
    response.writeHead(502, { "content-type": "text/html" }).end("no");
  });
  const { raw } = nodeClient("http://127.0.0.1", { proxy: proxy.url });
  const error = await failure(raw.deleteOAuthClient({ path }, { maxRetries: 0 }));
  expect(error).toMatchObject({ code: "server", status: 502, outcome: "unknown" });
});

test("no environment variable sets a proxy", async () => {
  const proxy = await startServer(answerClient);
  const { url, requests } = await startServer(answerClient);
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
    vi.stubEnv(name, proxy.url);
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  await nodeClient(url).clients.get(ref);
  vi.unstubAllEnvs();
  expect(requests).toHaveLength(1);
  expect(proxy.requests).toEqual([]);
});
