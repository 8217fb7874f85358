import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  TykConfigError,
  TykInputError,
  TykResponseError,
  TykUnsupportedError,
  keyRules,
} from "../../../src/index.ts";
import type { ApiDefinition, AuthorizeRequest, TykOAuthOptions } from "../../../src/index.ts";
import { json, noRoute, text } from "../support/capture.ts";
import type { Reply } from "../support/capture.ts";
import { baseUrl, clientOn, secret } from "../support/client.ts";
import { failure, rejection } from "../support/failure.ts";
import { TestRuntime } from "../support/runtime.ts";
import { api, code } from "../support/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const redirectUri = "https://shop.example/cb";
const request = { redirectUri };
const implicit = {
  access_token: "t0ken",
  expires_in: 3600,
  redirect_to: "https://shop.example/cb#access_token=t0ken",
  token_type: "bearer",
};

/** As the gateway labels it. */
function granted(answer: unknown): Reply {
  return text(JSON.stringify(answer));
}

function form(body: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

describe("clients.authorize", () => {
  test("looks at the API, and then asks it for a code", async () => {
    const { tyk, sent } = clientOn([json(api), granted({ ...code, state: "s" })]);
    const call = tyk.clients.authorize(ref, { redirectUri, state: "s" });
    const { data, response, steps } = await call.withResponse();
    expect(data).toEqual({ ...code, state: "s" });
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(steps).toEqual([
      { apiId: "orders", operation: "getApi", outcome: "applied" },
      { apiId: "orders", operation: "authorizeClient", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([
      { method: "GET", url: `${baseUrl}/tyk/apis/orders` },
      { method: "POST", url: `${baseUrl}/orders/tyk/oauth/authorize-client/` },
    ]);
    for (const { headers } of sent) expect(headers["x-tyk-authorization"]).toBe(secret);
    expect(form(sent[1]?.body)).toEqual({
      response_type: "code",
      client_id: "shop-web",
      redirect_uri: redirectUri,
      state: "s",
    });
  });

  test("asks for a token where it is told to", async () => {
    const { tyk, sent } = clientOn([json(api), granted(implicit)]);
    const answer = await tyk.clients.authorize(ref, { redirectUri, responseType: "token" });
    expect(answer.access_token).toBe("t0ken");
    expect(form(sent[1]?.body)).toEqual({
      response_type: "token",
      client_id: "shop-web",
      redirect_uri: redirectUri,
    });
  });

  test("sends rules as the JSON text that the gateway reads", async () => {
    const { tyk, sent } = clientOn([json(api), granted(code)]);
    const rules = keyRules({ orgId: "acme", policies: ["gold"], metaData: { user: "ü & 1" } });
    await tyk.clients.authorize(ref, { redirectUri, keyRules: rules });
    expect(JSON.parse(form(sent[1]?.body)["key_rules"] ?? "")).toEqual(rules);
  });

  test("takes the answer as JSON too, should a gateway label it so", async () => {
    const { tyk } = clientOn([json(api), json(code)]);
    expect(await tyk.clients.authorize(ref, request)).toEqual(code);
  });

  test.each([
    ["code", implicit],
    ["token", code],
  ] as const)("is not content with something other than a %s", async (responseType, answer) => {
    const { tyk } = clientOn([json(api), granted(answer)]);
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, responseType }));
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      outcome: "applied",
      status: 200,
      attempts: 1,
      operation: "clients.authorize",
      message: `clients.authorize: the gateway granted no ${responseType}`,
    });
    expect(error.steps).toHaveLength(2);
  });
});

describe("the API is looked at first", () => {
  test("and where it is not OAuth, the secret never goes to its upstream", async () => {
    const { tyk, sent } = clientOn([json({ ...api, use_oauth2: false })]);
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      outcome: "not-sent",
      message:
        "clients.authorize: this API is not OAuth: the gateway would pass the request, with its own secret, to the API's upstream",
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(sent).toHaveLength(1);
  });

  test.each([
    [
      "/{id}/",
      "the API's listen path must be a plain path, without a pattern, a query or a fragment",
    ],
    ["/a/../b/", "the API's listen path must not hold dot segments"],
    ["orders", "the API's listen path must begin with a slash"],
    ["", "the API's listen path must begin with a slash"],
    [
      "/a?b",
      "the API's listen path must be a plain path, without a pattern, a query or a fragment",
    ],
  ])("and a listen path like %j is refused", async (listen_path, why) => {
    const { tyk, sent } = clientOn([json({ ...api, proxy: { listen_path } })]);
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toBe(`clients.authorize: ${why}`);
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["/", "/tyk/oauth/authorize-client/"],
    ["/orders", "/orders/tyk/oauth/authorize-client/"],
    ["/a/b//", "/a/b/tyk/oauth/authorize-client/"],
    ["/ü/", "/%C3%BC/tyk/oauth/authorize-client/"],
  ])("and a listen path like %j is where the request goes", async (listen_path, path) => {
    const { tyk, sent } = clientOn([json({ ...api, proxy: { listen_path } }), granted(code)]);
    await tyk.clients.authorize(ref, request);
    expect(sent[1]?.path).toBe(path);
  });

  test("and remembered for a minute", async () => {
    const runtime = new TestRuntime();
    const replies = [json(api), granted(code), granted(code), json(api), granted(code)];
    const { tyk, sent } = clientOn(replies, {}, runtime);
    await tyk.clients.authorize(ref, request);
    runtime.time += 59_999;
    await tyk.clients.authorize({ ...ref, clientId: "other" }, request);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
    runtime.time += 1;
    await tyk.clients.authorize(ref, request);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "POST", "POST", "GET", "POST"]);
  });

  test("and what is known of one API is not taken for another", async () => {
    const billing = { ...api, api_id: "billing", proxy: { listen_path: "/billing/" } };
    const { tyk, sent } = clientOn([json(api), granted(code), json(billing), granted(code)]);
    await tyk.clients.authorize(ref, request);
    await tyk.clients.authorize({ ...ref, apiId: "billing" }, request);
    expect(sent.map(({ path }) => path)).toEqual([
      "/tyk/apis/orders",
      "/orders/tyk/oauth/authorize-client/",
      "/tyk/apis/billing",
      "/billing/tyk/oauth/authorize-client/",
    ]);
  });

  test("and remembered only where it could be read", async () => {
    const missing = json({ status: "error", message: "API not found" }, 404);
    const { tyk, sent } = clientOn([missing, json(api), granted(code)]);
    expect((await failure(tyk.clients.authorize(ref, request))).code).toBe("not-found");
    expect(await tyk.clients.authorize(ref, request)).toEqual(code);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
  });

  test("and not believed where it is another API's", async () => {
    const { tyk, sent } = clientOn([json({ ...api, api_id: "billing" }), json(api), granted(code)]);
    expect(await failure(tyk.clients.authorize(ref, request))).toMatchObject({
      code: "schema",
      outcome: "applied",
      message: "clients.authorize: the gateway answered with another API's definition",
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(await tyk.clients.authorize(ref, request)).toEqual(code);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
  });

  const moved: [string, Reply][] = [
    ["no route", noRoute()],
    ["an upstream's page", text("<html>", 200, { "content-type": "text/html" })],
    ["an upstream's refusal", json({ status: "error", message: "no" }, 403)],
    ["something that grants nothing", json({ redirect_to: "https://a.example", code: 7 })],
    ["a token in place of the code", granted(implicit)],
    ["no connection", () => rejection(new Error("no"))],
  ];

  test.each(moved)(
    "and forgotten where %s answers, since the API may have changed",
    async (_, reply) => {
      const { tyk, sent } = clientOn([json(api), reply, json(api), granted(code)]);
      await failure(tyk.clients.authorize(ref, request));
      expect(await tyk.clients.authorize(ref, request)).toEqual(code);
      expect(sent.map(({ method }) => method)).toEqual(["GET", "POST", "GET", "POST"]);
    },
  );

  test("and forgotten where the definition was read for its own sake", async () => {
    const { tyk, sent } = clientOn([json(api), granted(code), json(api), json(api), granted(code)]);
    await tyk.clients.authorize(ref, request);
    await tyk.apis.get({ apiId: "orders" });
    await tyk.clients.authorize(ref, request);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "POST", "GET", "GET", "POST"]);
  });

  test("but not forgotten over an OAuth refusal, which only an OAuth API gives", async () => {
    const refused = json({ error: "invalid_request", error_description: "no" }, 403);
    const { tyk, sent } = clientOn([json(api), refused, granted(code)]);
    expect((await failure(tyk.clients.authorize(ref, request))).code).toBe("oauth");
    await tyk.clients.authorize(ref, request);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });
});

describe("where APIs are served", () => {
  async function goesTo(apiBaseUrl: TykOAuthOptions["apiBaseUrl"]): Promise<string | undefined> {
    const { tyk, sent } = clientOn([json(api), granted(code)], { apiBaseUrl });
    await tyk.clients.authorize(ref, request);
    expect(sent[0]?.url).toBe(`${baseUrl}/tyk/apis/orders`);
    return sent[1]?.url;
  }

  test("is the base URL, unless it is said otherwise", async () => {
    const path = "orders/tyk/oauth/authorize-client/";
    expect(await goesTo(undefined)).toBe(`${baseUrl}/${path}`);
    expect(await goesTo("https://apis.example/")).toBe(`https://apis.example/${path}`);
    expect(await goesTo("https://apis.example/prefix/")).toBe(
      `https://apis.example/prefix/${path}`,
    );
    expect(await goesTo(({ name }) => `https://${name}.example`)).toBe(
      `https://orders.example/${path}`,
    );
  });

  test("as a function is given the API's definition", async () => {
    const seen: ApiDefinition[] = [];
    await goesTo((definition) => {
      seen.push(definition);
      return baseUrl;
    });
    expect(seen).toEqual([api]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new RangeError("s3cret");
      },
      "clients.authorize",
      "the apiBaseUrl function failed (RangeError)",
    ],
    [
      "throws a text",
      () => {
        const text: unknown = "s3cret";
        throw text as Error;
      },
      "clients.authorize",
      "the apiBaseUrl function failed (string)",
    ],
    [
      "gives no URL",
      () => "nowhere",
      "authorizeClient",
      "apiBaseUrl is not a URL, such as https://gateway.example:8080",
    ],
    [
      "gives nothing",
      () => "",
      "authorizeClient",
      "apiBaseUrl must be a URL, such as https://gateway.example:8080",
    ],
    [
      "gives a plain one",
      () => "http://apis.example",
      "authorizeClient",
      "apiBaseUrl is plain http to apis.example, which would show the gateway's secret to the network: use https, or set allowInsecureHttp",
    ],
    [
      "gives credentials",
      () => "https://us3r:p4ss@apis.example",
      "authorizeClient",
      "apiBaseUrl must not hold credentials",
    ],
  ])(
    "as a function that %s is a TykConfigError, and nothing is sent to it",
    async (_, apiBaseUrl, operation, message) => {
      const { tyk, sent } = clientOn([json(api)], { apiBaseUrl });
      const error = await failure(tyk.clients.authorize(ref, request));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error).toMatchObject({
        message: `${operation}: ${message}`,
        operation,
        outcome: "not-sent",
      });
      expect(error.steps[0]).toEqual({ apiId: "orders", operation: "getApi", outcome: "applied" });
      expect(sent).toHaveLength(1);
    },
  );

  test("by a function may be plain http where the client's options allow it", async () => {
    const { tyk, sent } = clientOn([json(api), granted(code)], {
      apiBaseUrl: () => "http://apis.svc",
      allowInsecureHttp: ["*.svc"],
    });
    await tyk.clients.authorize(ref, request);
    expect(sent[1]?.url).toMatch(/^http:\/\/apis\.svc\//);
  });
});

describe("a request that is wrong", () => {
  const open = "must name a policy or access rights: without either the token would open every API";
  test.each([
    [undefined, "request", "must be an object"],
    ["https://shop.example/cb", "request", "must be an object"],
    [{}, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: "" }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: "/cb" }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: 7 }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: new URL(redirectUri) }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri, responseType: "id_token" }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, responseType: null }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, responseType: "toString" }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, state: 7 }, "state", "must be a text"],
    [{ redirectUri, state: null }, "state", "must be a text"],
    [{ redirectUri, keyRules: "{}" }, "keyRules", "must be an object"],
    [{ redirectUri, keyRules: null }, "keyRules", "must be an object"],
    [{ redirectUri, keyRules: {} }, "keyRules", "must name the organisation"],
    [{ redirectUri, keyRules: { org_id: "acme", meta_data: {} } }, "keyRules", open],
    [{ redirectUri, keyRules: { org_id: "acme", apply_policies: [] } }, "keyRules", open],
  ])("(%j) is refused before anything is sent: %s %s", async (wrong: unknown, field, why) => {
    const { tyk, sent } = clientOn([]);
    const error = await failure(tyk.clients.authorize(ref, wrong as AuthorizeRequest));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field,
      operation: "clients.authorize",
      message: `clients.authorize: ${field} ${why}`,
    });
    expect(sent).toEqual([]);
  });

  test.each([
    { redirectUri: "app.shop:/cb" },
    { redirectUri, state: "" },
    { redirectUri, state: undefined, keyRules: undefined, responseType: undefined },
  ])("is not %j", async (right) => {
    const { tyk } = clientOn([json(api), granted(code)]);
    expect(await tyk.clients.authorize(ref, right)).toEqual(code);
  });
});

describe("an apiBaseUrl function that gives no text", () => {
  async function fails(apiBaseUrl: unknown): Promise<void> {
    const { tyk, sent } = clientOn([json(api)], {
      apiBaseUrl: apiBaseUrl as TykOAuthOptions["apiBaseUrl"],
    });
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      message: "clients.authorize: apiBaseUrl must be a URL: its function gave none",
    });
    expect(sent).toHaveLength(1);
  }

  test("but nothing is told so", async () => {
    await fails(() => undefined);
  });

  test("but a promise is told so, and leaves no rejection behind", async () => {
    const seen: unknown[] = [];
    const keep = (reason: unknown): void => {
      seen.push(reason);
    };
    process.on("unhandledRejection", keep);
    onTestFinished(() => {
      process.off("unhandledRejection", keep);
    });
    await fails(() => rejection(new Error("no")));
    await wait(5);
    expect(seen).toEqual([]);
  });
});
