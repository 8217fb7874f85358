import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway } from "../../../../src/testing/index.ts";
import {
  addClient,
  postControlForm,
  codesListedFor,
  tokenFor,
  controlOutcome,
  statusWith,
} from "../../../support/gateway/requests.ts";

const apis = ["orders", { api_id: "open", use_keyless: true }];

/**
 * The calls about a client, and the gateway's response when it is cold, when it is warm, and before version
 * 3.2.
 */
const calls: readonly (readonly [string, string, string, string, string])[] = [
  ["GET", "/tyk/oauth/clients/open", "200 []", "200 []", "200 []"],
  ["GET", "/tyk/oauth/clients/open/x/tokens", "ECONNRESET", "200 []", "ECONNRESET"],
  ["PUT", "/tyk/oauth/clients/open/x", "ECONNRESET", "404", "ECONNRESET"],
  ["PUT", "/tyk/oauth/clients/open/x/rotate", "ECONNRESET", "404", "ECONNRESET"],
  ["DELETE", "/tyk/oauth/clients/open/x", "404", "200", "404"],
  ["DELETE", "/tyk/oauth/refresh/x?api_id=open", "400", "200", "400"],
  ["GET", "/tyk/oauth/clients/apis/x?orgID=", "200 []", "200 []", "200 []"],
];

async function say(gateway: Gateway): Promise<string[]> {
  const said = [];
  for (const [method, path] of calls) {
    const body = method === "PUT" && !path.endsWith("/rotate") ? {} : undefined;
    said.push(await controlOutcome(gateway, method, path, body));
  }
  return said;
}

const read = (gateway: Gateway, api = "open"): Promise<string> =>
  controlOutcome(gateway, "GET", `/tyk/oauth/clients/${api}/x`);

describe("an API without OAuth", () => {
  it.each(["5.14.0", "5.3.0", "4.3.0", "3.2.0"])(
    "is cold on %s until one of its clients is read",
    async (version) => {
      const gateway = createGateway({ apis, version });
      expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
      expect(await read(gateway)).toBe("404");
      expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
      gateway.reset();
      expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
    },
  );

  it.each([true, false])("stays cold before 3.2, warm or not (%s)", async (warm) => {
    const gateway = createGateway({ apis, version: "3.1.2", warm });
    expect(await read(gateway)).toBe("ECONNRESET");
    expect(await say(gateway)).toEqual(calls.map(([, , , , old]) => old));
  });

  it("is warm from the start with the option warm", async () => {
    const gateway = createGateway({ apis, warm: true });
    expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
    gateway.reset();
    expect(await say(gateway)).toEqual(calls.map(([, , , warm]) => warm));
  });

  it("reports that OAuth is not enabled only while it is cold", async () => {
    const gateway = createGateway({ apis });
    const path = "/tyk/oauth/refresh/x?api_id=open";
    expect(await controlOutcome(gateway, "DELETE", path, undefined, "message")).toBe(
      "400 OAuth is not enabled on this API",
    );
  });

  it("is not warmed up by a read of another API's client", async () => {
    const gateway = createGateway({
      apis: [...apis, { api_id: "vault", use_standard_auth: true }],
    });
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/vault/x")).toBe("404");
    expect(await say(gateway)).toEqual(calls.map(([, , cold]) => cold));
  });
});

describe("an OAuth API that is not served", () => {
  const notServed = [
    ["internal", { api_id: "hidden", internal: true }],
    ["with a space in its listen path", { api_id: "hidden", listen_path: "/my shop/" }],
  ] as const;

  /**
   * The calls that need the manager of each API or of this one, and the response of a cold and of a healed
   * gateway.
   */
  const touching: readonly (readonly [string, string, string, string])[] = [
    ["GET", "/tyk/oauth/clients/hidden", "ECONNRESET", "200 []"],
    ["GET", "/tyk/oauth/clients/apis/x?orgID=", "ECONNRESET", "200 []"],
    ["GET", "/tyk/oauth/clients/apis/x?orgID=acme", "ECONNRESET", "200 []"],
    ["GET", "/tyk/oauth/clients/apis/x?orgID=other", "200 []", "200 []"],
    ["GET", "/tyk/oauth/clients/orders", "200 []", "200 []"],
    ["GET", "/tyk/oauth/clients/hidden/x/tokens", "ECONNRESET", "200 []"],
    ["PUT", "/tyk/oauth/clients/hidden/x", "ECONNRESET", "404"],
    ["PUT", "/tyk/oauth/clients/hidden/x/rotate", "ECONNRESET", "404"],
    ["DELETE", "/tyk/oauth/clients/hidden/x", "404", "200"],
    ["DELETE", "/tyk/oauth/refresh/x?api_id=hidden", "400", "200"],
  ];

  async function sayOfHidden(gateway: Gateway): Promise<string[]> {
    const said = [];
    for (const [method, path] of touching)
      said.push(await controlOutcome(gateway, method, path, method === "PUT" ? {} : undefined));
    return said;
  }

  const cold = touching.map(([, , said]) => said);
  const healed = touching.map(([, , , said]) => said);

  for (const [how, setup] of notServed) {
    it.each(["5.14.0", "5.3.0"])(
      `${how}, is cold on %s until a client is read`,
      async (version) => {
        const gateway = createGateway({ apis: ["orders", setup], version });
        expect(await sayOfHidden(gateway)).toEqual(cold);
        expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/hidden/x")).toBe("404");
        expect(await sayOfHidden(gateway)).toEqual(healed);
        gateway.reset();
        expect(await sayOfHidden(gateway)).toEqual(cold);
      },
    );

    it(`${how}, is not cold on 4.3.0, which registers its OAuth endpoints`, async () => {
      const gateway = createGateway({ apis: ["orders", setup], version: "4.3.0" });
      expect(await sayOfHidden(gateway)).toEqual(healed);
    });
  }

  it("stays cold on 3.0.0 if its path has a space, and is never cold if it is internal", async () => {
    const [[, internal], [, spaced]] = notServed;
    const gateway = createGateway({ apis: ["orders", spaced], version: "3.0.0", warm: true });
    expect(await sayOfHidden(gateway)).toEqual(cold);
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/hidden/x")).toBe("ECONNRESET");
    expect(await sayOfHidden(gateway)).toEqual(cold);
    const other = createGateway({ apis: ["orders", internal], version: "3.0.0" });
    expect(await sayOfHidden(other)).toEqual(healed);
  });

  it("is not cold if it has its own port", async () => {
    const gateway = createGateway({ apis: ["orders", { api_id: "hidden", listen_port: 9090 }] });
    expect(await sayOfHidden(gateway)).toEqual(healed);
  });

  it("makes revoke and revoke_all drop the connection, and the token stays valid", async () => {
    const gateway = createGateway({ apis: ["orders", notServed[0][1]] });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    const revocation = { token, client_id: "app" };
    const all = { client_id: "app", client_secret: "s" };
    for (const [path, fields] of [
      ["/tyk/oauth/revoke", revocation],
      ["/tyk/oauth/revoke_all", all],
    ] as const) {
      await expect(postControlForm(gateway, path, fields)).rejects.toMatchObject({
        cause: { code: "ECONNRESET" },
      });
    }
    expect(await codesListedFor(gateway, "app")).toHaveLength(1);
    expect(await statusWith(gateway, token)).toBe(200);
    const other = await postControlForm(gateway, "/tyk/oauth/revoke", {
      ...revocation,
      org_id: "x",
    });
    expect(other.status).toBe(400);
    await read(gateway, "hidden");
    expect((await postControlForm(gateway, "/tyk/oauth/revoke_all", all)).status).toBe(200);
    expect(await codesListedFor(gateway, "app")).toEqual([]);
  });

  it("drops the connection of a create that names the API, but not of one by a policy", async () => {
    const policies = { gold: ["hidden"] };
    const gateway = createGateway({ apis: [notServed[0][1]], policies });
    const document = { client_id: "app", redirect_uri: "https://app.example/cb" };
    const path = "/tyk/oauth/clients/create";
    const named = { ...document, api_id: "hidden" };
    expect(await controlOutcome(gateway, "POST", path, named)).toBe("ECONNRESET");
    const byPolicy = { ...document, policy_id: "gold" };
    expect(await controlOutcome(gateway, "POST", path, byPolicy)).toBe("200");
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/apis/app?orgID=")).toBe(
      '200 ["hidden"]',
    );
    expect(await controlOutcome(gateway, "POST", path, named)).toBe("200");
  });
});
