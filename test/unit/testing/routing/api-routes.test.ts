import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  callControl,
  controlOutcome,
  readResponse,
} from "../../../support/gateway/requests.ts";
import {
  responseTo,
  oauthApi,
  keylessApi,
  everyVersion,
} from "../../../support/gateway/api-setups.ts";

describe("several APIs", () => {
  const apis = [
    keylessApi("short", "/shop/"),
    keylessApi("long", "/shop/v1/"),
    keylessApi("open", "/x"),
  ];

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
    const { json } = await readResponse(await gateway.fetch(`${gateway.url}${path}`));
    expect(json).toEqual({ method: "GET", url });
  });

  it.each(everyVersion)("the longest path wins on %s, in any organisation", async (version) => {
    const others = [
      oauthApi("orders", "/orders/"),
      keylessApi("evil", "/orders/tyk/", { org_id: "other" }),
    ];
    const path = "/orders/tyk/oauth/authorize-client/";
    expect(await responseTo({ apis: others, version }, path, undefined, "POST")).toBe(
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
      expect(await responseTo({ apis, version }, "/long/a"), version).toBe(answer);
    }
  });

  it("the id is tried with the API's own path, not after all paths", async () => {
    const named = [keylessApi("a", "/b/"), keylessApi("b", "/longer/")];
    expect(await responseTo({ apis: named }, "/b/x")).toBe("/upstream/b/x");
    expect(await responseTo({ apis: named, version: "4.3.0" }, "/b/x")).toBe("/upstream/x");
  });

  it("compares decoded paths", async () => {
    const coffee = [keylessApi("coffee", "/caf\u00e9/"), keylessApi("encoded", "/tea%20/")];
    expect(await responseTo({ apis: coffee }, "/caf%C3%A9/x")).toBe("/upstream/x");
    expect(await responseTo({ apis: coffee }, "/tea%20/x")).toBe("404");
    expect(await responseTo({ apis: coffee }, "/tea%2520/x")).toBe("/upstream/x");
  });

  // A segment that is a pattern has no length, but its slash has. Of equal lengths the first definition wins.
  it.each([
    ["/a/{x}/", "/a/bc", "plain"],
    ["/a/{x}/", "/a/b", "pattern"],
    ["/a/{x}/", "/a/", "pattern"],
    ["/v{x}/", "/vab", "pattern"],
    ["/{x}v/", "/abv", "pattern"],
    ["/{x}/b/", "/a/b/c", "plain"],
  ])("%s against %s: the %s receives the request", async (pattern, plain, receiver) => {
    const both = [
      keylessApi("one", pattern),
      keylessApi("two", plain, { use_keyless: false, use_standard_auth: true }),
    ];
    const path =
      plain === "/vab" || plain === "/abv" ? `${plain}/x` : `${plain}/c/x`.replace("//", "/");
    const expected: unknown = receiver === "plain" ? "401" : expect.stringMatching(/^\/upstream/);
    expect(await responseTo({ apis: both }, path)).toEqual(expected);
  });

  it("measures the length of a path in bytes", async () => {
    const equal = [
      keylessApi("a", "/{p:.*}"),
      keylessApi("b", "/\u00e9\u00e9\u00e9\u00e9\u00e9/", { use_keyless: false }),
    ];
    const path = "/%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9/x";
    expect(await responseTo({ apis: equal, version: "5.3.0" }, path)).toBe("400");
  });
});

describe("two APIs with one listen path", () => {
  const apis = [oauthApi("first", "/shop/"), keylessApi("second", "/shop/")];

  /** Returns the listen paths that the gateway shows. */
  async function shown(options: GatewayOptions): Promise<string[]> {
    const { json } = await callControl(createGateway(options), "GET", "/tyk/apis");
    return (json as { proxy: { listen_path: string } }[]).map(({ proxy }) => proxy.listen_path);
  }

  it.each(everyVersion)("are listed with their ids on %s", async (version) => {
    expect(await shown({ apis, version })).toEqual(["/shop/-first", "/shop/-second"]);
  });

  it.each(["5.14.0", "5.3.0", "3.0.0"])("are served with their ids on %s", async (version) => {
    expect(await responseTo({ apis, version }, "/shop/x")).toBe("404");
    expect(await responseTo({ apis, version }, "/shop/-first/x")).toBe("400");
    expect(
      await responseTo({ apis, version }, "/shop/-first/oauth/token/", undefined, "POST"),
    ).toBe("403");
    expect(await responseTo({ apis, version }, "/shop/-second/x")).toBe("/upstream/x");
  });

  it("are served only as the first one on 4.3.0, by its own path", async () => {
    const version = "4.3.0";
    expect(await responseTo({ apis, version }, "/shop/oauth/token/", undefined, "POST")).toBe(
      "403",
    );
    expect(await responseTo({ apis, version }, "/shop/x")).toBe("400");
    expect(await responseTo({ apis, version }, "/shop/-second/x")).toBe("400");
    const turned = [...apis].reverse();
    expect(await responseTo({ apis: turned, version }, "/shop/x")).toBe("/upstream/shop/x");
    expect(await responseTo({ apis: turned, version }, "/shop/-second/x")).toBe("/upstream/x");
    // The shown path leads to the other API, so the request goes to that API's upstream.
    const path = "/shop/-first/tyk/oauth/authorize-client/";
    expect(await responseTo({ apis: turned, version }, path, undefined, "POST")).toBe(
      `/upstream${path}`,
    );
  });

  it("keep the path if their domains differ", async () => {
    const domains = [keylessApi("a", "/shop/"), keylessApi("b", "/shop/", { domain: "b.example" })];
    expect(await shown({ apis: domains })).toEqual(["/shop/", "/shop/"]);
    const disabled = domains.map((api) => ({ ...api, domain_disabled: true }));
    expect(await shown({ apis: disabled })).toEqual(["/shop/-a", "/shop/-b"]);
  });

  it("get unique paths", async () => {
    const taken = [...apis, keylessApi("x", "/shop/-first"), keylessApi("y", "/shop/-first")];
    expect((await shown({ apis: taken }))[0]).toBe("/shop/-first_");
  });
});

describe("the root as a listen path", () => {
  it.each(everyVersion)("has no authorize-client without a control port (%s)", async (version) => {
    const apis = [oauthApi("root", "/")];
    const path = "/tyk/oauth/authorize-client/";
    expect(await responseTo({ apis, version }, path, undefined, "POST")).toBe("404");
    expect(await responseTo({ apis, version }, "/oauth/token/", undefined, "POST")).toBe("403");
    const options = { apis, version, separateControl: true };
    expect(await responseTo(options, path, undefined, "POST")).toBe("403");
  });
});

describe("a pattern as a listen path", () => {
  const apis = [keylessApi("versions", "/v{n:[0-9]+}/shop/"), oauthApi("any", "/{name}/shop/")];

  it.each([
    ["/v12/shop/a%2Fb?q=1", "/upstream/a%2Fb?q=1"],
    ["/vx/shop/a", "400"],
    ["/v{n:[0-9]+}/shop/a", "400"],
    ["/other/shop/oauth/token/", "403"],
    ["/a/b/shop/oauth/token/", "404"],
    ["/versions/v1/shop/a", "/upstream/versions/v1/shop/a"],
  ])("receives %s: %s", async (path, answer) => {
    const method = path.endsWith("token/") ? "POST" : "GET";
    expect(await responseTo({ apis }, path, undefined, method)).toBe(answer);
  });

  it("that the router rejects matches nothing", async () => {
    for (const path of ["/{/", "/a}/", "/{:x}/", "/{n:}/"]) {
      const refused = [keylessApi("refused", path)];
      expect(await responseTo({ apis: refused, version: "4.3.0" }, path), path).toBe("404");
    }
  });

  it.each([
    ["5.14.0", "400"],
    ["5.3.0", "/upstream/x"],
  ])("counts for the length of the path only before 5.8.1 (%s)", async (version, answer) => {
    const lengths = [keylessApi("pattern", "/{name:[a-z]+}/"), oauthApi("plain", "/shop/")];
    expect(await responseTo({ apis: lengths, version }, "/shop/x")).toBe(answer);
  });
});

describe("the health check", () => {
  it.each(everyVersion)("is at the configured path (%s)", async (version) => {
    const options = { version, healthCheckEndpointName: "status/live" };
    expect(await responseTo(options, "/status/live")).toContain('"status":"pass"');
    expect(await responseTo(options, "/hello")).toBe("404");
  });
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
    expect(() => createGateway({ apis: [keylessApi("a", "/(x)/")] })).not.toThrow();
  });
});

describe("an OAuth API with a pattern", () => {
  it("issues tokens under each matching path", async () => {
    const gateway = createGateway({ apis: [oauthApi("shop", "/{tenant}/shop/")] });
    await addClient(gateway, "app", { api_id: "shop" });
    const headers = { authorization: `Basic ${btoa("app:s")}` };
    for (const tenant of ["a", "b"]) {
      const body = new URLSearchParams({ grant_type: "client_credentials" });
      const url = `${gateway.url}/${tenant}/shop/oauth/token`;
      expect((await gateway.fetch(url, { method: "POST", headers, body })).status).toBe(200);
    }
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/shop/app")).toBe("200");
  });
});
