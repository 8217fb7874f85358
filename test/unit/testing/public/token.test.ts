import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  postConsent,
  callControl,
  tokenPairFor,
  readResponse,
} from "../../../support/gateway/requests.ts";

describe("the token endpoint's response", () => {
  it("has the requested scope, and a refresh keeps it", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const { json } = await postConsent(gateway, {
      response_type: "code",
      client_id: "app",
      scope: "read",
    });
    const { code } = json as { code: string };
    const first = await postToken(gateway, "app", {
      grant_type: "authorization_code",
      code,
      scope: "ignored",
    });
    expect(first.json).toMatchObject({ scope: "read", token_type: "bearer", expires_in: 3600 });
    const { refresh_token } = first.json as { refresh_token: string };
    const second = await postToken(gateway, "app", { grant_type: "refresh_token", refresh_token });
    expect(second.json).toMatchObject({ scope: "read" });
    expect(
      (await postToken(gateway, "app", { grant_type: "client_credentials" })).json,
    ).not.toHaveProperty("scope");
  });

  it("has headers against caching and sniffing", async () => {
    const gateway = createGateway();
    const { headers } = await postToken(gateway, "nobody", { grant_type: "client_credentials" });
    expect(headers.get("cache-control")).toBe("no-cache, no-store, must-revalidate");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("to an assertion is a token if the API accepts assertions", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "orders", allowed_access_types: ["assertion"] }],
    });
    await addClient(gateway, "app");
    const asked = { grant_type: "assertion", assertion_type: "a", assertion: "b" };
    expect((await postToken(gateway, "app", asked)).status).toBe(200);
    for (const missing of ["assertion_type", "assertion"]) {
      const answer = await postToken(gateway, "app", { ...asked, [missing]: "" });
      expect(answer.json).toMatchObject({ error: "invalid_grant" });
    }
  });

  it("to another client's refresh token or code is an error", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    await addClient(gateway, "other");
    const { refresh } = await tokenPairFor(gateway, "app");
    const { json } = await postConsent(gateway, { response_type: "code", client_id: "app" });
    const { code } = json as { code: string };
    const errors = [
      await postToken(gateway, "other", { grant_type: "refresh_token", refresh_token: refresh }),
      await postToken(gateway, "other", { grant_type: "authorization_code", code }),
      await postToken(gateway, "app", {
        grant_type: "authorization_code",
        code,
        redirect_uri: "https://app.example/cb/2",
      }),
    ].map((answer) => (answer.json as { error: string }).error);
    expect(errors).toEqual(["invalid_client", "invalid_grant", "invalid_request"]);
  });
});

describe("the public revocation endpoints", () => {
  it("name what is wrong with a request", async () => {
    const gateway = createGateway();
    const messages: unknown[] = [];
    for (const [path, body] of [
      ["revoke", "token=%zz"],
      ["revoke", ""],
      ["revoke_all", "client_id=%zz"],
      ["revoke_all", "client_secret=x"],
      ["revoke_all", "client_id=x"],
      ["revoke_all", "client_id=x&client_secret=x"],
    ] as const) {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await readResponse(
        await gateway.fetch(`${gateway.url}/orders/oauth/${path}`, {
          method: "POST",
          headers,
          body,
        }),
      );
      messages.push([answer.status, (answer.json as { message: string }).message]);
    }
    expect(messages).toEqual([
      [400, "error parsing form. Form malformed"],
      [400, "token is required"],
      [400, "error parsing form. Form malformed"],
      [401, "client_id is required"],
      [401, "client_secret is required"],
      [404, "error getting oauth client"],
    ]);
  });
});

describe("a page of tokens", () => {
  it.each([
    ["2", 2],
    ["%2B2", 2],
    ["+2", 1],
    ["-1", 1],
    ["0x2", 1],
    ["1.5", 1],
    ["9223372036854775807", 2 ** 63],
    ["9223372036854775808", 1],
  ])("%s is page %i", async (asked, number) => {
    const gateway = createGateway();
    const { json } = await callControl(
      gateway,
      "GET",
      `/tyk/oauth/clients/orders/app/tokens?page=${asked}`,
    );
    expect(json).toEqual({
      Pagination: { page_num: number, page_total: 0, page_size: 100 },
      Tokens: [],
    });
  });
});

describe("an OAuth refusal", () => {
  it.each([
    [undefined, 403],
    [0, 403],
    [503, 503],
    [200, 200],
  ])("has the configured status (%s: %i)", async (oauthErrorStatusCode, status) => {
    const gateway = createGateway({ oauthErrorStatusCode });
    const token = await postToken(gateway, "nobody", { grant_type: "client_credentials" });
    expect([token.status, token.json]).toMatchObject([status, { error: "server_error" }]);
    const fields = { response_type: "code", client_id: "nobody" };
    const consent = await postConsent(gateway, fields);
    expect([consent.status, consent.json]).toMatchObject([status, { error: "server_error" }]);
    const page = await gateway.fetch(
      `${gateway.url}/orders/oauth/authorize/?response_type=code&client_id=nobody`,
    );
    expect([page.status, await page.json()]).toMatchObject([status, { status: "error" }]);
  });

  it("is 403 for a wrong gateway secret", async () => {
    const gateway = createGateway({ oauthErrorStatusCode: 500 });
    const url = `${gateway.url}/orders/tyk/oauth/authorize-client/`;
    expect((await gateway.fetch(url, { method: "POST" })).status).toBe(403);
  });

  it.each([199, 600, 1.5, "500" as never])("cannot have the status %s", (oauthErrorStatusCode) => {
    expect(() => createGateway({ oauthErrorStatusCode })).toThrow(
      /must be a status from 200 to 599/,
    );
  });
});
