import { describe, expect, test } from "vitest";
import { TykConfigError, TykRouteError, TykUnsupportedError } from "../../../src/index.ts";
import type { ApiDefinition, TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { json, networkError, noRoute, reject, text } from "../../support/network/capture.ts";
import type { Reply, Sent } from "../../support/network/capture.ts";
import { baseUrl, clientOn } from "../../support/client/new-client.ts";
import { failure } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { api, client, code, policy } from "../../support/samples/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const request = { redirectUri: "https://shop.example/cb" };
const implicit = {
  access_token: "t0ken",
  expires_in: 3600,
  redirect_to: "https://shop.example/cb#access_token=t0ken",
  token_type: "bearer",
};
const looks = [json(api), json([api]), json(client), json(policy)] as const;

/** As the gateway labels it. */
function granted(answer: unknown = code): Reply {
  return text(JSON.stringify(answer));
}

function authorize(tyk: TykOAuth): Promise<unknown> {
  return tyk.clients.authorize(ref, request);
}

/** What was asked for, in short. */
function asked(sent: readonly Sent[]): string[] {
  return sent.map(({ method, path }) => {
    if (path.startsWith("/tyk/apis/")) return "api";
    if (path.startsWith("/tyk/apis?")) return "apis";
    if (path.startsWith("/tyk/oauth/clients/")) return "client";
    if (path.startsWith("/tyk/policies/")) return "policy";
    return `${String(method)} ${path}`;
  });
}

const post = "POST /orders/tyk/oauth/authorize-client/";
const first = ["api", "apis", "client", "policy", post];

describe("the API is looked at first", () => {
  test("and where it is not OAuth, the secret never goes to its upstream", async () => {
    const { tyk, sent } = clientOn([json({ ...api, use_oauth2: false })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      outcome: "not-sent",
      message:
        "clients.authorize: the API orders does not use OAuth: the gateway would pass the request, with its own secret, to the API's upstream",
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(sent).toHaveLength(1);
  });

  test("and where its listen path is a pattern, nothing goes there unless the path is named", async () => {
    const { tyk, sent } = clientOn([json({ ...api, proxy: { listen_path: "/{id}/" } })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toBe(
      "clients.authorize: the listen path of the API orders is a pattern, /{id}/: pass one of its paths as listenPath",
    );
    expect(sent).toHaveLength(1);
  });

  test("and where its listen path is no plain path, nothing goes there", async () => {
    const { tyk, sent } = clientOn([json({ ...api, proxy: { listen_path: "/a?b/" } })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toBe(
      "clients.authorize: the listen path of the API orders must be a plain path, without a pattern, a query or a fragment",
    );
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["/", "/tyk/oauth/authorize-client/"],
    ["/orders", "/orders/tyk/oauth/authorize-client/"],
    ["/ü/", "/%C3%BC/tyk/oauth/authorize-client/"],
  ])("and a listen path like %j is where the request goes", async (listen_path, path) => {
    const moved = { ...api, proxy: { listen_path } };
    const replies = [json(moved), json([moved]), json(client), json(policy), granted()];
    const { tyk, sent } = clientOn(replies);
    await authorize(tyk);
    expect(sent[4]?.path).toBe(path);
  });

  test("and remembered for a minute, as the list and its policy are, while the client is read each time", async () => {
    const runtime = new TestRuntime();
    const again = [json(client), granted()];
    const { tyk, sent } = clientOn(
      [...looks, granted(), ...again, ...looks, granted()],
      {},
      runtime,
    );
    await authorize(tyk);
    runtime.time += 59_999;
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "client", post]);
    runtime.time += 1;
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "client", post, ...first]);
  });

  test("and what is known of one API is not taken for another", async () => {
    const billing = { ...api, api_id: "billing", proxy: { listen_path: "/billing/" } };
    const wide = json({
      ...policy,
      access_rights: { orders: { api_id: "orders" }, billing: { api_id: "billing" } },
    });
    const replies = [json(api), json([billing, api]), json(client), wide, granted()];
    const { tyk, sent } = clientOn([...replies, json(billing), json(client), granted()]);
    await authorize(tyk);
    await tyk.clients.authorize({ ...ref, apiId: "billing" }, request);
    expect(sent.map(({ path }) => path).slice(5)).toEqual([
      "/tyk/apis/billing",
      "/tyk/oauth/clients/billing/shop-web",
      "/billing/tyk/oauth/authorize-client/",
    ]);
  });

  const moved: [string, Reply][] = [
    ["no route", noRoute()],
    ["an upstream's page", text("<html>", 200, { "content-type": "text/html" })],
    ["an upstream's refusal", json({ status: "error", message: "no" }, 403)],
    ["something that is no grant", json({ redirect_to: "https://a.example", code: 7 })],
    ["what grants something else", json({ ...code, code: undefined, ...implicit })],
    [
      "what leads elsewhere",
      json({ code: "c0de", redirect_to: "https://evil.example/?code=c0de" }),
    ],
    ["no connection", reject(networkError("ECONNRESET"))],
  ];

  test.each(moved)(
    "and forgotten, with the list, where %s answers, since the API may have changed",
    async (_, reply) => {
      const again = [json(api), json([api]), json(client), granted()];
      const { tyk, sent } = clientOn([...looks, reply, ...again]);
      await failure(authorize(tyk));
      expect(await authorize(tyk)).toEqual(code);
      expect(asked(sent)).toEqual([...first, "api", "apis", "client", post]);
    },
  );

  test("and forgotten where the definition was read for its own sake", async () => {
    const again = [json(api), json(api), json([api]), json(client), granted()];
    const { tyk, sent } = clientOn([...looks, granted(), ...again]);
    await authorize(tyk);
    await tyk.apis.get({ apiId: "orders" });
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "api", "api", "apis", "client", post]);
  });

  test("but not forgotten over an OAuth refusal, which only an OAuth API gives", async () => {
    const refused = json({ error: "invalid_request", error_description: "no" }, 403);
    const { tyk, sent } = clientOn([...looks, refused, json(client), granted()]);
    expect((await failure(authorize(tyk))).code).toBe("oauth");
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "client", post]);
  });
});

describe("an API that is not where it was looked for", () => {
  test("has no route there", async () => {
    const { tyk } = clientOn([...looks, noRoute()]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykRouteError);
    expect(error).toMatchObject({ operation: "authorizeClient", outcome: "refused" });
  });

  test("and has a host of its own is never looked for elsewhere, where another may be handed the secret", async () => {
    const own = { ...api, domain: "apis.shop.example" };
    const replies = [json(own), json([own])];
    const { tyk, sent } = clientOn(replies);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      outcome: "not-sent",
      message:
        "clients.authorize: the API orders has its own domain, apis.shop.example, and is served only on that host: make apiBaseUrl a function that returns an address with this host, or set customDomains: false if the gateway's enable_custom_domains is off",
    });
    expect(sent).toHaveLength(2);
    const there = clientOn([...replies, json(client), json(policy), granted()], {
      apiBaseUrl: ({ domain }) => `https://${String(domain)}`,
    });
    await authorize(there.tyk);
    expect(there.sent[4]?.url).toBe("https://apis.shop.example/orders/tyk/oauth/authorize-client/");
  });
});

describe("where APIs are served", () => {
  async function goesTo(apiBaseUrl: TykOAuthOptions["apiBaseUrl"]): Promise<string | undefined> {
    const { tyk, sent } = clientOn([...looks, granted()], { apiBaseUrl });
    await authorize(tyk);
    for (const { url } of sent.slice(0, 4)) expect(url.startsWith(`${baseUrl}/tyk/`)).toBe(true);
    return sent[4]?.url;
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

  test("as a function that fails is asked before the client is read", async () => {
    const { tyk, sent } = clientOn([json(api)], {
      apiBaseUrl: () => {
        throw new RangeError("s3cret");
      },
    });
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      message: "clients.authorize: the apiBaseUrl function failed (RangeError)",
    });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["gives no URL", "nowhere", "is not a URL, such as https://gateway.example:8080"],
    ["gives nothing", "", "must be a URL, such as https://gateway.example:8080"],
    [
      "gives a plain one",
      "http://apis.example",
      "is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set allowInsecureHttp",
    ],
    ["gives credentials", "https://us3r:p4ss@apis.example", "must not hold credentials"],
  ])(
    "as a function that %s is a TykConfigError, and nothing is sent to it",
    async (_, url, why) => {
      const { tyk, sent } = clientOn(looks, { apiBaseUrl: () => url });
      const error = await failure(authorize(tyk));
      expect(error).toBeInstanceOf(TykConfigError);
      expect(error).toMatchObject({
        message: `clients.authorize: apiBaseUrl ${why}`,
        operation: "clients.authorize",
        outcome: "not-sent",
        steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
      });
      expect(sent).toHaveLength(1);
    },
  );

  test("by a function may be plain http where the client's options allow it", async () => {
    const { tyk, sent } = clientOn([...looks, granted()], {
      apiBaseUrl: () => "http://apis.svc",
      allowInsecureHttp: ["*.svc"],
    });
    await authorize(tyk);
    expect(sent[4]?.url).toMatch(/^http:\/\/apis\.svc\//);
  });
});
