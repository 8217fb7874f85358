import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { TykConfigError, TykInputError, TykOAuth } from "../../../src/index.ts";
import type { RequestOptions, TykOAuthOptions, VerbOptions } from "../../../src/index.ts";
import { resolveConfig } from "../../../src/internal/config.ts";
import type { Config } from "../../../src/internal/config.ts";
import { operations } from "../../../src/internal/operations.ts";
import { checkHeaders, resolveLimits } from "../../../src/internal/request-options.ts";
import { capture, json } from "../support/capture.ts";
import { baseUrl, clientOn, newClient, secret } from "../support/client.ts";
import { failure, thrown } from "../support/failure.ts";
import { client } from "../support/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const limit = "must be a number of milliseconds above 0, or Infinity for no limit";
const retries = "must be a whole number of 0 or more";
const count = "must be a whole number of 1 or more";
const patterns = "must be true, false or a list of host patterns";

/** Wrong values of the options that the client and each call have, the option first. */
const wrongLimits: [string, unknown, string][] = [
  ...[null, "x-team: a", 7, [], [["x-team", "a"]], new Headers({ "x-team": "a" })].map(
    (value): [string, unknown, string] => ["headers", value, "must be a plain object"],
  ),
  ...["timeoutMs", "totalTimeoutMs"].flatMap((name) =>
    [0, -1, Number.NaN, 2 ** 31, Number.NEGATIVE_INFINITY, "5", null, {}].map(
      (value): [string, unknown, string] => [name, value, limit],
    ),
  ),
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", null].map(
    (value): [string, unknown, string] => ["maxRetries", value, retries],
  ),
  ...["", "a b", "a:b", "ü", "a\n", "a\r\nb"].map((name): [string, unknown, string] => [
    "headers",
    { [name]: "v" },
    "holds a name that is no header's",
  ]),
  ...["\n", "a\r\nx-evil: 1", "\u0000", "\u007f", "\u0100", "\u{1f511}"].map(
    (value): [string, unknown, string] => [
      "headers",
      { "X-Team": value },
      "holds a value of x-team that no header can carry",
    ],
  ),
  ...[7, null, undefined, ["a"], {}].map((value): [string, unknown, string] => [
    "headers",
    { "x-team": value },
    "holds a value of x-team that no header can carry",
  ]),
  ...[
    "Accept-Encoding",
    "connection",
    "content-length",
    "CONTENT-TYPE",
    "expect",
    "host",
    "keep-alive",
    "TE",
    "trailer",
    "upgrade",
    "transfer-encoding",
    "user-agent",
    "X-Tyk-Authorization",
  ].map((name): [string, unknown, string] => [
    "headers",
    { "x-ok": "1", [name]: "v" },
    `must not set ${name.toLowerCase()}: this package does`,
  ]),
];

describe("the client's options", () => {
  test.each<[string, unknown, string]>([
    ...wrongLimits,
    ["baseUrl", undefined, "must be a URL, such as https://gateway.example:8080"],
    ["baseUrl", "gateway", "is not a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", 7, "must be a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", "", "must be a URL, such as https://gateway.example:8080"],
    ["apiBaseUrl", "https://apis.example?a", "must not hold a query or a fragment"],
    ["secret", undefined, "must be a string or a function that gives one"],
    ["secret", "", "must not be empty"],
    ["orgId", 7, "must be a text"],
    ["orgId", null, "must be a text"],
    ["fetch", null, "must be a function"],
    ["fetch", "fetch", "must be a function"],
    ["logger", "console", "must be an object"],
    ["logger", null, "must be an object"],
    ["hooks", 7, "must be an object"],
    ["hooks", null, "must be an object"],
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "16"].flatMap(
      (value): [string, unknown, string][] => [
        ["maxConcurrency", value, count],
        ["maxResponseBytes", value, count],
      ],
    ),
    ["allowInsecureHttp", "true", patterns],
    ["allowInsecureHttp", 1, patterns],
    ["allowInsecureHttp", [""], patterns],
    ["allowInsecureHttp", ["*.svc", 7], patterns],
    ["allowInsecureHttp", {}, patterns],
  ])("%s may not be %j: %s", async (name, value, why) => {
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

  test.each(["timeoutms", "timeout", "url", "signal", "deadlineMs", "readOnly"])(
    "have no %s, even where it is undefined",
    async (name) => {
      const options = { baseUrl, secret, [name]: undefined };
      const error = await thrown(() => new TykOAuth(options));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error.message).toBe(`${name} is no option`);
    },
  );

  test.each([undefined, null, "x", 7, []])("of a copy may not be %j", async (overrides) => {
    const copy = await thrown(() => newClient().withOptions(overrides as never));
    expect(copy).toBeInstanceOf(TykConfigError);
    expect(copy.message).toBe("overrides must be an object");
    if (overrides === undefined) return;
    const fromEnv = await thrown(() => TykOAuth.fromEnv(overrides as never));
    expect(fromEnv.message).toBe("overrides must be an object");
  });

  test("are the client's own from then on", async () => {
    const { fetch, sent } = capture(json(client), json(client));
    const options = { baseUrl, secret, fetch, headers: { "x-team": "a" } };
    const tyk = new TykOAuth(options);
    options.baseUrl = "https://other.example";
    options.headers = { "x-team": "b" };
    await tyk.clients.get(ref);
    await tyk.withOptions({}).clients.get(ref);
    for (const request of sent) {
      expect(request.url).toBe(`${baseUrl}/tyk/oauth/clients/orders/shop-web`);
      expect(request.headers["x-team"]).toBe("a");
    }
  });

  test.each([undefined, null, "https://gateway.example", []])("may not be %j", async (options) => {
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
      timeoutMs: undefined,
      totalTimeoutMs: undefined,
      maxRetries: 2,
      headers: {},
      maxConcurrency: 16,
      maxResponseBytes: 10 * 1024 * 1024,
      allowInsecureHttp: false,
      logger: undefined,
      hooks: {},
    });
  });

  test("are taken as they are given", () => {
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
      allowInsecureHttp: ["*.svc"],
      logger: console,
      hooks: { onError: () => undefined },
    };
    const { secret: source, fetch, headers, ...rest } = resolveConfig(given);
    expect({ ...given, ...rest }).toEqual(given);
    expect(headers).toEqual({ "x-team": "storefront" });
    expect(source.canChange).toBe(false);
    expect(fetch).toBeInstanceOf(Function);
  });

  test("an apiBaseUrl by itself may be plain http where the base URL may", () => {
    const config = resolveConfig({
      baseUrl,
      secret,
      apiBaseUrl: "http://a.svc/",
      allowInsecureHttp: ["*.svc"],
    });
    expect(config.apiBaseUrl).toBe("http://a.svc");
  });

  test("the global fetch is looked up when it is called, and called unbound", async () => {
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
  test("is refused unless it is allowed on purpose; a worker with half of its globals is none", async () => {
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    vi.stubGlobal("window", globalThis);
    expect(newClient()).toBeInstanceOf(TykOAuth);
    vi.stubGlobal("document", {});
    const error = await thrown(() => newClient());
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(
      "this is a browser: the gateway's secret is its master key, and anybody could read it here. Call from a server, or set dangerouslyAllowBrowser",
    );
    expect(newClient({ dangerouslyAllowBrowser: true })).toBeInstanceOf(TykOAuth);
    expect((await thrown(() => newClient({ dangerouslyAllowBrowser: false }))).code).toBe("config");
    vi.unstubAllGlobals();
    vi.stubGlobal("document", {});
    expect(newClient()).toBeInstanceOf(TykOAuth);
  });
});

describe("a call's options", () => {
  test.each<[string, unknown, string]>([
    ...wrongLimits,
    ["signal", {}, "must be an AbortSignal"],
    ["signal", new AbortController(), "must be an AbortSignal"],
    ["signal", null, "must be an AbortSignal"],
  ])("%s may not be %j: %s; nothing is sent", async (name, value, why) => {
    const { tyk, sent } = clientOn([]);
    const options = { [name]: value } as RequestOptions;
    const error = await failure(
      tyk.raw.getOAuthClient({ path: { apiID: "a", keyName: "b" } }, options),
    );
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      message: `getOAuthClient: ${name} ${why}`,
      operation: "getOAuthClient",
      field: name,
      attempts: 0,
      outcome: "not-sent",
    });
    expect(await failure(tyk.clients.get(ref, options))).toMatchObject({ field: name });
    expect(sent).toEqual([]);
  });

  test.each([null, "options", 7, []])("may not be %j", async (options) => {
    const { tyk, sent } = clientOn([]);
    const error = await failure(tyk.raw.hello({}, options as unknown as RequestOptions));
    expect(error).toMatchObject({
      code: "input",
      field: "options",
      message: "hello: options must be an object",
    });
    expect(await failure(tyk.clients.get(ref, options as unknown as VerbOptions))).toMatchObject({
      code: "input",
      operation: "clients.get",
      field: "options",
    });
    expect(sent).toEqual([]);
  });

  test.each(["timeout", "retries", "apis", "baseUrl", "secret"])("have no %s", async (name) => {
    const { tyk, sent } = clientOn([]);
    const options = { [name]: undefined } as unknown as RequestOptions;
    expect(await failure(tyk.raw.hello({}, options))).toMatchObject({
      code: "input",
      field: name,
      message: `hello: ${name} is no option`,
    });
    expect(await failure(tyk.clients.get(ref, options))).toMatchObject({
      field: name,
      operation: "clients.get",
    });
    expect(sent).toEqual([]);
  });

  test("of tyk.raw have no deadline", async () => {
    const { tyk } = clientOn([]);
    const options = { deadlineMs: 5 } as RequestOptions;
    expect(await failure(tyk.raw.hello({}, options))).toMatchObject({ field: "deadlineMs" });
  });

  test("that are wrong leave no timer behind, whatever the deadline", async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const { tyk } = clientOn([]);
    const options = { deadlineMs: 60_000, signal: {} } as unknown as VerbOptions;
    expect(await failure(tyk.clients.get(ref, options))).toMatchObject({ field: "signal" });
    expect(timers()).toBe(before);
  });

  test("may have an endless deadline, which is none", async () => {
    // A timer of so many milliseconds would fire at once.
    const { tyk } = clientOn([() => wait(20, Response.json(client))]);
    const options = { deadlineMs: Number.POSITIVE_INFINITY };
    expect(await tyk.clients.get(ref, options)).toEqual(client);
  });

  test.each([0, -1, Number.NaN, 2 ** 31, null])("deadlineMs may not be %j", async (value) => {
    const { tyk, sent } = clientOn([]);
    const options = { deadlineMs: value } as VerbOptions;
    const error = await failure(tyk.clients.get(ref, options));
    expect(error).toMatchObject({
      code: "input",
      field: "deadlineMs",
      operation: "clients.get",
      message:
        "clients.get: deadlineMs must be a number of milliseconds above 0, or Infinity for no limit",
    });
    expect(sent).toEqual([]);
  });

  const config = (more: Partial<TykOAuthOptions> = {}): Config =>
    resolveConfig({ baseUrl, secret, ...more });
  const fail = (field: string, why: string): never => {
    throw new Error(`${field} ${why}`);
  };

  test("have defaults", () => {
    expect(resolveLimits({}, operations.getOAuthClient, config(), fail)).toEqual({
      timeoutMs: 10_000,
      totalTimeoutMs: 30_000,
      maxRetries: 2,
      signal: undefined,
      headers: {},
    });
  });

  test("an operation may have a longer default, which holds over the client's default alone", () => {
    const purge = operations.purgeOAuthTokens;
    const of = (call: RequestOptions, own: Partial<TykOAuthOptions>): unknown[] => {
      const { timeoutMs, totalTimeoutMs } = resolveLimits(call, purge, config(own), fail);
      return [timeoutMs, totalTimeoutMs];
    };
    expect(of({}, {})).toEqual([60_000, 60_000]);
    expect(of({}, { timeoutMs: 5_000 })).toEqual([5_000, 30_000]);
    expect(of({ timeoutMs: 7_000 }, { timeoutMs: 5_000 })).toEqual([7_000, 30_000]);
    expect(of({}, { totalTimeoutMs: 20_000 })).toEqual([60_000, 20_000]);
    expect(of({ totalTimeoutMs: 40_000 }, { totalTimeoutMs: 20_000 })).toEqual([60_000, 40_000]);
    expect(of({ timeoutMs: 90_000 }, {})).toEqual([90_000, 90_000]);
    expect(of({ timeoutMs: Number.POSITIVE_INFINITY }, {})).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test("win over the client's, header by header, whatever the case", () => {
    const own = config({ maxRetries: 5, headers: { "X-Team": "a", "X-Trace": "b" } });
    const { signal } = new AbortController();
    expect(
      resolveLimits(
        { maxRetries: 0, signal, headers: { "x-TEAM": "c" } },
        operations.hello,
        own,
        fail,
      ),
    ).toMatchObject({ maxRetries: 0, signal, headers: { "x-team": "c", "x-trace": "b" } });
    expect(resolveLimits({}, operations.hello, own, fail).maxRetries).toBe(5);
  });

  test("may be as long as a timer can be", () => {
    const { timeoutMs } = resolveLimits(
      { timeoutMs: 2 ** 31 - 1 },
      operations.hello,
      config(),
      fail,
    );
    expect(timeoutMs).toBe(2_147_483_647);
    expect(resolveLimits({ timeoutMs: 0.5 }, operations.hello, config(), fail).timeoutMs).toBe(0.5);
  });

  test("may be given as undefined, which is as if they were not given", async () => {
    const { tyk, sent } = clientOn([json(client)]);
    await tyk.clients.get(ref, {
      timeoutMs: undefined,
      totalTimeoutMs: undefined,
      maxRetries: undefined,
      signal: undefined,
      headers: undefined,
      deadlineMs: undefined,
    });
    expect(sent).toHaveLength(1);
  });
});

describe("headers", () => {
  const check = (headers: Record<string, string> | undefined): unknown =>
    checkHeaders(headers, (field, why) => {
      throw new Error(`${field} ${why}`);
    });

  test("may have every character that a name and a value can have", () => {
    const name = "!#$%&'*+-.^_`|~09azAZ";
    const value = `\t${Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
      .filter((char) => /[\x20-\x7e\x80-\xff]/.test(char))
      .join("")}`;
    expect(check({ [name]: value })).toEqual({ [name.toLowerCase()]: value });
    expect(check({ "x-empty": "" })).toEqual({ "x-empty": "" });
    expect(check(undefined)).toEqual({});
  });

  test("go out with a request, those of the call over those of the client", async () => {
    const { fetch, sent } = capture(json(client));
    const tyk = newClient({ fetch, headers: { "X-Team": "a", "X-Trace": "b" } });
    await tyk.clients.get(ref, { headers: { "x-team": "c" } });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "c", "x-trace": "b" });
  });
});
