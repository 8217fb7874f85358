import { describe, expect, test } from "vitest";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { ApiSetup, Gateway } from "@tyk-oauth/sdk/testing";
import { TykInputError, TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, TykOAuth, TykOAuthOptions } from "../../../../src/index.ts";
import { networkError, json, noRoute, reject, text } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { api, client, code, policy } from "../../../support/samples/samples.ts";
import { saying } from "../../../support/util/saying.ts";

const redirectUri = "https://shop.example/cb";
const ref = { apiId: "orders", clientId: "shop-web" };

/** A gateway whose `orders` another organisation's API shadows, and what that API's upstream got. */
function shadowed(
  evil: Partial<ApiSetup>,
  version = "5.14.0",
): { gateway: Gateway; got: Request[] } {
  const got: Request[] = [];
  const upstream = (request: Request): Response => {
    got.push(request);
    const redirect_to = `${redirectUri}?code=invented`;
    return Response.json({ code: "invented", redirect_to, status: "ok", message: "" });
  };
  const other: ApiSetup = { api_id: "evil", org_id: "other", use_keyless: true, ...evil };
  const gateway = createGateway({
    version,
    apis: ["orders", other],
    policies: { gold: ["orders"] },
    upstream,
  });
  return { gateway, got };
}

async function withClient(
  gateway: Gateway,
  options: Partial<TykOAuthOptions> = {},
): Promise<TykOAuth> {
  const tyk = gateway.client({ maxRetries: 0, ...options });
  const body = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
  await tyk.raw.createOAuthClient({
    body: { ...body, secret: "cl13nt", redirect_uri: redirectUri },
  });
  return tyk;
}

describe.each(["3.0.0", "4.3.0", "5.3.0", "5.14.0"])(
  "another API under the API's path, on %s",
  (version) => {
    test("never gets the gateway's secret from clients.authorize", async () => {
      const { gateway, got } = shadowed({ listen_path: "/orders/tyk/" }, version);
      const tyk = await withClient(gateway);
      const error = await failure(tyk.clients.authorize(ref, { redirectUri }));
      expect(got).toEqual([]);
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error).toMatchObject({
        outcome: "not-sent",
        message: saying(
          "clients.authorize: the API evil may receive the request that is meant for the API orders: nothing was sent; give the two APIs listen paths that do not begin with each other, or with the id of the other API",
        ),
      });
    });

    test("never answers clients.loginPage", async () => {
      const { gateway, got } = shadowed({ listen_path: "/orders/oauth/" }, version);
      const tyk = await withClient(gateway);
      const error = await failure(tyk.clients.loginPage(ref, { redirectUri }));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(got).toEqual([]);
    });

    test("never gets a client's secret, and the listed tokens are ended one by one", async () => {
      const { gateway, got } = shadowed({ listen_path: "/orders/oauth/revoke_all" }, version);
      const tyk = await withClient(gateway);
      // A client whose record is gone keeps the control API's own revoke_all from finding any of them.
      await tyk.raw.createOAuthClient({ body: { client_id: "lost", api_id: "orders" } });
      gateway.evictClient("orders", "lost");
      const authorization = `Basic ${btoa("shop-web:cl13nt")}`;
      await tyk.raw.oauthToken(
        { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
        { headers: { authorization } },
      );
      const report = await tyk.tokens.revokeAll(ref, { ifUnproved: "report", wait: false });
      expect(got).toEqual([]);
      expect(report.apis[0]).toMatchObject({ apiId: "orders", count: 0 });
      expect(JSON.stringify(report)).toContain(
        "listed tokens could not be revoked by one call (unsupported)",
      );
      expect(gateway.requests.map(({ operation }) => operation)).toContain("deleteKey");
    });
  },
);

describe("the list of all APIs", () => {
  const calls = (replies: readonly Reply[]): ReturnType<typeof clientWithReplies> =>
    clientWithReplies([json(api), ...replies]);
  const authorize = (tyk: TykOAuth): Promise<unknown> =>
    tyk.clients.authorize(ref, { redirectUri });
  const granted = [json(client), json(policy), text(JSON.stringify(code))];
  const elsewhere: ApiDefinition = { ...api, proxy: { listen_path: "/moved/" } };

  test.each<[string, Reply, string]>([
    ["fails", json({ status: "error", message: "no" }, 500), "(server)"],
    ["is not received", reject(networkError("ECONNRESET")), "(connection)"],
    ["is not a list", json({ apis: [] }), "(schema)"],
  ])("that %s prevents sending the secret", async (_, reply, why) => {
    const { tyk, sent } = clientWithReplies([json(api), reply], { maxRetries: 0 });
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: saying(
        `clients.authorize: without the list of all APIs it is unknown which API would receive the request, so nothing was sent: GET /tyk/apis failed ${why}`,
      ),
    });
    expect(error.cause).toBeInstanceOf(Error);
    expect(sent).toHaveLength(2);
  });

  test("that is too large names the option to raise", async () => {
    const large = json([api, { ...api, api_id: "x".repeat(2_000) }]);
    const { tyk } = clientWithReplies([json(api), large], { maxResponseBytes: 1_000 });
    expect((await failure(authorize(tyk))).message).toMatch(
      /\(too-large: raise maxResponseBytes\) \[/,
    );
  });

  test("that an edge gateway does not serve prevents sending the secret", async () => {
    const { tyk } = calls([noRoute(), json({ status: "error", message: "Key not found" }, 404)]);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toMatch(
      /GET \/tyk\/apis failed \(unsupported: this gateway does not serve it, as edge/,
    );
  });

  test("that is refused because of the gateway's secret is reported as such", async () => {
    const admin = "Attempted administrative access with invalid or missing key!";
    const { tyk } = calls([json({ status: "error", message: admin }, 403)]);
    expect((await failure(authorize(tyk))).code).toBe("authentication");
  });

  test("that is older than the definition is read again once", async () => {
    const { tyk, sent } = calls([json([elsewhere]), json(api), json([api]), ...granted]);
    await authorize(tyk);
    expect(sent.map(({ path }) => path).slice(0, 4)).toEqual([
      "/tyk/apis/orders",
      "/tyk/apis?include_types=mcp",
      "/tyk/apis/orders",
      "/tyk/apis?include_types=mcp",
    ]);
  });

  test.each<[string, ApiDefinition, ApiDefinition[]]>([
    ["shows another listen path than the definition", api, [elsewhere]],
    ["lacks the API", api, []],
    ["has the API twice", api, [api, api]],
  ])("that %s prevents sending the secret until the next call", async (_, now, list) => {
    const replies = [json(list), json(now), json(list), json(api), json([api]), ...granted];
    const { tyk, sent } = calls(replies);
    const error = await failure(authorize(tyk));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toEqual(
      saying(
        "clients.authorize: the API orders changed while it was read, or is not in the gateway's list of APIs: nothing was sent to it. Call again",
      ),
    );
    expect(sent).toHaveLength(4);
    await authorize(tyk);
    expect(sent).toHaveLength(9);
  });

  test("that is newer than the definition prevents sending the secret, and the next call uses the new address", async () => {
    const list = json([elsewhere]);
    const { tyk, sent } = calls([list, json(elsewhere), list, ...granted]);
    expect((await failure(authorize(tyk))).message).toMatch(/ changed while it was read/);
    await authorize(tyk);
    expect(sent.at(-1)?.path).toBe("/moved/tyk/oauth/authorize-client/");
  });

  test("that matches again while the definition no longer does prevents sending the secret", async () => {
    const { tyk, sent } = calls([json([elsewhere]), json(elsewhere), json([api])]);
    expect((await failure(authorize(tyk))).message).toMatch(/ changed while it was read/);
    expect(sent).toHaveLength(4);
  });

  test("that shows the API without OAuth prevents sending the secret", async () => {
    const open = { ...api, use_oauth2: false };
    const { tyk, sent } = calls([json([open]), json(open), json([open])]);
    expect((await failure(authorize(tyk))).message).toMatch(/ changed while it was read/);
    expect((await failure(authorize(tyk))).message).toMatch(/ does not use OAuth: /);
    expect(sent).toHaveLength(4);
  });

  test("is read again after a refusal, because it may have changed", async () => {
    const evil = { ...api, api_id: "evil", proxy: { listen_path: "/orders/tyk/" } };
    const { tyk } = calls([json([api, evil]), json(api), json([api]), ...granted]);
    expect((await failure(authorize(tyk))).code).toBe("unsupported");
    expect(await authorize(tyk)).toEqual(code);
  });

  test("supplies what the definition omits", async () => {
    const fuller = {
      ...api,
      internal: false,
      listen_port: 0,
      domain_disabled: false,
      protocol: "",
    };
    const { tyk } = calls([json([fuller]), ...granted]);
    expect(await authorize(tyk)).toEqual(code);
  });
});

describe("an API whose listen path is a pattern", () => {
  const tenants: ApiDefinition = { ...api, proxy: { listen_path: "/{tenant:[a-z]+}/orders/" } };
  const looks = [json(tenants), json([tenants]), json(client)];

  test("is called at the path that the caller names", async () => {
    const { tyk, sent } = clientWithReplies([...looks, json(policy), text(JSON.stringify(code))]);
    await tyk.clients.authorize(ref, { redirectUri, listenPath: "/north/orders/" });
    expect(sent.at(-1)?.path).toBe("/north/orders/tyk/oauth/authorize-client/");
    const login: Reply = () => new Response(null, { status: 307, headers: { location: "/login" } });
    const page = clientWithReplies([...looks, login]);
    await page.tyk.clients.loginPage(ref, { redirectUri, listenPath: "/north/orders" });
    expect(page.sent.at(-1)?.path).toMatch(/^\/north\/orders\/oauth\/authorize\/\?/);
  });

  test.each(["/North/orders/", "/north/orders/more/", "/orders/", "/"])(
    "rejects the path %s",
    async (listenPath) => {
      const { tyk, sent } = clientWithReplies(looks);
      const error = await failure(tyk.clients.authorize(ref, { redirectUri, listenPath }));
      expect(error).toBeInstanceOf(TykInputError);
      expect(error).toMatchObject({
        field: "listenPath",
        outcome: "not-sent",
        message: saying(
          "clients.authorize: listenPath is not a path of the API orders, which listens on /{tenant:[a-z]+}/orders/",
        ),
      });
      expect(sent).toHaveLength(1);
    },
  );

  test.each([7, "", "orders", "/{tenant}/", "/a?b/", "/a/../orders/"])(
    "rejects %j as a path, and sends nothing",
    async (listenPath) => {
      const { tyk, sent } = clientWithReplies([]);
      const request = { redirectUri, listenPath: listenPath as string };
      for (const call of [tyk.clients.authorize(ref, request), tyk.clients.loginPage(ref, request)])
        expect(await failure(call)).toMatchObject({ code: "input", field: "listenPath" });
      expect(sent).toEqual([]);
    },
  );

  test("is rejected if its expression is not evaluated", async () => {
    const odd = { ...api, proxy: { listen_path: "/{x:(?i)n}/" } };
    const { tyk } = clientWithReplies([json(odd), json([odd])]);
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, listenPath: "/N/" }));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toMatch(
      /has an expression that this package does not evaluate, so it is unknown whether listenPath matches: give the API a plain listen path \[/,
    );
  });

  test("is checked for other APIs at that path", async () => {
    const evil = {
      ...api,
      api_id: "evil",
      proxy: { listen_path: "/north/orders/tyk/oauth/authorize" },
    };
    const { tyk } = clientWithReplies([json(tenants), json([tenants, evil])]);
    const call = tyk.clients.authorize(ref, { redirectUri, listenPath: "/north/orders/" });
    expect((await failure(call)).message).toMatch(/the API evil may receive the request/);
  });

  test("is distinguished from a plain one, whose path can be named too", async () => {
    const plain = [json(api), json([api]), json(client), json(policy), text(JSON.stringify(code))];
    const { tyk } = clientWithReplies(plain);
    expect(await tyk.clients.authorize(ref, { redirectUri, listenPath: "/orders" })).toEqual(code);
  });
});
