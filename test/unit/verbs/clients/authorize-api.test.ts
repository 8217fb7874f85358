import { describe, expect, test } from "vitest";
import { TykConfigError, TykRouteError, TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, TykOAuth, TykOAuthOptions } from "../../../../src/index.ts";
import { json, networkError, noRoute, reject, text } from "../../../support/network/fake-fetch.ts";
import type { Reply, SentRequest } from "../../../support/network/fake-fetch.ts";
import { baseUrl, clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { api, client, code, policy } from "../../../support/samples/samples.ts";
import { saying } from "../../../support/util/saying.ts";

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
function asked(sent: readonly SentRequest[]): string[] {
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

describe("clients.authorize reads the API first", () => {
  test("never sends the secret to the upstream of an API without OAuth", async () => {
    const { tyk, sent } = clientWithReplies([json({ ...api, use_oauth2: false })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      outcome: "not-sent",
      message: saying(
        "clients.authorize: the API orders does not use OAuth: the gateway would pass the request, with its own secret, to the API's upstream",
      ),
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(sent).toHaveLength(1);
  });

  test("sends nothing to an API whose listen path is a pattern unless the path is named", async () => {
    const { tyk, sent } = clientWithReplies([json({ ...api, proxy: { listen_path: "/{id}/" } })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toEqual(
      saying(
        "clients.authorize: the listen path of the API orders is a pattern, /{id}/: pass one of its paths as listenPath",
      ),
    );
    expect(sent).toHaveLength(1);
  });

  test("sends nothing to an API whose listen path is not a plain path", async () => {
    const { tyk, sent } = clientWithReplies([json({ ...api, proxy: { listen_path: "/a?b/" } })]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toEqual(
      saying(
        "clients.authorize: the listen path of the API orders must be a plain path, without a pattern, a query or a fragment",
      ),
    );
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["/", "/tyk/oauth/authorize-client/"],
    ["/orders", "/orders/tyk/oauth/authorize-client/"],
    ["/ü/", "/%C3%BC/tyk/oauth/authorize-client/"],
  ])("sends the request to a listen path like %j", async (listen_path, path) => {
    const moved = { ...api, proxy: { listen_path } };
    const replies = [json(moved), json([moved]), json(client), json(policy), granted()];
    const { tyk, sent } = clientWithReplies(replies);
    await authorize(tyk);
    expect(sent[4]?.path).toBe(path);
  });

  test("caches the API, the list and the policy for a minute, and reads the client each time", async () => {
    const runtime = new TestRuntime();
    const again = [json(client), granted()];
    const { tyk, sent } = clientWithReplies(
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

  test("does not use the cached data of one API for another", async () => {
    const billing = { ...api, api_id: "billing", proxy: { listen_path: "/billing/" } };
    const wide = json({
      ...policy,
      access_rights: { orders: { api_id: "orders" }, billing: { api_id: "billing" } },
    });
    const replies = [json(api), json([billing, api]), json(client), wide, granted()];
    const { tyk, sent } = clientWithReplies([...replies, json(billing), json(client), granted()]);
    await authorize(tyk);
    await tyk.clients.authorize({ ...ref, apiId: "billing" }, request);
    expect(sent.map(({ path }) => path).slice(5)).toEqual([
      "/tyk/apis/billing",
      "/tyk/oauth/clients/billing/shop-web",
      "/billing/tyk/oauth/authorize-client/",
    ]);
  });

  const moved: [string, Reply][] = [
    ["a missing route", noRoute()],
    ["an HTML page from an upstream", text("<html>", 200, { "content-type": "text/html" })],
    ["a refusal from an upstream", json({ status: "error", message: "no" }, 403)],
    ["an invalid grant", json({ redirect_to: "https://a.example", code: 7 })],
    ["a grant of another type", json({ ...code, code: undefined, ...implicit })],
    [
      "a grant with another redirect URI",
      json({ code: "c0de", redirect_to: "https://evil.example/?code=c0de" }),
    ],
    ["a failed connection", reject(networkError("ECONNRESET"))],
  ];

  test.each(moved)(
    "clears the cached API and the list if %s responds, because the API may have changed",
    async (_, reply) => {
      const again = [json(api), json([api]), json(client), granted()];
      const { tyk, sent } = clientWithReplies([...looks, reply, ...again]);
      await failure(authorize(tyk));
      expect(await authorize(tyk)).toEqual(code);
      expect(asked(sent)).toEqual([...first, "api", "apis", "client", post]);
    },
  );

  test("clears the cached API if the definition is read directly", async () => {
    const again = [json(api), json(api), json([api]), json(client), granted()];
    const { tyk, sent } = clientWithReplies([...looks, granted(), ...again]);
    await authorize(tyk);
    await tyk.apis.get({ apiId: "orders" });
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "api", "api", "apis", "client", post]);
  });

  test("keeps the cache after an OAuth refusal, which only an OAuth API returns", async () => {
    const refused = json({ error: "invalid_request", error_description: "no" }, 403);
    const { tyk, sent } = clientWithReplies([...looks, refused, json(client), granted()]);
    expect((await failure(authorize(tyk))).code).toBe("oauth");
    await authorize(tyk);
    expect(asked(sent)).toEqual([...first, "client", post]);
  });
});

describe("an API that is not at the expected address", () => {
  test("is reported as having no route there", async () => {
    const { tyk } = clientWithReplies([...looks, noRoute()]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykRouteError);
    expect(error).toMatchObject({ operation: "authorizeClient", outcome: "refused" });
  });

  test("with a host of its own is never tried on another host, where another API could receive the secret", async () => {
    const own = { ...api, domain: "apis.shop.example" };
    const replies = [json(own), json([own])];
    const { tyk, sent } = clientWithReplies(replies);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      outcome: "not-sent",
      message: saying(
        "clients.authorize: the API orders has its own domain, apis.shop.example, and is served only on that host: make apiBaseUrl a function that returns an address with this host, or set customDomains: false if the gateway's enable_custom_domains is off",
      ),
    });
    expect(sent).toHaveLength(2);
    const there = clientWithReplies([...replies, json(client), json(policy), granted()], {
      apiBaseUrl: ({ domain }) => `https://${String(domain)}`,
    });
    await authorize(there.tyk);
    expect(there.sent[4]?.url).toBe("https://apis.shop.example/orders/tyk/oauth/authorize-client/");
  });
});

describe("the address at which APIs are served", () => {
  async function goesTo(apiBaseUrl: TykOAuthOptions["apiBaseUrl"]): Promise<string | undefined> {
    const { tyk, sent } = clientWithReplies([...looks, granted()], { apiBaseUrl });
    await authorize(tyk);
    for (const { url } of sent.slice(0, 4)) expect(url.startsWith(`${baseUrl}/tyk/`)).toBe(true);
    return sent[4]?.url;
  }

  test("is the base URL by default", async () => {
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

  test("can be a function, which gets the API's definition", async () => {
    const seen: ApiDefinition[] = [];
    await goesTo((definition) => {
      seen.push(definition);
      return baseUrl;
    });
    expect(seen).toEqual([api]);
  });

  test("can be a function, and its failure is reported before the client is read", async () => {
    const { tyk, sent } = clientWithReplies([json(api)], {
      apiBaseUrl: () => {
        throw new RangeError("s3cret");
      },
    });
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: "clients.authorize",
      message: saying("clients.authorize: the apiBaseUrl function failed (RangeError)"),
    });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["returns no URL", "nowhere", "is not a URL, such as https://gateway.example:8080"],
    ["returns an empty string", "", "must be a URL, such as https://gateway.example:8080"],
    [
      "returns a plain http URL",
      "http://apis.example",
      "is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set allowInsecureHttp",
    ],
    [
      "returns a URL with credentials",
      "https://us3r:p4ss@apis.example",
      "must not hold credentials",
    ],
  ])("rejects a function that %s with a TykConfigError, and sends nothing", async (_, url, why) => {
    const { tyk, sent } = clientWithReplies(looks, { apiBaseUrl: () => url });
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      message: saying(`clients.authorize: apiBaseUrl ${why}`),
      operation: "clients.authorize",
      outcome: "not-sent",
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(sent).toHaveLength(1);
  });

  test("can be plain http by a function if the client's options allow it", async () => {
    const { tyk, sent } = clientWithReplies([...looks, granted()], {
      apiBaseUrl: () => "http://apis.svc",
      allowInsecureHttp: ["*.svc"],
    });
    await authorize(tyk);
    expect(sent[4]?.url).toMatch(/^http:\/\/apis\.svc\//);
  });
});
