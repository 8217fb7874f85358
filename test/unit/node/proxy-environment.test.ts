import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TykConfigError } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { readProxyEnvironment } from "../../../src/node/proxy-environment.ts";
import type { Environment } from "../../../src/node/proxy-environment.ts";
import { client } from "../../support/samples/samples.ts";
import { answerClient, nodeClient, ref } from "../../support/network/node-client.ts";
import { startServer } from "../../support/network/server.ts";
import { failure, thrown } from "../../support/util/failure.ts";

const names = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];
beforeEach(() => {
  for (const name of [...names, ...names.map((one) => one.toUpperCase()), "REQUEST_METHOD"])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Returns the host of the proxy of a URL. */
function proxyOf(env: Environment, url: string): string | undefined {
  const fail = (_: string, why: string, message = why): never => {
    throw new TykConfigError(message);
  };
  return readProxyEnvironment(env, fail)(new URL(url))?.host;
}

describe("the proxy of the environment", () => {
  const http = "http://gateway.example";
  const https = "https://gateway.example";
  test.each<[Environment, string, string | undefined]>([
    [{}, https, undefined],
    [{ HTTPS_PROXY: "http://upper:1" }, https, "upper"],
    [{ HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" }, https, "lower"],
    [{ HTTPS_PROXY: "http://upper:1", https_proxy: "" }, https, "upper"],
    [{ HTTPS_PROXY: "http://upper:1" }, http, undefined],
    [{ HTTP_PROXY: "http://upper:1" }, http, "upper"],
    [{ HTTP_PROXY: "http://upper:1" }, https, undefined],
    [{ HTTP_PROXY: "http://upper:1", http_proxy: "http://lower:1" }, http, "lower"],
    [{ HTTP_PROXY: "http://upper:1", REQUEST_METHOD: "GET" }, http, undefined],
    [{ http_proxy: "http://lower:1", REQUEST_METHOD: "GET" }, http, "lower"],
    [
      { HTTP_PROXY: "http://upper:1", ALL_PROXY: "http://all:1", REQUEST_METHOD: "GET" },
      http,
      "all",
    ],
    [{ ALL_PROXY: "http://upper:1", all_proxy: "http://lower:1" }, https, "lower"],
    [{ ALL_PROXY: "http://upper:1" }, http, "upper"],
    [
      { ALL_PROXY: "socks5://all:1", HTTPS_PROXY: "http://a:1", HTTP_PROXY: "http://b:1" },
      http,
      "b",
    ],
    [{ HTTPS_PROXY: "bare:3128" }, https, "bare"],
    [{ HTTPS_PROXY: " http://spaces:1/ " }, https, "spaces"],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "gateway.example" }, https, undefined],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "*", no_proxy: "other.example" }, https, "p"],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "*", no_proxy: "" }, https, undefined],
  ])("%j gives %s the proxy %s", (env, url, expected) => {
    expect(proxyOf(env, url)).toBe(expected);
  });

  test.each([
    ["HTTPS_PROXY", "socks5://u:p4ss@proxy.example:1080", "must be an http URL"],
    ["https_proxy", "http://u:p4ss@proxy.example/path", "must be an origin"],
    ["ALL_PROXY", "http://u:p4ss@:::", "must be a URL"],
    ["http_proxy", "http://u:p4ss%ff@proxy.example", "contains credentials"],
  ])(
    "%s of another kind is refused at once, and the password is not shown",
    async (name, value, why) => {
      vi.stubEnv(name, value);
      const error = await thrown(() => createNodeFetch({ proxy: "env" }));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toMatch(new RegExp(`^${name} ${why}`));
      expect(error.message).not.toContain("p4ss");
      createNodeFetch();
    },
  );

  test("cannot be combined with a unix socket", () => {
    expect(() => createNodeFetch({ proxy: "env", socketPath: "/run/a.sock" })).toThrow(
      "proxy cannot be combined with socketPath",
    );
  });
});

describe("on sockets", () => {
  const baseUrl = "http://gateway.invalid:8080";
  const more = { allowInsecureHttp: true, maxRetries: 0 };

  test("the proxy of the environment gets the requests, except those of NO_PROXY", async () => {
    const proxy = await startServer(answerClient);
    const gateway = await startServer(answerClient);
    vi.stubEnv("HTTP_PROXY", proxy.url.replace("://", "://sdk:p4ss@"));
    vi.stubEnv("NO_PROXY", "127.0.0.0/8");
    expect(await nodeClient(baseUrl, { proxy: "env" }, more).clients.get(ref)).toEqual(client);
    expect(proxy.requests).toMatchObject([
      {
        url: `${baseUrl}/tyk/oauth/clients/orders/shop-web`,
        headers: { "proxy-authorization": `Basic ${btoa("sdk:p4ss")}` },
      },
    ]);
    expect(await nodeClient(gateway.url, { proxy: "env" }).clients.get(ref)).toEqual(client);
    expect([proxy.requests.length, gateway.requests.length]).toEqual([1, 1]);
  });

  test("the environment is not read unless it is asked for", async () => {
    const proxy = await startServer(answerClient);
    for (const name of names) vi.stubEnv(name, name === "no_proxy" ? "" : proxy.url);
    const error = await failure(nodeClient(baseUrl, {}, more).clients.get(ref));
    expect(error).toMatchObject({ code: "connection" });
    expect(proxy.requests).toEqual([]);
  });
});
