import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { callControl, readResponse } from "../../../support/gateway/requests.ts";
import {
  responseTo,
  oauthApi,
  keylessApi,
  everyVersion,
} from "../../../support/gateway/api-setups.ts";

describe("a domain", () => {
  const apis = [
    keylessApi("any", "/longer/path/"),
    keylessApi("own", "/longer/", { domain: "own.example" }),
  ];

  it.each([
    ["5.14.0", "/upstream/path/x"],
    ["5.3.0", "/upstream/x"],
    ["4.3.0", "/upstream/x"],
    ["3.0.0", "/upstream/x"],
  ])("against a longer path on %s: %s", async (version, url) => {
    expect(await responseTo({ apis, version }, "/longer/path/x", "own.example")).toBe(url);
    expect(await responseTo({ apis, version }, "/longer/path/x", "own.example:8080")).toBe(url);
    expect(await responseTo({ apis, version }, "/longer/path/x", "other.example")).toBe(
      "/upstream/x",
    );
    expect(await responseTo({ apis, version }, "/longer/x", "other.example")).toBe("404");
  });

  it.each(everyVersion)("is compared case-sensitively (%s)", async (version) => {
    const capital = [
      keylessApi("own", "/longer/", { domain: "Own.example" }),
      keylessApi("all", "/"),
    ];
    expect(await responseTo({ apis: capital, version }, "/longer/x", "own.example")).toBe(
      "/upstream/longer/x",
    );
    expect(await responseTo({ apis: capital, version }, "/longer/x", "Own.example")).toBe(
      "/upstream/x",
    );
  });

  it.each(everyVersion)("with a port matches only that port (%s)", async (version) => {
    const ported = [keylessApi("own", "/own/", { domain: "own.example:8443" })];
    expect(await responseTo({ apis: ported, version }, "/own/x", "own.example:8443")).toBe(
      "/upstream/x",
    );
    expect(await responseTo({ apis: ported, version }, "/own/x", "own.example")).toBe("404");
    expect(await responseTo({ apis: ported, version }, "/own/x", "own.example:80")).toBe("404");
  });

  it.each([
    ["{sub:[a-z]+}.example.com", "shop.example.com", "/upstream/x"],
    ["{sub:[a-z]+}.example.com", "shop.example.com:8080", "/upstream/x"],
    ["{sub:[a-z]+}.example.com", "sh0p.example.com", "404"],
    ["{sub:[a-z]+}.example.com", "a.shop.example.com", "404"],
    ["{sub}.example.com", "sh0p.example.com", "/upstream/x"],
    ["{sub}.example.com", "a.b.example.com", "404"],
    ["{a:(?:x|y)}.example", "x.example", "/upstream/x"],
    ["{a:(?:x|y)}.example", "x.example:8080", "404"],
    ["{n:[0-9]{2}}.example", "12.example", "/upstream/x"],
    ["{n}}.example", "12.example", "404"],
    ["{}.example", "x.example", "404"],
    ["shop*example", "shopxexample", "404"],
  ])("%s accepts %s: %s", async (domain, host, answer) => {
    expect(
      await responseTo({ apis: [keylessApi("own", "/own/", { domain })] }, "/own/x", host),
    ).toBe(answer);
  });

  it("with a variable named _ has no endpoints with a variable of that name", async () => {
    const named = [oauthApi("own", "/own/", { domain: "{_:a|b}.example" })];
    const other = [oauthApi("own", "/own/", { domain: "{n:a|b}.example" })];
    for (const [path, refused, served] of [
      ["/own/tyk/oauth/authorize-client/", "400", "403"],
      ["/own/oauth/revoke", "400", "400"],
      ["/own/oauth/token/", "400", "403"],
    ] as const) {
      expect(await responseTo({ apis: named }, path, "a.example", "POST"), path).toBe(refused);
      expect(await responseTo({ apis: other }, path, "a.example", "POST"), path).toBe(served);
    }
  });

  it("is read from the request target if the target has a host", async () => {
    const named = [keylessApi("own", "/own/", { domain: "own.example" })];
    expect(await responseTo({ apis: named }, "http://own.example/own/x", "a.example")).toBe(
      "/upstream/x",
    );
    expect(await responseTo({ apis: named }, "http://a.example/own/x", "own.example")).toBe("404");
  });

  it("that is disabled accepts every host, and is ignored before 4.1", async () => {
    const disabled = [keylessApi("own", "/own/", { domain: "own.example", domain_disabled: true })];
    for (const [version, answer] of [
      ["5.14.0", "/upstream/x"],
      ["5.3.0", "/upstream/x"],
      ["4.3.0", "/upstream/x"],
      ["3.0.0", "404"],
    ] as const) {
      expect(await responseTo({ apis: disabled, version }, "/own/x"), version).toBe(answer);
      expect(
        await responseTo({ apis: disabled, version, hostname: "gw.example" }, "/own/x"),
        version,
      ).toBe(answer);
    }
  });

  it("has no effect if the gateway has no custom domains", async () => {
    const options = { apis, customDomains: false };
    expect(await responseTo(options, "/longer/y", "other.example")).toBe("/upstream/y");
    expect(await responseTo(options, "/longer/path/x", "own.example")).toBe("/upstream/x");
  });
});

describe("the gateway's own host", () => {
  const apis = [
    keylessApi("shop", "/shop/"),
    keylessApi("own", "/own/", { domain: "own.example" }),
  ];
  const hostname = "gw.example";

  it.each(everyVersion)(
    "serves APIs without a domain, and no other host does (%s)",
    async (version) => {
      const options = { apis, hostname, version };
      expect(await responseTo(options, "/shop/x", "gw.example:8080")).toBe("/upstream/x");
      expect(await responseTo(options, "/shop/x", "other.example")).toBe("404");
      expect(await responseTo(options, "/own/x", "own.example")).toBe("/upstream/x");
      expect(await responseTo(options, "/own/x", "gw.example")).toBe("404");
    },
  );

  it("does not limit the control API and the health check", async () => {
    const options = { apis, hostname };
    expect(await responseTo(options, "/tyk/oauth/clients/shop")).toBe("[]");
    expect(await responseTo(options, "/hello")).toContain('"status":"pass"');
  });
});

describe("an API that is not served on the common port", () => {
  const all = keylessApi("all", "/");

  it.each(everyVersion)("leaves its requests to other APIs: internal (%s)", async (version) => {
    const apis = [keylessApi("hidden", "/hidden/", { internal: true }), all];
    expect(await responseTo({ apis, version }, "/hidden/x")).toBe("/upstream/hidden/x");
    expect((await callControl(createGateway({ apis }), "GET", "/tyk/apis/hidden")).status).toBe(
      200,
    );
  });

  it.each(everyVersion)("leaves its requests to other APIs: own port (%s)", async (version) => {
    const apis = [oauthApi("far", "/far/", { listen_port: 9090 }), all];
    expect(await responseTo({ apis, version }, "/far/oauth/token/")).toBe(
      "/upstream/far/oauth/token/",
    );
  });

  it.each([
    ["5.14.0", "/upstream/hidden/tyk/oauth/authorize-client/", "404"],
    ["5.3.0", "/upstream/hidden/tyk/oauth/authorize-client/", "404"],
    ["4.3.0", "403", "403"],
    ["3.0.0", "403", "403"],
  ])("still has its OAuth endpoints before 5.0.1: %s", async (version, among, alone) => {
    const hidden = oauthApi("hidden", "/hidden/", { internal: true });
    const path = "/hidden/tyk/oauth/authorize-client/";
    expect(await responseTo({ apis: [hidden, all], version }, path, undefined, "POST")).toBe(among);
    expect(await responseTo({ apis: [hidden], version }, path, undefined, "POST")).toBe(alone);
    expect(await responseTo({ apis: [hidden], version }, "/hidden/x")).toBe("404");
    expect(await responseTo({ apis: [hidden], version }, "/hidden/tyk/rate-limits/")).toBe("404");
  });

  it.each([
    ["5.14.0", "404"],
    ["4.3.0", "403"],
    ["4.2.1", "404"],
    ["3.0.0", "404"],
  ])("has a space in its listen path, on %s", async (version, token) => {
    const apis = [oauthApi("spaced", "/my shop/")];
    expect(await responseTo({ apis, version }, "/my%20shop/x")).toBe("404");
    expect(await responseTo({ apis, version }, "/my%20shop/oauth/token/", undefined, "POST")).toBe(
      token,
    );
  });
});

describe("the gateway's fetch", () => {
  const apis = [
    keylessApi("own", "/own/", { domain: "own.example:8443" }),
    keylessApi("many", "/many/", { domain: "{n:[a-z]+}.many.example" }),
    keylessApi("capital", "/capital/", { domain: "Capital.example" }),
    keylessApi("all", "/"),
  ];

  it.each([
    ["https://own.example:8443/own/x", "/upstream/x"],
    ["https://own.example/own/x", "/upstream/own/x"],
    ["http://a.many.example/many/x", "/upstream/x"],
    ["https://capital.example/capital/x", "/upstream/capital/x"],
    ["https://tyk-gateway.invalid/own/x", "/upstream/own/x"],
  ])("reaches the gateway by %s: %s", async (url, answer) => {
    const { json } = await readResponse(await createGateway({ apis }).fetch(url));
    expect(json).toEqual({ method: "GET", url: answer });
  });

  it("reaches the gateway by its own host name", async () => {
    const gateway = createGateway({ apis, hostname: "gw.example" });
    expect((await gateway.fetch("https://gw.example:8080/x")).status).toBe(200);
    expect((await gateway.fetch(`${gateway.url}/x`)).status).toBe(404);
  });

  it.each(["https://own.example.evil/", "https://1.many.example/", "https://gw.example/"])(
    "does not reach the gateway by %s",
    async (url) => {
      await expect(createGateway({ apis }).fetch(url)).rejects.toMatchObject({
        cause: { code: "ENOTFOUND" },
      });
    },
  );
});
