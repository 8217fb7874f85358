import { afterEach, describe, expect, test, vi } from "vitest";
import { createContext, runInContext } from "node:vm";
import { TykOAuth } from "../../../src/index.ts";
import { any } from "../../support/client/expect-refused.ts";
import { json, networkError } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { api, client } from "../../support/samples/samples.ts";
import { failure, thrown } from "../../support/util/failure.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

function environment(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries({
    TYK_GATEWAY_URL: "https://gateway.example:8080",
    TYK_GATEWAY_SECRET: "s3cret",
    ...values,
  }))
    vi.stubEnv(name, value);
}

describe("a message names the environment variable that a value came from", () => {
  test.each<[Record<string, string>, string]>([
    [{ TYK_GATEWAY_URL: "http://tyk:8080" }, "TYK_GATEWAY_URL is plain http"],
    [{ TYK_GATEWAY_URL: "http://tyk:8080" }, "or set TYK_GATEWAY_ALLOW_HTTP to this host"],
    [{ TYK_GATEWAY_URL: "tyk" }, "TYK_GATEWAY_URL is not a URL"],
    [{ TYK_GATEWAY_API_URL: "ftp://tyk" }, "TYK_GATEWAY_API_URL must be an http or https URL"],
    [{ TYK_GATEWAY_SECRET: "a\nb" }, "TYK_GATEWAY_SECRET contains characters"],
    [{ TYK_GATEWAY_ALLOW_HTTP: "a b" }, "TYK_GATEWAY_ALLOW_HTTP has a pattern"],
  ])("%j: %s", async (values, message) => {
    environment(values);
    expect((await thrown(() => TykOAuth.fromEnv())).message).toContain(message);
  });

  test("in the error of a call, also of a copy", async () => {
    environment({});
    const fetch = (): Promise<Response> => Promise.reject(networkError("ECONNREFUSED"));
    const tyk = TykOAuth.fromEnv({ fetch, maxRetries: 0 });
    const check = "check TYK_GATEWAY_URL,";
    expect((await failure(tyk.apis.list())).message).toContain(check);
    const copy = tyk.withOptions({ timeoutMs: 5_000 });
    expect((await failure(copy.apis.list())).message).toContain(check);
  });

  test("but not if an option replaced it", async () => {
    environment({ TYK_GATEWAY_URL: "http://tyk:8080" });
    const baseUrl = "http://other:8080";
    expect((await thrown(() => TykOAuth.fromEnv({ baseUrl }))).message).toMatch(
      /^baseUrl is plain http.+ or set allowInsecureHttp$/,
    );
    environment({});
    const tyk = TykOAuth.fromEnv();
    expect((await thrown(() => tyk.withOptions({ baseUrl }))).message).toMatch(/^baseUrl is plain/);
  });
});

describe("a URL object", () => {
  const foreign: unknown = runInContext(
    "new URL('https://gateway.example:8080/p/')",
    createContext({ URL }),
  );
  /** A `URL` of another realm is no instance of this realm's class. */
  const otherRealm = Object.assign(Object.create({ [Symbol.toStringTag]: "URL" }) as object, {
    href: "https://gateway.example:8080/p/",
  });

  test.each([
    ["of this realm", new URL("https://gateway.example:8080/p/")],
    ["made in another context", foreign],
    ["of another realm", otherRealm],
  ])("%s is a baseUrl", async (_, baseUrl) => {
    const { tyk, sent } = clientWithReplies([json(client)], { baseUrl: any(baseUrl) });
    await tyk.raw.getOAuthClient({ path: { apiID: "a", keyName: "b" } });
    expect(sent[0]?.url).toBe("https://gateway.example:8080/p/tyk/oauth/clients/a/b");
  });

  test("is read once: a later change does not redirect the secret", async () => {
    const baseUrl = new URL("https://gateway.example");
    const { tyk, sent } = clientWithReplies([json(client), json(client)], { baseUrl });
    baseUrl.host = "other.example";
    const path = { apiID: "a", keyName: "b" };
    await tyk.raw.getOAuthClient({ path });
    await tyk.withOptions({ timeoutMs: 5_000 }).raw.getOAuthClient({ path });
    expect(sent.map(({ url }) => new URL(url).host)).toEqual([
      "gateway.example",
      "gateway.example",
    ]);
  });

  test("is an apiBaseUrl, and what its function returns", async () => {
    const url = new URL("https://apis.example");
    for (const apiBaseUrl of [url, () => url]) {
      const { tyk } = clientWithReplies([json(api), json([api])], { apiBaseUrl });
      const { revocation_endpoint } = await tyk.apis.endpoints({ apiId: "orders" });
      expect(revocation_endpoint).toMatch(/^https:\/\/apis\.example\//);
    }
  });

  test("that throws when it is read is refused", async () => {
    const baseUrl = Object.create(URL.prototype) as URL;
    const options = { baseUrl, secret: "s3cret" };
    expect((await thrown(() => new TykOAuth(options))).message).toMatch(/^baseUrl must be a URL/);
  });
});
