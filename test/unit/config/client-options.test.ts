import { describe, expect, onTestFinished, test, vi } from "vitest";
import { TykConfigError, TykOAuth } from "../../../src/index.ts";
import type { TykOAuthOptions } from "../../../src/index.ts";
import { resolveConfig } from "../../../src/config/config.ts";
import { fakeFetch, json } from "../../support/network/fake-fetch.ts";
import { baseUrl, newClient, secret } from "../../support/client/client.ts";
import { failure, thrown } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { wrongLimits } from "../../support/samples/wrong-limits.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const count = "must be a whole number of 1 or more";
const patterns = "must be true, false or a list of host patterns";

describe("the client's options", () => {
  test.each<[string, unknown, string]>([
    ...wrongLimits,
    ["baseUrl", undefined, "must be a URL, such as https://gateway.example:8080"],
    ["baseUrl", "gateway", "is not a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", 7, "must be a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", "", "must be a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", "https://apis.example?a", "must not hold a query or a fragment"],
    ["secret", undefined, "must be a string or a function that returns one"],
    ["secret", "", "must not be empty"],
    ["orgId", 7, "must be a string"],
    ["orgId", null, "must be a string"],
    ["fetch", null, "must be a function"],
    ["fetch", "fetch", "must be a function"],
    ["logger", "console", "must be an object"],
    ["logger", null, "must be an object"],
    ["logger", [], "must be an object"],
    ["logger", { debug: () => undefined }, "must have a method info"],
    ["hooks", 7, "must be an object"],
    ["hooks", null, "must be an object"],
    ["hooks", { onRequest: "log" }, "must have a function as onRequest"],
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "16"].flatMap(
      (value): [string, unknown, string][] => [
        ["maxConcurrency", value, count],
        ["maxResponseBytes", value, count],
        ["maxListBytes", value, count],
      ],
    ),
    ["allowInsecureHttp", "true", patterns],
    ["allowInsecureHttp", 1, patterns],
    ["allowInsecureHttp", [""], patterns],
    ["allowInsecureHttp", ["*.svc", 7], patterns],
    ["allowInsecureHttp", {}, patterns],
    ...["", 7, null, [";"], {}].map((value): [string, unknown, string] => [
      "redirectUriSeparator",
      value,
      "must be a string that is not empty",
    ]),
    // A guard that a text switched on, or a number off, would be none.
    ...["true", "false", "", 0, 1, null, {}].flatMap((value): [string, unknown, string][] => [
      ["readOnly", value, "must be true or false"],
      ["dryRun", value, "must be true or false"],
    ]),
  ])("%s rejects %j: %s", async (name, value, why) => {
    const options = { baseUrl, secret, [name]: value } as TykOAuthOptions;
    const error = await thrown(() => new TykOAuth(options));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({ message: `${name} ${why}`, operation: undefined, attempts: 0 });
    // What is undefined leaves a copy as its original is.
    if (value === undefined) return;
    expect((await thrown(() => newClient().withOptions({ [name]: value }))).message).toBe(
      error.message,
    );
  });

  test.each(["timeoutms", "timeout", "url", "signal", "deadlineMs", "onProgress", "readonly"])(
    "reject %s, even if it is undefined",
    async (name) => {
      const options = { baseUrl, secret, [name]: undefined };
      const error = await thrown(() => new TykOAuth(options));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toMatch(new RegExp(`^unknown option "${name}"; `));
    },
  );

  test.each([undefined, null, "x", 7, []])("of a copy reject %j", async (overrides) => {
    const copy = await thrown(() => newClient().withOptions(overrides as never));
    expect(copy).toBeInstanceOf(TykConfigError);
    expect(copy.message).toBe("overrides must be an object");
    if (overrides === undefined) return;
    const fromEnv = await thrown(() => TykOAuth.fromEnv(overrides as never));
    expect(fromEnv.message).toBe("overrides must be an object");
  });

  test("are the client's own from then on", async () => {
    const { fetch, sent } = fakeFetch(json(client), json(client));
    const options = { baseUrl, secret, fetch, headers: { "x-team": "a" } };
    const tyk = new TykOAuth(options);
    options.baseUrl = "https://other.example";
    options.secret = "another-secret";
    options.headers = { "x-team": "b" };
    await tyk.clients.get(ref);
    await tyk.withOptions({}).clients.get(ref);
    for (const request of sent) {
      expect(request.url).toBe(`${baseUrl}/tyk/oauth/clients/orders/shop-web`);
      expect(request.headers).toMatchObject({ "x-team": "a", "x-tyk-authorization": secret });
    }
  });

  test.each([undefined, null, "https://gateway.example", []])("reject %j", async (options) => {
    const error = await thrown(() => new TykOAuth(options as unknown as TykOAuthOptions));
    expect(error.message).toBe("options must be an object with baseUrl and secret");
  });

  test("have defaults", () => {
    const config = resolveConfig({ baseUrl: `${baseUrl}/`, secret });
    expect(config).toEqual({
      baseUrl,
      apiBaseUrl: baseUrl,
      secret: expect.anything() as unknown,
      orgId: undefined,
      fetch: expect.any(Function) as unknown,
      isBuiltInFetch: true,
      timeoutMs: undefined,
      totalTimeoutMs: undefined,
      maxRetries: 2,
      headers: {},
      maxConcurrency: 16,
      maxResponseBytes: 10 * 1024 * 1024,
      maxListBytes: 1024 * 1024 * 1024,
      allowInsecureHttp: false,
      logger: undefined,
      hooks: {},
      redirectUriSeparator: undefined,
      readOnly: false,
      dryRun: false,
      variables: {},
    });
  });

  test("are used as passed", () => {
    const given: TykOAuthOptions = {
      baseUrl: "http://tyk.svc",
      secret,
      apiBaseUrl: () => "https://apis.example",
      orgId: "acme",
      timeoutMs: 1,
      totalTimeoutMs: Number.POSITIVE_INFINITY,
      maxRetries: 0,
      headers: { "X-Team": "storefront" },
      maxConcurrency: 1,
      maxResponseBytes: 1,
      maxListBytes: 1,
      allowInsecureHttp: ["*.svc"],
      logger: console,
      hooks: { onError: () => undefined },
      redirectUriSeparator: ", ",
      readOnly: true,
      dryRun: true,
    };
    const config = resolveConfig(given);
    const { secret: source, fetch, isBuiltInFetch, headers, hooks, variables, ...rest } = config;
    expect(Object.keys(hooks)).toEqual(["onError"]);
    expect(isBuiltInFetch).toBe(true);
    expect(variables).toEqual({});
    expect({ ...given, ...rest }).toEqual(given);
    expect(headers).toEqual({ "x-team": "storefront" });
    expect(source.canChange).toBe(false);
    expect(fetch).toBeInstanceOf(Function);
    const off = resolveConfig({ baseUrl, secret, readOnly: false, dryRun: false });
    expect(off).toMatchObject({ readOnly: false, dryRun: false });
  });

  test("are as they were when the client was created, whatever happens to the lists and records", async () => {
    const allowInsecureHttp = ["*.svc"];
    const headers: Record<string, string> = { "x-team": "storefront" };
    const told: string[] = [];
    const hooks = { onRequest: () => void told.push("first") };
    const { fetch, sent } = fakeFetch(json(client), json(client));
    const tyk = newClient({ allowInsecureHttp, headers, hooks, fetch });
    allowInsecureHttp.push("evil.example");
    headers["x-team"] = "evil";
    hooks.onRequest = () => void told.push("second");
    await tyk.clients.get(ref);
    const plain = { apiBaseUrl: "http://evil.example", listenPath: "/orders/" };
    const asked = { response_type: "code", client_id: "a" } as const;
    for (const one of [tyk, tyk.withOptions({ timeoutMs: 5_000 })]) {
      const error = await failure(one.raw.authorizeClient({ path: plain, body: asked }));
      expect(error.message).toContain("is plain http");
    }
    await tyk.withOptions({ timeoutMs: 5_000 }).clients.get(ref);
    expect(sent.map((request) => request.headers["x-team"])).toEqual(["storefront", "storefront"]);
    expect(told).toEqual(["first", "first"]);
  });

  test("accept hooks that are methods of an object", async () => {
    class Counter {
      count = 0;
      onRequest(): void {
        this.count += 1;
      }
    }
    const hooks = new Counter();
    const { fetch } = fakeFetch(json(client), json(client));
    const tyk = newClient({ hooks, fetch });
    await tyk.clients.get(ref);
    await tyk.withOptions({}).clients.get(ref);
    expect(hooks.count).toBe(2);
  });

  test("record whether the fetch is the runtime's own", () => {
    const custom = (): Promise<Response> => Promise.resolve(new Response());
    expect(resolveConfig({ baseUrl, secret, fetch: custom }).isBuiltInFetch).toBe(false);
    expect(resolveConfig({ baseUrl, secret, fetch: globalThis.fetch }).isBuiltInFetch).toBe(true);
  });

  test("allow plain http for a separate apiBaseUrl wherever they do for the base URL", () => {
    const config = resolveConfig({
      baseUrl,
      secret,
      apiBaseUrl: "http://a.svc/",
      allowInsecureHttp: ["*.svc"],
    });
    expect(config.apiBaseUrl).toBe("http://a.svc");
  });

  test("the global fetch is read when it is called, and called unbound", async () => {
    const tyk = newClient();
    const seen: unknown[] = [];
    vi.stubGlobal("fetch", function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
      return Promise.resolve(Response.json(client));
    });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    await tyk.clients.get(ref);
    const [self, url] = seen;
    expect(self === undefined || self === globalThis).toBe(true);
    expect(url).toBe(`${baseUrl}/tyk/oauth/clients/orders/shop-web`);
    expect(seen).toHaveLength(3);
  });
});

describe("a browser", () => {
  test("is rejected unless it is explicitly allowed; a worker with only half of its globals is no browser", async () => {
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    vi.stubGlobal("window", globalThis);
    expect(newClient()).toBeInstanceOf(TykOAuth);
    vi.stubGlobal("document", {});
    vi.stubGlobal("process", { versions: {} });
    const error = await thrown(() => newClient());
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(
      "this is a browser, where anybody can read the gateway's secret, which is its master key: call from a server, or set dangerouslyAllowBrowser",
    );
    expect(newClient({ dangerouslyAllowBrowser: true })).toBeInstanceOf(TykOAuth);
    expect((await thrown(() => newClient({ dangerouslyAllowBrowser: false }))).code).toBe("config");
    vi.unstubAllGlobals();
    vi.stubGlobal("document", {});
    expect(newClient()).toBeInstanceOf(TykOAuth);
  });

  test("is not a test environment with a page's globals in Node, but is a window of Electron", async () => {
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", {});
    expect(newClient()).toBeInstanceOf(TykOAuth);
    vi.stubGlobal("process", { versions: { node: "24.0.0", electron: "40.0.0" }, type: "browser" });
    expect(newClient()).toBeInstanceOf(TykOAuth);
    vi.stubGlobal("process", { versions: { node: "24.0.0" }, type: "renderer" });
    expect((await thrown(() => newClient())).message).toMatch(/^this is a browser/);
    vi.stubGlobal("process", undefined);
    expect((await thrown(() => newClient())).message).toMatch(/^this is a browser/);
  });
});
