import { afterEach, describe, expect, test, vi } from "vitest";
import { TykConfigError, TykOAuth } from "../../../src/index.ts";
import type { TykFetch } from "../../../src/index.ts";
import { createNodeFetch } from "../../../src/node/index.ts";
import { baseUrl, newClient, secret } from "../../support/client/client.ts";
import { fakeFetch, json, networkError } from "../../support/network/fake-fetch.ts";
import { failure, thrown } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const wayOut =
  "which fetch refuses: use another port, or the option fetch with createNodeFetch of @tyk-oauth/sdk/node";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a port that fetch refuses", () => {
  test.each([0, 1, 22, 25, 2049, 4190, 5060, 6000, 6666, 6679, 10_080])(
    "%i is refused when the client is created",
    async (port) => {
      for (const options of [
        { baseUrl: `https://gateway.example:${port}/tyk` },
        { baseUrl, apiBaseUrl: `http://127.0.0.1:${port}` },
      ]) {
        const error = await thrown(() => new TykOAuth({ secret, ...options }));
        expect(error).toBeInstanceOf(TykConfigError);
        const option = "apiBaseUrl" in options ? "apiBaseUrl" : "baseUrl";
        expect(error.message).toBe(`${option} has port ${port}, ${wayOut}`);
      }
    },
  );

  test.each([80, 443, 8080, 5001, 6001, 10_081])("is not %i", (port) => {
    expect(new TykOAuth({ secret, baseUrl: `https://gateway.example:${port}` })).toBeInstanceOf(
      TykOAuth,
    );
  });

  test("is refused by the runtime's own fetch: the list is the runtime's", async () => {
    for (const port of [1, 22, 6000, 10_080])
      await expect(globalThis.fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
        cause: { message: "bad port" },
      });
  });

  test("can be used with a fetch of your own, and with Bun", async () => {
    const fetch: TykFetch = () => Promise.resolve(Response.json(client));
    const options = { secret, baseUrl: "https://gateway.example:6000" };
    expect((await new TykOAuth({ ...options, fetch }).raw.getOAuthClient({ path })).client_id).toBe(
      "shop-web",
    );
    expect(new TykOAuth({ ...options, fetch: createNodeFetch() })).toBeInstanceOf(TykOAuth);
    vi.stubGlobal("process", { versions: { node: "24.0.0", bun: "1.3.0" } });
    expect(new TykOAuth(options)).toBeInstanceOf(TykOAuth);
  });

  test("is refused after withOptions too", async () => {
    const tyk = newClient({ fetch: () => Promise.resolve(Response.json(client)) });
    const error = await thrown(() =>
      tyk.withOptions({ baseUrl: "http://127.0.0.1:6000", fetch: globalThis.fetch }),
    );
    expect(error.message).toBe(`baseUrl has port 6000, ${wayOut}`);
  });

  test("is refused before the request if only the call names it", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    vi.stubGlobal("fetch", fetch);
    const input = { path: { listenPath: "/orders/", apiBaseUrl: "http://127.0.0.1:6666" } };
    const error = await failure(newClient().raw.oauthRevoke({ ...input, body: {} } as never));
    expect(error).toMatchObject({ code: "config", attempts: 0, outcome: "not-sent" });
    expect(error.message).toBe(`oauthRevoke: apiBaseUrl has port 6666, ${wayOut}`);
    expect(fetch).not.toHaveBeenCalled();
  });

  test("is refused if an apiBaseUrl function returns it", async () => {
    const api = { api_id: "orders", use_oauth2: true, proxy: { listen_path: "/orders/" } };
    const { fetch, sent } = fakeFetch(json(api));
    vi.stubGlobal("fetch", fetch);
    const tyk = newClient({ apiBaseUrl: () => "http://127.0.0.1:6000" });
    const ref = { apiId: "orders", clientId: "shop-web" };
    const error = await failure(
      tyk.clients.loginPage(ref, { redirectUri: "https://shop.example/cb" }),
    );
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(error.message).toEqual(saying(`clients.loginPage: apiBaseUrl has port 6000, ${wayOut}`));
    expect(sent.every(({ url }) => url.startsWith(baseUrl))).toBe(true);
  });

  test("behind a wrapper of fetch fails at once, and says why", async () => {
    const wrapped: TykFetch = (url, init) => globalThis.fetch(url, init);
    const tyk = new TykOAuth({ secret, baseUrl: "http://127.0.0.1:6000", fetch: wrapped });
    const error = await failure(tyk.raw.rotateOAuthClient({ path }));
    expect(error).toMatchObject({ code: "config", attempts: 1, outcome: "not-sent" });
    expect(error.message).toEqual(saying(`rotateOAuthClient: the URL has port 6000, ${wayOut}`));
  });

  test("is not blamed if the URL has another port", async () => {
    const tyk = newClient({
      fetch: () => Promise.reject(new TypeError("fetch failed", { cause: new Error("bad port") })),
      maxRetries: 0,
    });
    const error = await failure(tyk.raw.rotateOAuthClient({ path }));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(error.message).not.toMatch(/8080/);
  });
});

describe("a request that fetch refuses", () => {
  const withInit =
    (more: RequestInit & Record<string, unknown>): TykFetch =>
    (url, init) =>
      globalThis.fetch(url, { ...init, ...more });

  test.each<[string, TykFetch, string]>([
    [
      "an invalid header",
      withInit({ headers: { "x-a": "s3cret\n\u0000" } }),
      "a header is not valid",
    ],
    ["an invalid header name", withInit({ headers: { "x a": "s3cret" } }), "a header is not valid"],
    ["a forbidden method", withInit({ method: "CONNECT" }), "the method is not allowed"],
    ["an invalid method", withInit({ method: "s3 cret" }), "the method is not allowed"],
    [
      "a URL that is none",
      (_, init) => globalThis.fetch("http://s3cret:x", init),
      "the URL is not valid",
    ],
    [
      "an unknown scheme",
      (_, init) => globalThis.fetch("gopher://s3cret", init),
      "the URL is not valid",
    ],
    [
      "an unknown cache mode",
      withInit({ cache: "s3cret" as RequestCache }),
      "an option is not supported",
    ],
    [
      "a signal of another kind",
      withInit({ signal: {} as AbortSignal }),
      "an option is not supported",
    ],
    [
      "a header that createNodeFetch sets",
      (url, init) => createNodeFetch()(url, { ...init, headers: { connection: "close" } }),
      "a header is not valid",
    ],
    [
      "an invalid header of createNodeFetch",
      (url, init) => createNodeFetch()(url, { ...init, headers: { "x-a": "\u0000" } }),
      "a header is not valid",
    ],
    [
      "a URL that createNodeFetch refuses",
      (_, init) => createNodeFetch()("ftp://s3cret/", init),
      "the URL is not valid",
    ],
  ])("because of %s was not sent, and is not retried", async (_, fetch, problem) => {
    for (const call of [
      newClient({ fetch }).raw.rotateOAuthClient({ path }),
      newClient({ fetch }).raw.getOAuthClient({ path }),
    ]) {
      const error = await failure(call);
      expect(error).toMatchObject({ code: "config", attempts: 1, outcome: "not-sent" });
      expect(error.message).toContain(
        `: fetch refused the request before it sent anything: ${problem}`,
      );
      expect(JSON.stringify(error) + error.message).not.toContain("s3cret");
    }
  });

  test("by the runtime's own fetch was not sent, whatever the message", async () => {
    vi.stubGlobal("fetch", () =>
      Promise.reject(new TypeError("s3cret words that nobody has seen")),
    );
    const sent = await failure(newClient().raw.rotateOAuthClient({ path }));
    expect(sent).toMatchObject({ code: "connection", outcome: "unknown" });
    vi.stubGlobal("Request", function (url: string, init: RequestInit) {
      if (init.redirect === "manual") throw new TypeError(`no manual redirects: ${url}`);
    });
    const refused = await failure(newClient().raw.rotateOAuthClient({ path }));
    expect(refused).toMatchObject({ code: "config", outcome: "not-sent", attempts: 1 });
    expect(refused.message).not.toContain("s3cret");
  });

  test("keeps the outcome of an earlier attempt that may have been applied", async () => {
    let nth = 0;
    const fetch: TykFetch = (url, init) => {
      nth += 1;
      return nth === 1
        ? Promise.reject(networkError("ECONNRESET"))
        : globalThis.fetch(url, { ...init, headers: { "x-a": "\u0000" } });
    };
    const error = await failure(newClient({ fetch }).raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({ code: "config", attempts: 2, outcome: "unknown" });
  });
});

describe("a refusal of Next.js, which renders a page at build time", () => {
  const refusal = Object.assign(new Error("Dynamic server usage: no-store fetch"), {
    digest: "DYNAMIC_SERVER_USAGE",
  });

  test("keeps the digest by which Next.js renders the page at each request instead", async () => {
    const fetch = vi.fn<TykFetch>(() => Promise.reject(refusal));
    const error = await failure(newClient({ fetch }).clients.get({ apiId: "a", clientId: "b" }));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({ digest: "DYNAMIC_SERVER_USAGE", outcome: "not-sent" });
    expect(error.message).toContain("Next.js renders this page at build time");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test("is not any error with a digest, which could hold a secret", async () => {
    const other = Object.assign(new Error("x"), { digest: "s3cret" });
    const fetch: TykFetch = () => Promise.reject(other);
    const error = await failure(newClient({ fetch }).raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({ code: "connection", outcome: "unknown" });
    expect(error).not.toHaveProperty("digest");
  });
});
