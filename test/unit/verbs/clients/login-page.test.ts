import { describe, expect, test } from "vitest";
import { TykInputError, TykPermissionError, TykUnsupportedError } from "../../../../src/index.ts";
import type { LoginPageRequest } from "../../../../src/index.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { baseUrl, clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { api, client } from "../../../support/samples/samples.ts";
import { saying } from "../../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const redirectUri = "https://shop.example/cb";
const request = { redirectUri };
const looks = [json(api), json([api]), json(client)] as const;

/** The gateway's redirect. */
function to(location: string): Reply {
  return () => new Response(null, { status: 307, headers: { location } });
}

describe("clients.loginPage", () => {
  test("reads the API and the client, then sends the request of a browser", async () => {
    const url = "https://login.example/login?response_type=code";
    const { tyk, sent } = clientWithReplies([...looks, to(url)]);
    const call = tyk.clients.loginPage(ref, { redirectUri, state: "a b&c" });
    const { data, response, steps } = await call.withResponse();
    expect(data).toEqual({ url });
    expect(response.status).toBe(307);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getApi", outcome: "applied" },
      { operation: "listApis", outcome: "applied" },
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "oauthAuthorize", outcome: "applied" },
    ]);
    const asked = new URL(sent[3]?.url ?? "");
    expect(asked.origin + asked.pathname).toBe(`${baseUrl}/orders/oauth/authorize/`);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      response_type: "code",
      client_id: "shop-web",
      redirect_uri: redirectUri,
      state: "a b&c",
    });
    expect(sent[3]?.headers["x-tyk-authorization"]).toBeUndefined();
  });

  test("requests a token if the caller wants one", async () => {
    const { tyk, sent } = clientWithReplies([...looks, to("https://login.example/")]);
    await tyk.clients.loginPage(ref, { redirectUri, responseType: "token" });
    const { searchParams } = new URL(sent[3]?.url ?? "");
    expect(searchParams.get("response_type")).toBe("token");
    expect(searchParams.has("state")).toBe(false);
  });

  test("makes the address of a page on the gateway's own host absolute", async () => {
    const { tyk } = clientWithReplies([...looks, to("/login?client_id=shop-web")]);
    const { url } = await tyk.clients.loginPage(ref, request);
    expect(url).toBe(`${baseUrl}/login?client_id=shop-web`);
  });

  test("sends the request to where the API is served", async () => {
    const { tyk, sent } = clientWithReplies([...looks, to("/login")], {
      apiBaseUrl: () => "https://apis.example/p/",
    });
    expect(await tyk.clients.loginPage(ref, request)).toEqual({
      url: "https://apis.example/login",
    });
    expect(sent[3]?.url).toMatch(/^https:\/\/apis\.example\/p\/orders\/oauth\/authorize\/\?/);
  });

  test.each(["?client_id=shop-web", `${baseUrl}/orders/oauth/authorize/?client_id=shop-web`, ""])(
    "reports no page if the API redirects the browser back to its source (%s)",
    async (location) => {
      const { tyk } = clientWithReplies([...looks, to(location)]);
      const error = await failure(tyk.clients.loginPage(ref, request));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error.message).toEqual(
        saying(
          "clients.loginPage: the API orders has no login page: set auth_login_redirect in its definition",
        ),
      );
    },
  );

  test("rejects a redirect to something that is no URL", async () => {
    const { tyk } = clientWithReplies([...looks, to("http://[")]);
    expect(await failure(tyk.clients.loginPage(ref, request))).toMatchObject({
      code: "schema",
      message: saying("clients.loginPage: the gateway redirects to an address that is not a URL"),
    });
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "app:/login", "file:///etc/passwd"])(
    "rejects a redirect to %s as a page for a browser",
    async (location) => {
      const { tyk } = clientWithReplies([...looks, to(location)]);
      expect(await failure(tyk.clients.loginPage(ref, request))).toMatchObject({
        code: "schema",
        message: saying(
          "clients.loginPage: the gateway redirects to an address that is neither http nor https: check the API's auth_login_redirect",
        ),
      });
    },
  );

  test("reports no page for an API without OAuth", async () => {
    const { tyk, sent } = clientWithReplies([json({ ...api, use_oauth2: false })]);
    const error = await failure(tyk.clients.loginPage(ref, request));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(sent).toHaveLength(1);
  });

  test("reports the gateway's refusal", async () => {
    const { tyk } = clientWithReplies([...looks, json({ status: "error", message: "no" }, 403)]);
    expect(await failure(tyk.clients.loginPage(ref, request))).toBeInstanceOf(TykPermissionError);
  });

  test.each([`${redirectUri}/more`, "https://shop.example/"])(
    "requires exactly one of the client's redirect URIs, and rejects %s",
    async (other) => {
      const { tyk, sent } = clientWithReplies([...looks]);
      const error = await failure(tyk.clients.loginPage(ref, { redirectUri: other }));
      expect(error).toMatchObject({ code: "input", field: "redirectUri" });
      expect(sent).toHaveLength(3);
    },
  );

  test.each([
    ["request", undefined],
    ["redirectUri", {}],
    ["redirectUri", { redirectUri: "/cb" }],
    ["responseType", { redirectUri, responseType: "id_token" }],
    ["state", { redirectUri, state: 7 }],
    ["state", { redirectUri, responseType: "token", state: "a&b" }],
    ["codeChallenge", { redirectUri, codeChallenge: "x" }],
    ["userId", { redirectUri, userId: "u1" }],
  ])("rejects a wrong %s before any request", async (field, wrong) => {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(tyk.clients.loginPage(ref, wrong as LoginPageRequest));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({ field, operation: "clients.loginPage" });
    expect(sent).toEqual([]);
  });
});
