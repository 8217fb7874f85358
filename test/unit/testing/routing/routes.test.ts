import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { byHttp } from "../../../support/recordings/send.ts";
import {
  addClient,
  callControl,
  tokenFor,
  readResponse,
} from "../../../support/gateway/requests.ts";

/** Sends an unchanged path. Returns the status and the first word of the response. */
async function ask(
  method: string,
  path: string,
  secret = "embedded-gateway-secret",
): Promise<string> {
  const server = await createGateway({ listHashedKeys: true }).listen();
  const answer = await byHttp(server.url)({
    method,
    path,
    headers: { "x-tyk-authorization": secret },
  });
  await server.close();
  if ("error" in answer) return answer.error;
  return `${answer.status} ${answer.headers["location"] ?? answer.body.trim()}`;
}

const unsupported = '405 {"status":"error","message":"Method not supported"}';
const refused =
  '403 {"status":"error","message":"Attempted administrative access with invalid or missing key!"}';

describe("a path", () => {
  it.each([
    ["GET", "/tyk/nothing", "404 404 page not found"],
    ["GET", "/nothing", "404 Not Found"],
    ["GET", "/tyk", "404 Not Found"],
    ["GET", "/orders", "404 Not Found"],
    ["GET", "/hello/", "404 Not Found"],
    ["GET", "/tyk/", "301 /"],
    ["GET", "/tyk/?a=b", "301 /?a=b"],
    ["GET", "/tyk/oauth/clients/orders///", "301 /tyk/oauth/clients/orders/"],
    ["GET", "/tyk/oauth/clients/orders/", "200 []"],
    ["GET", "/tyk/oauth%2Fclients%2Forders", "200 []"],
    ["GET", "/tyk%2Fkeys", '200 {"keys":[]}'],
    ["GET", "/%74yk/keys", "404 404 page not found"],
    ["GET", "/tyk/keys/a/b", "404 404 page not found"],
    ["GET", "/tyk/oauth/clients/orders//tokens", "301 /tyk/oauth/clients/orders/tokens"],
    ["PUT", "/tyk/oauth/clients/orders", unsupported],
    ["PATCH", "/tyk/oauth/clients/orders/x", unsupported],
    ["HEAD", "/tyk/oauth/clients/orders", "405 "],
    ["POST", "/hello", '405 {"status":"error","message":"Method Not Allowed"}'],
    ["GET", "/orders/tyk/oauth/authorize-client", unsupported],
    ["PUT", "/orders/oauth/token/", unsupported],
    ["PUT", "/orders/oauth/authorize/", unsupported],
    ["GET", "/orders/oauth/revoke", '400 {"status":"error","message":"token is required"}'],
    ["GET", "/tyk/reload/", '200 {"status":"ok","message":""}'],
  ])("%s %s gets %s", async (method, path, answer) => {
    expect(await ask(method, path)).toBe(answer);
  });

  it("of the control API is routed after the secret is checked, and cleaned before", async () => {
    expect(await ask("GET", "/tyk/nothing", "wrong")).toBe(refused);
    expect(await ask("PATCH", "/tyk/oauth/clients/orders/x", "")).toBe(refused);
    expect(await ask("GET", "/tyk/../tyk/keys", "wrong")).toBe("301 /tyk/keys");
    expect(await ask("GET", "/orders/tyk/oauth/authorize-client", "wrong")).toBe(refused);
  });

  it("finds the APIs of a client if the query contains orgID in any form", async () => {
    for (const query of ["orgID", "orgID=", "x=1&orgID=acme", "orgI%44=acme", "a;orgID=acme"]) {
      expect(await ask("GET", `/tyk/oauth/clients/apis/x?${query}`)).toBe("200 []");
    }
    for (const query of ["", "orgid=acme", "x=orgID"])
      expect(await ask("GET", `/tyk/oauth/clients/apis/x?${query}`)).toMatch(/^404/);
  });
});

describe("a route of the gateway that is not modelled", () => {
  it.each([
    ["GET", "/org/keys"],
    ["POST", "/org/keys/{keyName:[^/]*}"],
    ["PUT", "/org/keys/{keyName:[^/]*}"],
    ["GET", "/org/keys/{keyName:[^/]*}"],
    ["DELETE", "/org/keys/{keyName:[^/]*}"],
    ["POST", "/keys/policy/{keyName}"],
    ["POST", "/keys/create"],
    ["POST", "/keys/preview"],
    ["POST", "/apis"],
    ["PUT", "/apis"],
    ["DELETE", "/apis"],
    ["GET", "/apis/oas"],
    ["POST", "/apis/oas"],
    ["POST", "/apis/{apiID}"],
    ["PUT", "/apis/{apiID}"],
    ["DELETE", "/apis/{apiID}"],
    ["GET", "/health"],
    ["POST", "/policies"],
    ["PUT", "/policies"],
    ["DELETE", "/policies"],
    ["POST", "/policies/{polID}"],
    ["PUT", "/policies/{polID}"],
    ["DELETE", "/policies/{polID}"],
    ["POST", "/debug"],
    ["GET", "/schema"],
    ["DELETE", "/cache/{apiID}"],
    ["POST", "/keys"],
    ["PUT", "/keys"],
    ["POST", "/keys/{keyName:[^/]*}"],
    ["PUT", "/keys/{keyName:[^/]*}"],
    ["POST", "/certs"],
    ["GET", "/certs"],
    ["POST", "/certs/{certID:[^/]*}"],
    ["GET", "/certs/{certID:[^/]*}"],
    ["DELETE", "/certs/{certID:[^/]*}"],
  ])("%s /tyk%s fails and is named", async (method, path) => {
    const call = callControl(createGateway(), method, `/tyk${path.replace(/\{[^}]*\}/, "x")}`);
    await expect(call).rejects.toThrow(
      `The embedded gateway does not model ${method} /tyk${path}:`,
    );
  });
});

describe("a protected API", () => {
  it.each([
    [{}, 400, "Authorization field missing"],
    [{ authorization: "Bearer" }, 400, "Authorization field missing"],
    [{ authorization: "Basic abcd" }, 400, "Bearer token malformed"],
    [{ authorization: "Bearer abc" }, 403, "Key not authorised"],
    [{ authorization: "bEARER abcdef" }, 403, "Key not authorised"],
  ])("responds to %j with %i", async (headers, status, error) => {
    const gateway = createGateway();
    const answer = await readResponse(await gateway.fetch(`${gateway.url}/orders/x`, { headers }));
    expect([answer.status, answer.json]).toEqual([status, { error }]);
  });

  it("refuses in XML if the content type is XML, except on the oldest versions", async () => {
    for (const [version, type] of [
      ["5.14.0", "text/xml"],
      ["3.0.0", "application/json"],
    ] as const) {
      const gateway = createGateway({ version });
      const headers = { "content-type": "text/xml; charset=utf-8" };
      const answer = await readResponse(
        await gateway.fetch(`${gateway.url}/orders/x`, { headers }),
      );
      expect(answer.headers.get("content-type")).toBe(type);
      expect(answer.text).toContain("Authorization field missing");
    }
  });

  it("with standard authentication accepts a token with or without its scheme", async () => {
    const apis = ["orders", { api_id: "vault", use_standard_auth: true }];
    const gateway = createGateway({ apis, policies: { gold: ["orders", "vault"] } });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    for (const [authorization, status] of [
      [token, 200],
      [`Bearer ${token}`, 200],
      ["unknown-token", 403],
      ["", 401],
    ] as const) {
      expect(
        (await gateway.fetch(`${gateway.url}/vault/x`, { headers: { authorization } })).status,
      ).toBe(status);
    }
  });

  it("returns the limits of a token", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const headers = { authorization: `Bearer ${await tokenFor(gateway, "app")}` };
    const { json } = await readResponse(
      await gateway.fetch(`${gateway.url}/orders/tyk/rate-limits/`, { headers }),
    );
    expect(json).toMatchObject({ rate_limit: { requests: 1000, per_unit: 1 } });
  });
});

describe("a custom upstream", () => {
  it("receives the request behind the listen path, and its response is passed on", async () => {
    const seen: string[] = [];
    const gateway = createGateway({
      apis: [{ api_id: "open", use_keyless: true }],
      upstream: async (request) => {
        seen.push(
          `${request.method} ${request.url} ${request.headers.get("x-a") ?? ""} ${await request.text()}`,
        );
        return new Response(Uint8Array.of(0, 255), { status: 201, headers: { "x-b": "2" } });
      },
    });
    const init = { method: "POST", body: "text", headers: { "x-a": "1" } };
    const response = await gateway.fetch(`${gateway.url}/open/a?b=c`, init);
    expect(seen).toEqual(["POST https://upstream.invalid/a?b=c 1 text"]);
    expect([response.status, response.headers.get("x-b"), await response.bytes()]).toEqual([
      201,
      "2",
      Uint8Array.of(0, 255),
    ]);
    await gateway.fetch(`${gateway.url}/open/`);
    expect(seen[1]).toBe("GET https://upstream.invalid/  ");
  });
});
