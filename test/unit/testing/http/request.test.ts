import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway } from "../../../../src/testing/index.ts";
import {
  addClient,
  postConsent,
  callControl,
  readResponse,
} from "../../../support/gateway/requests.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";

/** Creates a client with an unchanged body. */
async function create(
  gateway: Gateway,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<{ status: number; json: unknown }> {
  const headers = { "x-tyk-authorization": gateway.secret };
  return readResponse(
    await gateway.fetch(`${gateway.url}/tyk/oauth/clients/create`, {
      method: "POST",
      headers,
      body,
    }),
  );
}

describe("a client's document", () => {
  it.each([
    ['{"client_id":"a","api_id":"orders"} and more', { client_id: "a" }],
    ['{"CLIENT_ID":"b","Api_Id":"orders"}', { client_id: "b" }],
    ['{"client_id":"c","api_id":"orders","description":"\\ud800x"}', { description: "\ufffdx" }],
    [
      '{"client_id":"d","api_id":"orders","meta_data":{"__proto__":1}}',
      { meta_data: JSON.parse('{"__proto__":1}') as object },
    ],
    ['{"client_id":null,"api_id":"orders","secret":null}', { description: "" }],
    [
      '{"client_id":"e","api_id":"orders","meta_data":12345678901234567890}',
      { meta_data: 12345678901234567000 },
    ],
  ])("%s is accepted", async (body, expected) => {
    const { status, json } = await create(createGateway(), body);
    expect([status, json]).toMatchObject([200, expected]);
  });

  it.each([
    "",
    " ",
    "text",
    "[]",
    "true",
    "7",
    '"text"',
    '{"client_id":"a",}',
    '{"client_id":5,"api_id":"orders"}',
    '{"client_id":"a","api_id":"orders","description":["x"]}',
    '{"client_id":"a","api_id":"orders","meta_data":1e400}',
    '\ufeff{"client_id":"a","api_id":"orders"}',
  ])("%j is rejected", async (body) => {
    const { status, json } = await create(createGateway(), new TextEncoder().encode(body));
    expect([status, json]).toEqual([500, { status: "error", message: "Unmarshalling failed" }]);
  });

  it("of null is an empty document", async () => {
    expect((await create(createGateway(), "null")).json).toMatchObject({
      message: "Policy doesn't exist",
    });
  });

  it("has HTML's special characters escaped in the response", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app", { description: "<b>&" });
    expect((await callControl(gateway, "GET", "/tyk/oauth/clients/orders/app")).text).toContain(
      '"\\u003cb\\u003e\\u0026"',
    );
  });
});

describe("an id with special characters", () => {
  it.each([
    "with space",
    "a\\b",
    "p%41",
    "q?m",
    "h#t",
    "a:b",
    "ünï✓",
    "__proto__",
    "constructor",
    "{id}",
    "…",
  ])("%s works as a client's id in every request", async (id) => {
    const gateway = createGateway({ apis: ["orders"] });
    await addClient(gateway, id);
    const path = `/tyk/oauth/clients/orders/${encodeURIComponent(id)}`;
    expect((await callControl(gateway, "GET", path)).json).toMatchObject({ client_id: id });
    expect((await callControl(gateway, "PUT", `${path}/rotate`)).json).toMatchObject({
      client_id: id,
    });
    expect((await callControl(gateway, "GET", `${path}/tokens`)).json).toEqual([]);
    const found = await callControl(
      gateway,
      "GET",
      `/tyk/oauth/clients/apis/${encodeURIComponent(id)}?orgID=`,
    );
    expect(found.json).toEqual(["orders"]);
    expect((await callControl(gateway, "DELETE", path)).json).toMatchObject({ key: id });
    expect((await callControl(gateway, "GET", path)).status).toBe(404);
  });
});

describe("a redirect URI", () => {
  const cases: [string, string, string | undefined][] = [
    [redirectUri, redirectUri, `${redirectUri}?code=`],
    [redirectUri, `${redirectUri}-other`, `${redirectUri}-other?code=`],
    [redirectUri, `${redirectUri}?b=2&a=1`, `${redirectUri}?a=1&b=2&code=`],
    ["https://app.example/c%62", "", "https://app.example/c%62?code="],
    [redirectUri, "http://app.example/cb", undefined],
    [redirectUri, "https://APP.example/cb", undefined],
    [redirectUri, "https://app.example:443/cb", undefined],
    [redirectUri, `${redirectUri}#part`, undefined],
    ["https://app.example", "https://app.example/any", "https://app.example/any?code="],
    ["myapp://callback", "", "myapp://callback?code="],
    ["com.example:/cb", "com.example:/cb/x", "com.example:/cb/x?code="],
    ["urn:ietf:wg:oauth:2.0:oob", "", "urn:ietf:wg:oauth:2.0:oob?code="],
    ["not a uri", "", "not%20a%20uri?code="],
    ["https://u:p@app.example/cb", "", "https://u:p@app.example/cb?code="],
    ["https://u@@app.example/cb", "", "https://u%40@app.example/cb?code="],
    ["https://[::1]:8443/cb", "", "https://[::1]:8443/cb?code="],
    ["https://app.exämple/cb", "", "https://app.ex%C3%A4mple/cb?code="],
    ["https://app.example/(cb)", "", "https://app.example/(cb)?code="],
    ["https://app.example/%zz", "", undefined],
    ["https://app example/cb", "", undefined],
    ["https://app.example:x/cb", "", undefined],
    ["://app.example", "", undefined],
    ["a:b/c:d", "", "a:b/c:d?code="],
    ["1a:b", "", undefined],
    [`;${redirectUri}`, redirectUri, undefined],
    ["https://other.example/;https://app.example/cb", redirectUri, `${redirectUri}?code=`],
    ["https://other.example/%zz;https://app.example/cb", redirectUri, undefined],
  ];

  it.each(cases)(
    "registered as %s, requested as %j, leads to %s",
    async (registered, asked, target) => {
      const gateway = createGateway();
      await addClient(gateway, "app", { redirect_uri: registered });
      const redirect = asked === "" ? {} : { redirect_uri: asked };
      const { status, json } = await postConsent(gateway, {
        response_type: "code",
        client_id: "app",
        ...redirect,
      });
      const { redirect_to = "" } = json as { redirect_to?: string };
      if (target === undefined) expect(status).toBe(403);
      else expect([status, redirect_to.startsWith(target)]).toEqual([200, true]);
    },
  );

  it("has the token in its fragment, without its query", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app", { redirect_uri: `${redirectUri}?x=1` });
    const { json } = await postConsent(gateway, {
      response_type: "token",
      client_id: "app",
      state: "a b&c",
    });
    const { redirect_to, access_token } = json as { redirect_to: string; access_token: string };
    const fragment = `access_token=${access_token}&expires_in=3600&state=a%20b&c&token_type=bearer&x=1`;
    expect(redirect_to).toBe(`${redirectUri}#${fragment}`);
  });

  it("has the error of a refused token too", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app", { policy_id: "gone" });
    const { status, json } = await postConsent(gateway, {
      response_type: "token",
      client_id: "app",
      state: "x",
    });
    const { error, redirect_to } = json as { error: string; redirect_to: string };
    expect([status, error]).toEqual([403, "server_error"]);
    expect(redirect_to).toMatch(
      /^https:\/\/app\.example\/cb#error=server_error&error_description=/,
    );
  });

  it("is decoded once more than the form", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const asked = {
      response_type: "code",
      client_id: "app",
      redirect_uri: encodeURIComponent(redirectUri),
    };
    expect((await postConsent(gateway, asked)).status).toBe(200);
    expect((await postConsent(gateway, { ...asked, redirect_uri: "%zz" })).json).toMatchObject({
      redirect_to: /^https/,
    });
  });
});

describe("a form", () => {
  const revoke = async (gateway: Gateway, body: BodyInit, type?: string): Promise<unknown> => {
    const label = type === undefined ? {} : { "content-type": type };
    const headers = { "x-tyk-authorization": gateway.secret, ...label };
    const response = await gateway.fetch(`${gateway.url}/tyk/oauth/revoke`, {
      method: "POST",
      headers,
      body,
    });
    return ((await response.json()) as { message: string }).message;
  };

  it("counts only with its content type, in any case and with parameters", async () => {
    const gateway = createGateway();
    const body = "token=x&client_id=y";
    expect(await revoke(gateway, body, "Application/X-WWW-Form-Urlencoded; charset=utf-8")).toBe(
      "oauth client doesn't exist",
    );
    expect(await revoke(gateway, body, "text/plain")).toBe("token is required");
    expect(await revoke(gateway, new TextEncoder().encode(body))).toBe("token is required");
  });

  it("with an invalid escape or a semicolon is malformed", async () => {
    const gateway = createGateway();
    for (const body of ["token=%zz", "token=a;b"]) {
      expect(await revoke(gateway, body, "application/x-www-form-urlencoded")).toBe(
        "cannot parse form. Form malformed",
      );
    }
  });

  it("can be JSON at the token endpoint with exactly that content type", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const statuses: number[] = [];
    for (const [type, body] of [
      ["application/json", { grant_type: "client_credentials", scope: "a" }],
      ["application/json; charset=utf-8", { grant_type: "client_credentials" }],
      ["application/json", { grant_type: "client_credentials", scope: 5 }],
      ["application/json", null],
    ] as const) {
      const headers = { authorization: `Basic ${btoa("app:s")}`, "content-type": type };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      statuses.push((await gateway.fetch(`${gateway.url}/orders/oauth/token/`, init)).status);
    }
    expect(statuses).toEqual([200, 403, 403, 403]);
  });
});

describe("Basic authentication", () => {
  it.each([
    [undefined, "invalid_request"],
    ["Bearer x", "invalid_request"],
    ["basic YXBwOnM=", "invalid_request"],
    ["Basic YXBwOnM", "invalid_request"],
    ["Basic !!!!", "invalid_request"],
    [`Basic ${btoa("app")}`, "invalid_request"],
    [`Basic ${btoa("app:wrong")}`, "unauthorized_client"],
    [`Basic ${btoa("nobody:s")}`, "server_error"],
    [`Basic ${btoa("app:s")}`, undefined],
  ])("%s: %s", async (authorization, error) => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const response = await gateway.fetch(`${gateway.url}/orders/oauth/token/`, {
      method: "POST",
      headers,
      body,
    });
    expect(((await response.json()) as { error?: string }).error).toBe(error);
  });
});
