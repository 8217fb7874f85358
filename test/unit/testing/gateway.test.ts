import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway } from "../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  postConsent,
  callControl,
  postControlForm,
  codesListedFor,
  tokenFor,
  tokenPairFor,
  statusWith,
} from "../../support/gateway/requests.ts";

describe("gateway.requests", () => {
  it("has the received requests as plain data", async () => {
    const gateway = createGateway({ now: 7 });
    await callControl(gateway, "POST", "/tyk/oauth/clients/create?x=1", {
      client_id: "app",
      api_id: "orders",
    });
    await gateway.fetch(`${gateway.url}/orders/hello`);
    expect(gateway.requests).toEqual([
      {
        method: "POST",
        path: "/tyk/oauth/clients/create",
        query: "x=1",
        headers: {
          "content-type": "text/plain;charset=UTF-8",
          "x-tyk-authorization": gateway.secret,
        },
        body: '{"client_id":"app","api_id":"orders"}',
        operation: "createOAuthClient",
        at: 7,
        status: 200,
      },
      {
        method: "GET",
        path: "/orders/hello",
        query: "",
        headers: {},
        body: "",
        operation: undefined,
        at: 7,
        status: 400,
      },
    ]);
  });

  it("names each operation, even of a refused request", async () => {
    const gateway = createGateway();
    const paths: [string, string, string | undefined][] = [
      ["GET", "/tyk/oauth/clients/orders", "listOAuthClients"],
      ["PUT", "/tyk/oauth/clients/orders/x", "updateOAuthClient"],
      ["PUT", "/tyk/oauth/clients/orders/x/rotate", "rotateOAuthClient"],
      ["DELETE", "/tyk/oauth/clients/orders/x", "deleteOAuthClient"],
      ["GET", "/tyk/oauth/clients/orders/x/tokens", "getOAuthClientTokens"],
      ["GET", "/tyk/oauth/clients/apis/x?orgID=", "listOAuthClientApis"],
      ["GET", "/tyk/oauth/clients/apis/x", "getOAuthClient"],
      ["DELETE", "/tyk/oauth/refresh/x", "invalidateOAuthRefresh"],
      ["POST", "/tyk/oauth/revoke", "revokeSingleToken"],
      ["POST", "/tyk/oauth/revoke_all", "revokeAllTokens"],
      ["DELETE", "/tyk/oauth/tokens", "purgeOAuthTokens"],
      ["GET", "/tyk/apis", "listApis"],
      ["GET", "/tyk/apis/orders", "getApi"],
      ["GET", "/tyk/policies", "listPolicies"],
      ["GET", "/tyk/policies/gold", "getPolicy"],
      ["GET", "/tyk/keys", "listKeys"],
      ["GET", "/tyk/keys/x", "getKey"],
      ["DELETE", "/tyk/keys/x", "deleteKey"],
      ["GET", "/hello", "hello"],
      ["POST", "/orders/tyk/oauth/authorize-client", "authorizeClient"],
      ["GET", "/orders/oauth/authorize/", "oauthAuthorize"],
      ["POST", "/orders/oauth/token/", "oauthToken"],
      ["POST", "/orders/oauth/revoke", "oauthRevoke"],
      ["POST", "/orders/oauth/revoke_all", "oauthRevokeAll"],
      ["PUT", "/tyk/oauth/clients/orders", undefined],
      ["GET", "/tyk/nothing", undefined],
    ];
    for (const [method, path, operation] of paths) {
      for (const secret of [gateway.secret, "wrong"]) {
        await gateway.fetch(`${gateway.url}${path}`, {
          method,
          headers: { "x-tyk-authorization": secret },
          redirect: "manual",
        });
        expect(gateway.requests.at(-1)?.operation, `${method} ${path}`).toBe(operation);
      }
    }
  });
});

describe("gateway.reset", () => {
  it("restores the empty gateway with its options", async () => {
    const gateway = createGateway({ seed: 1, now: 0, secret: "mine" });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    gateway.advance(5000);
    gateway.fail({}, { status: 500 }, Infinity);
    gateway.reset();
    expect(gateway.requests).toHaveLength(0);
    expect((await callControl(gateway, "GET", "/tyk/oauth/clients/orders")).json).toEqual([]);
    expect(await statusWith(gateway, token)).toBe(403);
    await addClient(gateway, "app");
    expect(await tokenFor(gateway, "app")).toBe(token);
    expect(gateway.requests.at(-1)?.at).toBe(0);
  });
});

describe("a seed", () => {
  /** Collects every generated value of a gateway. */
  async function madeUp(gateway: Gateway): Promise<unknown[]> {
    await addClient(gateway, "app");
    const client = await callControl(gateway, "POST", "/tyk/oauth/clients/create", {
      api_id: "orders",
    });
    const { json } = await postConsent(gateway, { response_type: "code", client_id: "app" });
    const rotated = await callControl(gateway, "PUT", "/tyk/oauth/clients/orders/app/rotate");
    return [client.json, json, rotated.json, await madeTokens(gateway)];
  }

  async function madeTokens(gateway: Gateway): Promise<unknown> {
    await addClient(gateway, "two");
    return tokenPairFor(gateway, "two");
  }

  it("makes generated values the same in each run", async () => {
    const [first, again, other] = await Promise.all(
      [7, 7, 8].map((seed) => madeUp(createGateway({ seed }))),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(await madeUp(createGateway({ seed: "7" }))).not.toEqual(first);
  });

  it("does not change the format of generated values", async () => {
    for (const options of [{ seed: "x" }, {}]) {
      const [client, granted, rotated, tokens] = await madeUp(createGateway(options));
      const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
      const { client_id, secret } = client as Record<string, string>;
      expect(client_id).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
      expect(atob(secret ?? "")).toMatch(uuid);
      expect(atob((rotated as { secret: string }).secret)).toMatch(uuid);
      expect((granted as { code: string }).code).toMatch(/^[\w-]{22}$/);
      expect(atob((tokens as { refresh: string }).refresh)).toMatch(uuid);
    }
  });
});

describe("gateway.evictClient", () => {
  it("breaks the lists that name the client until it is created again", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    await addClient(gateway, "other");
    gateway.evictClient("orders", "app");
    expect((await callControl(gateway, "GET", "/tyk/oauth/clients/orders")).text).toBe("null\n");
    expect(
      (await callControl(gateway, "GET", "/tyk/oauth/clients/apis/other?orgID=")).json,
    ).toEqual([]);
    expect((await callControl(gateway, "PUT", "/tyk/oauth/clients/orders/app/rotate")).status).toBe(
      404,
    );
    expect(await tokenFor(gateway, "other")).toMatch(/^acme/);
    await addClient(gateway, "app");
    expect((await callControl(gateway, "GET", "/tyk/oauth/clients/orders")).json).toHaveLength(2);
  });

  it("throws if there is no such client", () => {
    const gateway = createGateway();
    expect(() => {
      gateway.evictClient("nope", "app");
    }).toThrow('the API "nope" has no client "app"');
    expect(() => {
      gateway.evictClient("orders", "app");
    }).toThrow(TypeError);
  });
});

describe("gateway.notifications", () => {
  const notifications = {
    shared_secret: "shared",
    oauth_on_keychange_url: "https://owner.example/keys",
  };
  const apis = [{ api_id: "orders", notifications }, "billing"];

  it("has a notification of each token", async () => {
    const gateway = createGateway({ apis, policies: { gold: ["orders", "billing"] } });
    await addClient(gateway, "app", { api_id: "" });
    await tokenFor(gateway, "app", "billing");
    expect(gateway.notifications).toEqual([]);
    const token = await tokenFor(gateway, "app");
    const headers = {
      "content-type": "application/json",
      "user-agent": "Tyk-Gatewy-Notifications",
      "x-tyk-shared-secret": "shared",
    };
    const body = {
      auth_code: "",
      new_oauth_token: token,
      refresh_token: "",
      old_refresh_token: "",
      notification_type: "new",
    };
    expect(gateway.notifications).toEqual([
      { method: "POST", url: "https://owner.example/keys", headers, body },
    ]);
    gateway.reset();
    expect(gateway.notifications).toEqual([]);
  });

  it("are removed like requests, the oldest first, if maxLogEntries is exceeded", async () => {
    const gateway = createGateway({ apis, maxLogEntries: 2 });
    await addClient(gateway, "app");
    const tokens: string[] = [];
    for (let at = 0; at < 3; at += 1) tokens.push(await tokenFor(gateway, "app"));
    const notified = gateway.notifications.map(({ body }) => body.new_oauth_token);
    expect(notified).toEqual(tokens.slice(1));
    const operations = gateway.requests.map(({ operation }) => operation);
    expect(operations).toEqual(["oauthToken", "oauthToken"]);
    const none = createGateway({ apis, maxLogEntries: 0 });
    await addClient(none, "app");
    expect([await statusWith(none, "nothing"), none.requests]).toEqual([403, []]);
  });

  it("contain the code of a new token, and the refresh token that a refresh replaces", async () => {
    const gateway = createGateway({ apis });
    await addClient(gateway, "app");
    const { access, refresh } = await tokenPairFor(gateway, "app");
    await postToken(gateway, "app", { grant_type: "refresh_token", refresh_token: "unknown" });
    await postToken(gateway, "app", { grant_type: "refresh_token", refresh_token: refresh });
    expect(gateway.notifications.map(({ body }) => body)).toMatchObject([
      {
        auth_code: expect.stringMatching(/^[\w-]{22}$/) as string,
        new_oauth_token: access,
        refresh_token: refresh,
      },
      { auth_code: "", old_refresh_token: refresh, notification_type: "refresh" },
    ]);
  });
});

describe("two concurrent requests", () => {
  it("do not interleave", async () => {
    // The clock stands still, and a refresh removes its whole second from the list.
    const gateway = createGateway({ hashKeyFunction: "sha256", now: 1_700_000_000_000 });
    await addClient(gateway, "app");
    const { refresh } = await tokenPairFor(gateway, "app");
    const fields = { grant_type: "refresh_token", refresh_token: refresh };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => postToken(gateway, "app", fields)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await Promise.all(Array.from({ length: 20 }, () => tokenFor(gateway, "app")));
    expect(await codesListedFor(gateway, "app")).toHaveLength(20);
    await postControlForm(gateway, "/tyk/oauth/revoke_all", {
      client_id: "app",
      client_secret: "s",
    });
    expect(await codesListedFor(gateway, "app")).toHaveLength(0);
  });
});
