import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { ApiSetup, GatewayOptions } from "../../../../src/testing/index.ts";
import { byHttp } from "../../../support/recordings/send.ts";
import { addClient, control, outcomeOf, read } from "../../../support/gateway/calls.ts";

const every = ["5.14.0", "5.3.0", "4.3.0", "3.0.0"];

/** A keyless API. Its upstream responds with the path behind the listen path. */
function open(api_id: string, listen_path: string, more: Partial<ApiSetup> = {}): ApiSetup {
  return { api_id, listen_path, use_keyless: true, ...more };
}

function oauth(api_id: string, listen_path: string, more: Partial<ApiSetup> = {}): ApiSetup {
  return { api_id, listen_path, ...more };
}

/** Sends a path with a Host header. Returns what the upstream received, or the status and the first word. */
async function ask(
  options: GatewayOptions,
  path: string,
  host = "gateway.example",
  method = "GET",
): Promise<string> {
  const server = await createGateway(options).listen();
  const secret = { "x-tyk-authorization": "embedded-gateway-secret" };
  const answer = await byHttp(server.url)({ method, path, headers: { host, ...secret } });
  await server.close();
  if ("error" in answer) return answer.error;
  if (answer.status !== 200) return String(answer.status);
  return (JSON.parse(answer.body) as { url?: string }).url ?? answer.body.trim();
}

describe("several APIs", () => {
  const apis = [open("short", "/shop/"), open("long", "/shop/v1/"), open("open", "/x")];

  it.each([
    ["/shop/a", "/upstream/a"],
    ["/shop/v1/a%2Fb/?q=%20", "/upstream/a%2Fb/?q=%20"],
    ["/shop/v1/", "/upstream"],
    ["/shop/v1", "/upstream/v1"],
    ["/xy/z", "/upstream/y/z"],
    ["/%73hop/a b", "/upstream/a%20b"],
    ["/long/a", "/upstream/long/a"],
  ])("the longest path receives %s, as %s", async (path, url) => {
    const gateway = createGateway({ apis });
    const { json } = await read(await gateway.fetch(`${gateway.url}${path}`));
    expect(json).toEqual({ method: "GET", url });
  });

  it.each(every)("the longest path wins on %s, in any organisation", async (version) => {
    const others = [oauth("orders", "/orders/"), open("evil", "/orders/tyk/", { org_id: "other" })];
    const path = "/orders/tyk/oauth/authorize-client/";
    expect(await ask({ apis: others, version }, path, undefined, "POST")).toBe(
      "/upstream/oauth/authorize-client/",
    );
  });

  it("are served under their ids since 5.0.1 only", async () => {
    for (const [version, answer] of [
      ["5.14.0", "/upstream/long/a"],
      ["5.3.0", "/upstream/long/a"],
      ["4.3.0", "404"],
      ["3.0.0", "404"],
    ] as const) {
      expect(await ask({ apis, version }, "/long/a"), version).toBe(answer);
    }
  });

  it("the id is tried with the API's own path, not after all paths", async () => {
    const named = [open("a", "/b/"), open("b", "/longer/")];
    expect(await ask({ apis: named }, "/b/x")).toBe("/upstream/b/x");
    expect(await ask({ apis: named, version: "4.3.0" }, "/b/x")).toBe("/upstream/x");
  });

  it("compares decoded paths", async () => {
    const coffee = [open("coffee", "/caf\u00e9/"), open("encoded", "/tea%20/")];
    expect(await ask({ apis: coffee }, "/caf%C3%A9/x")).toBe("/upstream/x");
    expect(await ask({ apis: coffee }, "/tea%20/x")).toBe("404");
    expect(await ask({ apis: coffee }, "/tea%2520/x")).toBe("/upstream/x");
  });

  it("measures the length of a path in bytes", async () => {
    const equal = [
      open("a", "/{p:.*}"),
      open("b", "/\u00e9\u00e9\u00e9\u00e9\u00e9/", { use_keyless: false }),
    ];
    const path = "/%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9/x";
    expect(await ask({ apis: equal, version: "5.3.0" }, path)).toBe("400");
  });
});

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

describe("two APIs with one listen path", () => {
  const apis = [oauth("first", "/shop/"), open("second", "/shop/")];

  /** Returns the listen paths that the gateway shows. */
  async function shown(options: GatewayOptions): Promise<string[]> {
    const { json } = await control(createGateway(options), "GET", "/tyk/apis");
    return (json as { proxy: { listen_path: string } }[]).map(({ proxy }) => proxy.listen_path);
  }

  it.each(every)("are listed with their ids on %s", async (version) => {
    expect(await shown({ apis, version })).toEqual(["/shop/-first", "/shop/-second"]);
  });

  it.each(["5.14.0", "5.3.0", "3.0.0"])("are served with their ids on %s", async (version) => {
    expect(await ask({ apis, version }, "/shop/x")).toBe("404");
    expect(await ask({ apis, version }, "/shop/-first/x")).toBe("400");
    expect(await ask({ apis, version }, "/shop/-first/oauth/token/", undefined, "POST")).toBe(
      "403",
    );
    expect(await ask({ apis, version }, "/shop/-second/x")).toBe("/upstream/x");
  });

  it("are served only as the first one on 4.3.0, by its own path", async () => {
    const version = "4.3.0";
    expect(await ask({ apis, version }, "/shop/oauth/token/", undefined, "POST")).toBe("403");
    expect(await ask({ apis, version }, "/shop/x")).toBe("400");
    expect(await ask({ apis, version }, "/shop/-second/x")).toBe("400");
    const turned = [...apis].reverse();
    expect(await ask({ apis: turned, version }, "/shop/x")).toBe("/upstream/shop/x");
    expect(await ask({ apis: turned, version }, "/shop/-second/x")).toBe("/upstream/x");
    // The shown path leads to the other API, so the request goes to that API's upstream.
    const path = "/shop/-first/tyk/oauth/authorize-client/";
    expect(await ask({ apis: turned, version }, path, undefined, "POST")).toBe(`/upstream${path}`);
  });

  it("keep the path if their domains differ", async () => {
    const domains = [open("a", "/shop/"), open("b", "/shop/", { domain: "b.example" })];
    expect(await shown({ apis: domains })).toEqual(["/shop/", "/shop/"]);
    const disabled = domains.map((api) => ({ ...api, domain_disabled: true }));
    expect(await shown({ apis: disabled })).toEqual(["/shop/-a", "/shop/-b"]);
  });

  it("get unique paths", async () => {
    const taken = [...apis, open("x", "/shop/-first"), open("y", "/shop/-first")];
    expect((await shown({ apis: taken }))[0]).toBe("/shop/-first_");
  });
});

describe("the root as a listen path", () => {
  it.each(every)("has no authorize-client without a control port (%s)", async (version) => {
    const apis = [oauth("root", "/")];
    const path = "/tyk/oauth/authorize-client/";
    expect(await ask({ apis, version }, path, undefined, "POST")).toBe("404");
    expect(await ask({ apis, version }, "/oauth/token/", undefined, "POST")).toBe("403");
    const options = { apis, version, separateControl: true };
    expect(await ask(options, path, undefined, "POST")).toBe("403");
  });
});

describe("a pattern as a listen path", () => {
  const apis = [open("versions", "/v{n:[0-9]+}/shop/"), oauth("any", "/{name}/shop/")];

  it.each([
    ["/v12/shop/a%2Fb?q=1", "/upstream/a%2Fb?q=1"],
    ["/vx/shop/a", "400"],
    ["/v{n:[0-9]+}/shop/a", "400"],
    ["/other/shop/oauth/token/", "403"],
    ["/a/b/shop/oauth/token/", "404"],
    ["/versions/v1/shop/a", "/upstream/versions/v1/shop/a"],
  ])("receives %s: %s", async (path, answer) => {
    const method = path.endsWith("token/") ? "POST" : "GET";
    expect(await ask({ apis }, path, undefined, method)).toBe(answer);
  });

  it("that the router rejects matches nothing", async () => {
    for (const path of ["/{/", "/a}/", "/{:x}/", "/{n:}/"]) {
      const refused = [open("refused", path)];
      expect(await ask({ apis: refused, version: "4.3.0" }, path), path).toBe("404");
    }
  });

  it.each([
    ["5.14.0", "400"],
    ["5.3.0", "/upstream/x"],
  ])("counts for the length of the path only before 5.8.1 (%s)", async (version, answer) => {
    const lengths = [open("pattern", "/{name:[a-z]+}/"), oauth("plain", "/shop/")];
    expect(await ask({ apis: lengths, version }, "/shop/x")).toBe(answer);
  });
});

describe("the health check", () => {
  it.each(every)("is at the configured path (%s)", async (version) => {
    const options = { version, healthCheckEndpointName: "status/live" };
    expect(await ask(options, "/status/live")).toContain('"status":"pass"');
    expect(await ask(options, "/hello")).toBe("404");
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

describe("an invalid setup", () => {
  it.each([
    [{ apis: [{ api_id: "a", listen_path: "/(x)/{n:(a)}/" }] }, /listen_path has a pattern/],
    [{ apis: [{ api_id: "a", domain: "{n:[[:alpha:]]+}.example" }] }, /domain has a pattern/],
    [{ apis: [{ api_id: "a", domain: "{n:[}.example" }] }, /domain has a pattern/],
    [{ apis: [{ api_id: "a", listen_port: -1 }] }, /listen_port must be a port/],
    [{ apis: [{ api_id: "a", listen_port: 65_536 }] }, /listen_port must be a port/],
    [{ apis: [{ api_id: "a", internal: "yes" as never }] }, /internal must be true or false/],
  ])("%j", (options, message) => {
    expect(() => createGateway(options)).toThrow(message);
  });

  it("is not invalid if a parenthesis is part of the path", () => {
    expect(() => createGateway({ apis: [open("a", "/(x)/")] })).not.toThrow();
  });
});

describe("an OAuth API with a pattern", () => {
  it("issues tokens under each matching path", async () => {
    const gateway = createGateway({ apis: [oauth("shop", "/{tenant}/shop/")] });
    await addClient(gateway, "app", { api_id: "shop" });
    const headers = { authorization: `Basic ${btoa("app:s")}` };
    for (const tenant of ["a", "b"]) {
      const body = new URLSearchParams({ grant_type: "client_credentials" });
      const url = `${gateway.url}/${tenant}/shop/oauth/token`;
      expect((await gateway.fetch(url, { method: "POST", headers, body })).status).toBe(200);
    }
    expect(await outcomeOf(gateway, "GET", "/tyk/oauth/clients/shop/app")).toBe("200");
  });
});
