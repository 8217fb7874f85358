import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { control, read } from "../../../support/gateway/calls.ts";
import { ask, oauth, open, every } from "../../../support/gateway/api-setups.ts";

describe("a domain", () => {
  const apis = [open("any", "/longer/path/"), open("own", "/longer/", { domain: "own.example" })];

  it.each([
    ["5.14.0", "/upstream/path/x"],
    ["5.3.0", "/upstream/x"],
    ["4.3.0", "/upstream/x"],
    ["3.0.0", "/upstream/x"],
  ])("against a longer path on %s: %s", async (version, url) => {
    expect(await ask({ apis, version }, "/longer/path/x", "own.example")).toBe(url);
    expect(await ask({ apis, version }, "/longer/path/x", "own.example:8080")).toBe(url);
    expect(await ask({ apis, version }, "/longer/path/x", "other.example")).toBe("/upstream/x");
    expect(await ask({ apis, version }, "/longer/x", "other.example")).toBe("404");
  });

  it.each(every)("is compared case-sensitively (%s)", async (version) => {
    const capital = [open("own", "/longer/", { domain: "Own.example" }), open("all", "/")];
    expect(await ask({ apis: capital, version }, "/longer/x", "own.example")).toBe(
      "/upstream/longer/x",
    );
    expect(await ask({ apis: capital, version }, "/longer/x", "Own.example")).toBe("/upstream/x");
  });

  it.each(every)("with a port matches only that port (%s)", async (version) => {
    const ported = [open("own", "/own/", { domain: "own.example:8443" })];
    expect(await ask({ apis: ported, version }, "/own/x", "own.example:8443")).toBe("/upstream/x");
    expect(await ask({ apis: ported, version }, "/own/x", "own.example")).toBe("404");
    expect(await ask({ apis: ported, version }, "/own/x", "own.example:80")).toBe("404");
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
    expect(await ask({ apis: [open("own", "/own/", { domain })] }, "/own/x", host)).toBe(answer);
  });

  it("with a variable named _ has no endpoints with a variable of that name", async () => {
    const named = [oauth("own", "/own/", { domain: "{_:a|b}.example" })];
    const other = [oauth("own", "/own/", { domain: "{n:a|b}.example" })];
    for (const [path, refused, served] of [
      ["/own/tyk/oauth/authorize-client/", "400", "403"],
      ["/own/oauth/revoke", "400", "400"],
      ["/own/oauth/token/", "400", "403"],
    ] as const) {
      expect(await ask({ apis: named }, path, "a.example", "POST"), path).toBe(refused);
      expect(await ask({ apis: other }, path, "a.example", "POST"), path).toBe(served);
    }
  });

  it("is read from the request target if the target has a host", async () => {
    const named = [open("own", "/own/", { domain: "own.example" })];
    expect(await ask({ apis: named }, "http://own.example/own/x", "a.example")).toBe("/upstream/x");
    expect(await ask({ apis: named }, "http://a.example/own/x", "own.example")).toBe("404");
  });

  it("that is disabled accepts every host, and is ignored before 4.1", async () => {
    const disabled = [open("own", "/own/", { domain: "own.example", domain_disabled: true })];
    for (const [version, answer] of [
      ["5.14.0", "/upstream/x"],
      ["5.3.0", "/upstream/x"],
      ["4.3.0", "/upstream/x"],
      ["3.0.0", "404"],
    ] as const) {
      expect(await ask({ apis: disabled, version }, "/own/x"), version).toBe(answer);
      expect(
        await ask({ apis: disabled, version, hostname: "gw.example" }, "/own/x"),
        version,
      ).toBe(answer);
    }
  });

  it("has no effect if the gateway has no custom domains", async () => {
    const options = { apis, customDomains: false };
    expect(await ask(options, "/longer/y", "other.example")).toBe("/upstream/y");
    expect(await ask(options, "/longer/path/x", "own.example")).toBe("/upstream/x");
  });
});

describe("the gateway's own host", () => {
  const apis = [open("shop", "/shop/"), open("own", "/own/", { domain: "own.example" })];
  const hostname = "gw.example";

  it.each(every)("serves APIs without a domain, and no other host does (%s)", async (version) => {
    const options = { apis, hostname, version };
    expect(await ask(options, "/shop/x", "gw.example:8080")).toBe("/upstream/x");
    expect(await ask(options, "/shop/x", "other.example")).toBe("404");
    expect(await ask(options, "/own/x", "own.example")).toBe("/upstream/x");
    expect(await ask(options, "/own/x", "gw.example")).toBe("404");
  });

  it("does not limit the control API and the health check", async () => {
    const options = { apis, hostname };
    expect(await ask(options, "/tyk/oauth/clients/shop")).toBe("[]");
    expect(await ask(options, "/hello")).toContain('"status":"pass"');
  });
});

describe("an API that is not served on the common port", () => {
  const all = open("all", "/");

  it.each(every)("leaves its requests to other APIs: internal (%s)", async (version) => {
    const apis = [open("hidden", "/hidden/", { internal: true }), all];
    expect(await ask({ apis, version }, "/hidden/x")).toBe("/upstream/hidden/x");
    expect((await control(createGateway({ apis }), "GET", "/tyk/apis/hidden")).status).toBe(200);
  });

  it.each(every)("leaves its requests to other APIs: own port (%s)", async (version) => {
    const apis = [oauth("far", "/far/", { listen_port: 9090 }), all];
    expect(await ask({ apis, version }, "/far/oauth/token/")).toBe("/upstream/far/oauth/token/");
  });

  it.each([
    ["5.14.0", "/upstream/hidden/tyk/oauth/authorize-client/", "404"],
    ["5.3.0", "/upstream/hidden/tyk/oauth/authorize-client/", "404"],
    ["4.3.0", "403", "403"],
    ["3.0.0", "403", "403"],
  ])("still has its OAuth endpoints before 5.0.1: %s", async (version, among, alone) => {
    const hidden = oauth("hidden", "/hidden/", { internal: true });
    const path = "/hidden/tyk/oauth/authorize-client/";
    expect(await ask({ apis: [hidden, all], version }, path, undefined, "POST")).toBe(among);
    expect(await ask({ apis: [hidden], version }, path, undefined, "POST")).toBe(alone);
    expect(await ask({ apis: [hidden], version }, "/hidden/x")).toBe("404");
    expect(await ask({ apis: [hidden], version }, "/hidden/tyk/rate-limits/")).toBe("404");
  });

  it.each([
    ["5.14.0", "404"],
    ["4.3.0", "403"],
    ["4.2.1", "404"],
    ["3.0.0", "404"],
  ])("has a space in its listen path, on %s", async (version, token) => {
    const apis = [oauth("spaced", "/my shop/")];
    expect(await ask({ apis, version }, "/my%20shop/x")).toBe("404");
    expect(await ask({ apis, version }, "/my%20shop/oauth/token/", undefined, "POST")).toBe(token);
  });
});

describe("the gateway's fetch", () => {
  const apis = [
    open("own", "/own/", { domain: "own.example:8443" }),
    open("many", "/many/", { domain: "{n:[a-z]+}.many.example" }),
    open("capital", "/capital/", { domain: "Capital.example" }),
    open("all", "/"),
  ];

  it.each([
    ["https://own.example:8443/own/x", "/upstream/x"],
    ["https://own.example/own/x", "/upstream/own/x"],
    ["http://a.many.example/many/x", "/upstream/x"],
    ["https://capital.example/capital/x", "/upstream/capital/x"],
    ["https://tyk-gateway.invalid/own/x", "/upstream/own/x"],
  ])("reaches the gateway by %s: %s", async (url, answer) => {
    const { json } = await read(await createGateway({ apis }).fetch(url));
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
