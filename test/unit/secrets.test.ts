import { describe, expect, test } from "vitest";
import type {
  AnyTykError,
  TykFetch,
  TykHookEvent,
  TykOAuth,
  TykOAuthOptions,
} from "../../src/index.ts";
import { isTykError, keyRules } from "../../src/index.ts";
import { leaks } from "./support/canary.ts";
import { json, text } from "./support/capture.ts";
import { clientOn, newClient } from "./support/client.ts";
import { failure } from "./support/failure.ts";
import { faults } from "./support/faults.ts";
import { api, client, ok } from "./support/samples.ts";

/** One unique text for each thing that no log may show. */
const markers = {
  admin: "m4rk-admin-q7x",
  client: "m4rk-client-w2k",
  token: "m4rk-token-e9z",
  refresh: "m4rk-refresh-r5b",
  code: "m4rk-code-t8n",
  metadata: "m4rk-metadata-y3c",
  rules: "m4rk-rules-u6d",
  header: "m4rk-header-i1f",
  state: "m4rk-state-o4g",
  filter: "m4rk-key-p0h",
};

const listen = { listenPath: "/orders/" };

/** Calls that carry every marker, each in the place where such a thing travels. */
const calls: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
  create: (tyk) =>
    tyk.clients.create({
      api_id: "orders",
      secret: markers.client,
      meta_data: { note: markers.metadata, nested: [{ deep: markers.metadata }] },
    }),
  replace: (tyk) =>
    tyk.clients.replace({ apiId: "orders", clientId: "a" }, { meta_data: [markers.metadata] }),
  "end a refresh token": (tyk) =>
    tyk.tokens.revoke({ apiId: "orders", refreshToken: markers.refresh }),
  "remove a listed key": (tyk) => tyk.tokens.revoke({ apiId: "orders", listedCode: markers.token }),
  "revoke a token": (tyk) => tyk.tokens.revoke({ clientId: "shop-web", token: markers.token }),
  "revoke all": (tyk) =>
    tyk.raw.revokeAllTokens({ body: { client_id: "shop-web", client_secret: markers.client } }),
  authorize: (tyk) =>
    tyk.raw.authorizeClient({
      path: listen,
      body: {
        response_type: "code",
        client_id: "shop-web",
        state: markers.state,
        key_rules: JSON.stringify(
          keyRules({ orgId: "acme", policies: ["gold"], metaData: { user: markers.rules } }),
        ),
      },
    }),
  "exchange a code": (tyk) =>
    tyk.raw.oauthToken(
      { path: listen, body: { grant_type: "authorization_code", code: markers.code } },
      { headers: { authorization: `Basic ${markers.header}` } },
    ),
  "refresh a token": (tyk) =>
    tyk.raw.oauthToken({
      path: listen,
      body: { grant_type: "refresh_token", refresh_token: markers.refresh },
    }),
  "get a key": (tyk) =>
    tyk.raw.getKey({ path: { keyID: markers.filter } }, { headers: { "x-trace": markers.header } }),
};

/** A client that carries the gateway's secret, and all that it tells its logger and its hooks. */
function watched(options: Partial<TykOAuthOptions>): { tyk: TykOAuth; told: unknown[] } {
  const told: unknown[] = [];
  const keep = (...line: unknown[]): void => {
    told.push(...line);
  };
  const hook = (event: TykHookEvent): void => {
    told.push(event);
  };
  const tyk = newClient({
    secret: () => markers.admin,
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    hooks: { onRequest: hook, onResponse: hook, onRetry: hook, onError: hook },
    ...options,
  });
  return { tyk, told };
}

/** All errors of a chain of causes. */
function chain(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...chain(error.cause)] : [];
}

describe.each(Object.entries(faults))("where it fails with %s", (_, fault) => {
  test("no secret is in the error, in the log or in a hook, whatever was called", async () => {
    const { url } = await fault.start();
    const { options } = fault;
    // What does not ask for the secret waits for an answer where the secret is what is waited for.
    const limited = options?.timeoutMs !== undefined || options?.secret !== undefined;
    const limits = { maxRetries: 1, timeoutMs: limited ? 40 : 5_000 };
    const fails = Object.entries(calls).map(async ([name, call]) => {
      const { tyk, told } = watched({ baseUrl: url, ...options, ...limits });
      // An answer that is wrong for the others may be right for one of them.
      const [outcome] = await Promise.allSettled([call(tyk)]);
      if (outcome.status === "fulfilled") return 0;
      const error: unknown = outcome.reason;
      expect(isTykError(error), name).toBe(true);
      expect(leaks(markers, ...chain(error), told), name).toEqual([]);
      return 1;
    });
    const failed = await Promise.all(fails);
    expect(failed.reduce<number>((sum, one) => sum + one, 0)).toBeGreaterThan(4);
  });
});

describe("where input is wrong", () => {
  const any = (value: unknown): never => value as never;
  const wrong: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
    "a refresh token with a slash": (tyk) =>
      tyk.tokens.revoke({ apiId: "orders", refreshToken: `${markers.refresh}/` }),
    "a listed code with a newline": (tyk) =>
      tyk.tokens.revoke({ apiId: "orders", listedCode: `${markers.token}\n` }),
    "a token and a refresh token": (tyk) =>
      tyk.tokens.revoke(any({ token: markers.token, refreshToken: markers.refresh })),
    "a header that no header can carry": (tyk) =>
      tyk.gateway.info({ headers: { "x-a": `${markers.header}\r\n` } }),
    "a header that is no text": (tyk) =>
      tyk.gateway.info({ headers: any({ "x-a": [markers.header] }) }),
    "a header of our own": (tyk) =>
      tyk.gateway.info({ headers: { "x-tyk-authorization": markers.admin } }),
    "metadata in the place of a text": (tyk) =>
      tyk.clients.create({ api_id: "a", description: any({ a: markers.metadata }) }),
    "a secret that is no text": (tyk) =>
      tyk.clients.create({ api_id: "a", secret: any([markers.client]) }),
    "rules that are a text": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", keyRules: markers.rules }),
      ),
    "rules that would open all": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", keyRules: { org_id: markers.rules } }),
      ),
    "a state that is no text": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", state: [markers.state] }),
      ),
    "a body that cannot be written": (tyk) => {
      const meta_data: Record<string, unknown> = { a: markers.metadata };
      meta_data["self"] = meta_data;
      return tyk.clients.create({ api_id: "a", meta_data });
    },
    "a key with a slash": (tyk) => tyk.raw.getKey({ path: { keyID: `${markers.filter}/` } }),
    "a signal that is none": (tyk) => tyk.gateway.info({ signal: any({ a: markers.header }) }),
  };

  test.each(Object.entries(wrong))("%s is not quoted", async (_, call) => {
    const { tyk, told } = watched({ fetch: () => Promise.reject(new Error("unexpected")) });
    const error = await failure(call(tyk));
    expect(error.code).toBe("input");
    expect(leaks(markers, ...chain(error), told)).toEqual([]);
  });

  test.each([
    ["a secret with a newline", { secret: `${markers.admin}\nx` }],
    ["credentials in the URL", { baseUrl: `https://user:${markers.admin}@gateway.example` }],
    ["a query in the URL", { baseUrl: `https://gateway.example/?${markers.admin}` }],
    ["a secret in the place of the URL", { baseUrl: markers.admin }],
    ["credentials in the APIs' URL", { apiBaseUrl: `https://${markers.admin}@gateway.example` }],
    [
      "a header that no header can carry",
      { headers: { authorization: `${markers.header}\u0000` } },
    ],
    ["a secret in a list", { secret: [markers.admin] as unknown as string }],
  ])("%s is not quoted by the constructor", async (_, options: Partial<TykOAuthOptions>) => {
    const error = await failure(Promise.resolve().then(() => newClient(options)));
    expect(error.code).toBe("config");
    expect(leaks(markers, ...chain(error))).toEqual([]);
  });
});

describe("what fails beside the request", () => {
  const broken: [string, Partial<TykOAuthOptions>][] = [
    [
      "the secret function",
      { secret: () => Promise.reject(new Error(`vault token ${markers.admin}`)) },
    ],
    ["the secret", { secret: () => `${markers.admin}\u0000` }],
    [
      "fetch",
      {
        fetch: () =>
          Promise.reject(new Error(`no ${markers.admin}`, { cause: { url: markers.refresh } })),
      },
    ],
    [
      "fetch at once",
      {
        fetch: (_, init) => {
          throw new TypeError(JSON.stringify(init));
        },
      },
    ],
    [
      "a hook",
      {
        hooks: {
          onRequest: () => {
            throw new Error(markers.admin);
          },
        },
        fetch: () => Promise.resolve(new Response("null")),
      },
    ],
    [
      "the body",
      {
        fetch: () =>
          Promise.resolve(
            new Response(
              new ReadableStream({
                start: (controller) => {
                  controller.error(new Error(markers.admin));
                },
              }),
              { headers: { "content-type": "application/json" } },
            ),
          ),
      },
    ],
  ];

  test.each(broken)("%s is not quoted", async (_, options) => {
    for (const call of Object.values(calls)) {
      const { tyk, told } = watched(options);
      const error = await failure(call(tyk));
      expect(leaks(markers, ...chain(error), told)).toEqual([]);
    }
  });

  test("the function of the APIs' address is not quoted", async () => {
    const { tyk, told } = watched({
      fetch: () => Promise.resolve(Response.json(api)),
      apiBaseUrl: () => {
        throw new Error(markers.admin);
      },
    });
    const error = await failure(
      tyk.clients.authorize({ apiId: "a", clientId: "b" }, { redirectUri: "https://a.example" }),
    );
    expect(leaks(markers, ...chain(error), told)).toEqual([]);
  });
});

describe("an abort and a limit of time", () => {
  test("show no secret, but for what the caller's own reason holds", async () => {
    const hangs: TykFetch = () => new Promise(() => undefined);
    for (const call of Object.values(calls)) {
      const { tyk, told } = watched({ fetch: hangs, timeoutMs: 5 });
      const error = await failure(call(tyk));
      expect(error.code).toBe("timeout");
      expect(leaks(markers, ...chain(error), told)).toEqual([]);
    }
    const { tyk, told } = watched({ fetch: hangs });
    const stop = new AbortController();
    const call = failure(
      tyk.raw.getKey({ path: { keyID: markers.filter } }, { signal: stop.signal }),
    );
    stop.abort(new Error("the user went away"));
    expect(leaks(markers, ...chain(await call), told)).toEqual([]);
  });
});

describe("the gateway's own words", () => {
  const said = (message: string): AnyTykError["message"] =>
    JSON.stringify({ status: "error", message });

  async function apiMessage(
    message: string,
    call: (tyk: TykOAuth) => Promise<unknown>,
  ): Promise<unknown> {
    const { tyk } = clientOn([text(said(message), 400, { "content-type": "application/json" })], {
      secret: markers.admin,
      headers: { "x-own": markers.filter },
    });
    const error = await failure(call(tyk));
    return "apiMessage" in error ? error.apiMessage : undefined;
  }

  test("come along, whatever they hold that was not in the request", async () => {
    const call = (tyk: TykOAuth): Promise<unknown> => tyk.apis.get({ apiId: "orders" });
    expect(await apiMessage(`API orders: ${markers.token}`, call)).toBe(
      `API orders: ${markers.token}`,
    );
  });

  test.each([
    [
      "create",
      `secret ${markers.client}, note ${markers.metadata}`,
      "secret [redacted], note [redacted]",
    ],
    ["end a refresh token", `no /refresh/${markers.refresh}`, "no /refresh/[redacted]"],
    ["revoke a token", `no ${markers.token} of shop-web`, "no [redacted] of shop-web"],
    ["revoke all", `not ${markers.client}`, "not [redacted]"],
    ["authorize", `state ${markers.state} on /orders/`, "state [redacted] on /orders/"],
    [
      "exchange a code",
      `no ${markers.code} for authorization_code`,
      "no [redacted] for authorization_code",
    ],
    ["get a key", `${markers.filter} with ${markers.admin}`, "[redacted] with [redacted]"],
  ])("hold no secret of the request: %s", async (name, message, expected) => {
    const call = calls[name];
    if (call === undefined) throw new Error("No such call");
    expect(await apiMessage(message, call)).toBe(expected);
  });

  const header = (tyk: TykOAuth): Promise<unknown> =>
    tyk.apis.list(
      {},
      { headers: { authorization: `Basic ${btoa(`shop-web:${markers.header}`)}` } },
    );
  const query = (tyk: TykOAuth): Promise<unknown> =>
    tyk.raw.oauthAuthorize({
      path: listen,
      query: { response_type: "code", client_id: "shop-web", state: markers.state },
    });

  test.each([
    ["a header", header, `not Basic ${btoa(`shop-web:${markers.header}`)}`, "not [redacted]"],
    ["credentials", header, `not ${markers.header}`, "not [redacted]"],
    ["a header of the client", header, `trace ${markers.filter}`, "trace [redacted]"],
    ["a query", query, `state ${markers.state}`, "state [redacted]"],
  ])("nor one of %s", async (_, call, message, expected) => {
    expect(await apiMessage(message, call)).toBe(expected);
  });

  test("of an operation without the gateway's secret are not looked through for it", async () => {
    let asked = 0;
    const { tyk } = clientOn(
      [json({ status: "error", message: `undefined: ${markers.admin}` }, 400)],
      {
        secret: () => {
          asked += 1;
          return markers.admin;
        },
      },
    );
    expect(await failure(tyk.gateway.info())).toMatchObject({
      apiMessage: `undefined: ${markers.admin}`,
    });
    expect(asked).toBe(0);
  });
});

describe("what a program may print of a client", () => {
  const { tyk } = clientOn([json(client)], {
    secret: markers.admin,
    headers: { authorization: `Basic ${markers.header}` },
    apiBaseUrl: "https://apis.example",
  });

  test.each([
    ["the client itself", tyk],
    ["tyk.raw", tyk.raw],
    ["tyk.clients", tyk.clients],
    ["tyk.tokens", tyk.tokens],
    ["tyk.apis", tyk.apis],
    ["tyk.policies", tyk.policies],
    ["tyk.gateway", tyk.gateway],
    ["a copy", tyk.withOptions({ timeoutMs: 5 })],
  ])("%s shows no secret", (_, value) => {
    expect(leaks(markers, value, { ...(value as object) }, [value])).toEqual([]);
  });

  test("a call that is under way shows none either", async () => {
    const { tyk: busy } = watched({ fetch: () => Promise.resolve(Response.json(ok)) });
    const call = busy.tokens.revoke({ clientId: "a", token: markers.token });
    expect(leaks(markers, call)).toEqual([]);
    await call;
    expect(leaks(markers, call, await call.withResponse())).toEqual([]);
  });

  test("a result is plain data, and what was asked for", async () => {
    const { tyk: own } = clientOn([json(client)]);
    const result = await own.clients.get({ apiId: "a", clientId: "b" });
    expect(structuredClone(result)).toEqual(client);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});

test("the search for markers finds them wherever they hide", () => {
  const hidden = Object.defineProperty(new Error("m"), "secret", {
    value: { a: [markers.admin] },
    enumerable: false,
  });
  const values: unknown[] = [
    markers.admin,
    new Error(markers.admin),
    new Error("m", { cause: new Error(markers.admin) }),
    hidden,
    { toJSON: () => markers.admin },
    { [Symbol("s")]: markers.admin },
    { a: { b: { c: encodeURIComponent(markers.admin) } } },
    new Map([["k", markers.admin]]),
    new Headers({ a: markers.admin }),
    new Request("https://a.example", { headers: { a: markers.admin } }),
  ];
  for (const value of values) expect(leaks(markers, value)).toEqual(["admin"]);
  expect(leaks(markers, { a: "nothing" })).toEqual([]);
});
