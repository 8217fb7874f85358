import { describe, expect, test } from "vitest";
import { parseBaseUrl, withoutLastSlashes } from "../../../src/config/base-url.ts";
import type { InsecureHttp } from "../../../src/types/options.ts";
import { TykConfigError } from "../../../src/index.ts";
import { thrown } from "../../support/util/failure.ts";

import { shortestMs } from "../../support/util/shortest-ms.ts";
const parse = (text: unknown, allowed: InsecureHttp = false): string =>
  parseBaseUrl(text, "baseUrl", allowed);

describe("a base URL", () => {
  test.each([
    ["https://gateway.example", "https://gateway.example"],
    ["https://gateway.example/", "https://gateway.example"],
    ["https://gateway.example///", "https://gateway.example"],
    ["https://gateway.example:8080", "https://gateway.example:8080"],
    ["https://gateway.example:443/", "https://gateway.example"],
    ["HTTPS://Gateway.EXAMPLE", "https://gateway.example"],
    ["https://gateway.example/tyk", "https://gateway.example/tyk"],
    ["https://gateway.example/a/b/", "https://gateway.example/a/b"],
    ["https://gateway.example/a//b//", "https://gateway.example/a//b"],
    ["https://gateway.example/a/../b", "https://gateway.example/b"],
    ["https://gateway.example/ü", "https://gateway.example/%C3%BC"],
    [" https://gateway.example\n", "https://gateway.example"],
    ["https://[2001:db8::1]:8080", "https://[2001:db8::1]:8080"],
  ])("%j is %s", (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  test.each([
    [undefined, "must be a URL, such as https://gateway.example:8080"],
    [null, "must be a URL, such as https://gateway.example:8080"],
    [{ href: "https://gateway.example" }, "must be a URL, such as https://gateway.example:8080"],
    ["", "must be a URL, such as https://gateway.example:8080"],
    ["gateway.example", "is not a URL, such as https://gateway.example:8080"],
    ["/tyk", "is not a URL, such as https://gateway.example:8080"],
    ["https://", "is not a URL, such as https://gateway.example:8080"],
    ["https://gateway.example:99999", "is not a URL, such as https://gateway.example:8080"],
    ["ftp://gateway.example", "must be an http or https URL"],
    ["file:///etc/passwd", "must be an http or https URL"],
    ["data:application/json,{}", "must be an http or https URL"],
    ["gateway.example:8080", "must be an http or https URL"],
    ["https://user@gateway.example", "must not hold credentials"],
    ["https://:pass@gateway.example", "must not hold credentials"],
    ["https://user:pass@gateway.example", "must not hold credentials"],
    ["http://user:pass@127.0.0.1", "must not hold credentials"],
    ["https://gateway.example?a=1", "must not hold a query or a fragment"],
    ["https://gateway.example/?", "must not hold a query or a fragment"],
    ["https://gateway.example#top", "must not hold a query or a fragment"],
    ["https://gateway.example/#", "must not hold a query or a fragment"],
  ])("%j %s", async (text, why) => {
    const error = await thrown(() => parse(text));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(`baseUrl ${why}`);
  });

  test("the message names the option", async () => {
    const error = await thrown(() => parseBaseUrl("", "apiBaseUrl", false));
    expect(error.message).toMatch(/^apiBaseUrl must be a URL/);
  });

  test.each([
    "https://us3r:p4ss@gateway.example",
    "ftp://us3r:p4ss@gateway.example/",
    "https://us3r:p4ss@gateway.example:99999",
    "http://us3r:p4ss@gateway.example",
    "https://gateway.example/?key=p4ss",
    "https://gateway.example/#p4ss",
    "us3r p4ss",
  ])("an error about %j does not quote it", async (text) => {
    const error = await thrown(() => parse(text));
    expect(`${error.message} ${String(error.stack)}`).not.toMatch(/us3r|p4ss/);
  });

  test("an error about that of a call names the operation", async () => {
    const error = await thrown(() => parseBaseUrl("", "apiBaseUrl", false, "oauthToken"));
    expect(error.operation).toBe("oauthToken");
    expect(error.message).toMatch(/^oauthToken: apiBaseUrl must be a URL/);
  });
});

describe("trailing slashes", () => {
  test.each([
    ["/", ""],
    ["/orders", "/orders"],
    ["/orders///", "/orders"],
    ["//a//b//", "//a//b"],
    ["", ""],
  ])("of %j are removed: %j", (text, expected) => {
    expect(withoutLastSlashes(text)).toBe(expected);
  });

  test("are found in linear time", () => {
    const parsed = (): void => {
      expect(parse(`https://gateway.example${"/".repeat(65_536)}x`)).toHaveLength(65_560);
    };
    expect(shortestMs(parsed)).toBeLessThan(500);
  });
});

describe("plain http", () => {
  test.each([
    "http://localhost",
    "http://localhost:8080",
    "http://LOCALHOST:8080",
    "http://127.0.0.1",
    "http://127.0.0.1:8080",
    "http://127.1.2.3",
    "http://127.255.255.254",
    // Other ways to write an IPv4 address, which a URL parser resolves.
    "http://127.1",
    "http://2130706433",
    "http://0x7f.0.0.1",
    "http://[::1]",
    "http://[::1]:8080",
    "http://[0:0:0:0:0:0:0:1]",
  ])("is allowed to loopback: %s", (text) => {
    expect(parse(text)).toBe(new URL(text).origin);
  });

  test.each([
    "http://gateway.example:8080",
    // The DNS says where these are.
    "http://tyk.localhost",
    "http://localhost.",
    "http://[::ffff:127.0.0.1]",
    "http://localhost.example",
    "http://notlocalhost",
    "http://127.0.0.1.example",
    "http://a.127.0.0.1.nip.example",
    "http://128.0.0.1",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://[::2]",
    "http://[::]",
    "http://[2001:db8::1]",
  ])("is rejected to %s, and the error names the option that allows it", async (text) => {
    const error = await thrown(() => parse(text));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toBe(
      "baseUrl is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set allowInsecureHttp",
    );
  });

  test("is allowed to every host by true", () => {
    expect(parse("http://gateway.example:8080/", true)).toBe("http://gateway.example:8080");
  });

  test.each([
    [["tyk.svc"], "tyk.svc", true],
    [["tyk.svc"], "tyk.SVC", true],
    [["tyk.svc"], "tyk2.svc", false],
    [["tyk.svc"], "a.tyk.svc", false],
    [["*.svc"], "tyk.svc", true],
    [["*.svc"], "a.tyk.svc", true],
    [["*.svc"], "svc", false],
    [["*.svc"], "notsvc", false],
    [["*.svc"], "tyk.svc.example", false],
    [["a", "*.svc", "b"], "b", true],
    [["a", "b"], "c", false],
    [[], "tyk.svc", false],
  ])("is allowed by the patterns %j to %s: %s", async (patterns, host, allowed) => {
    const url = `http://${host}`;
    if (allowed) expect(parse(url, patterns)).toBe(url.toLowerCase());
    else expect((await thrown(() => parse(url, patterns))).code).toBe("config");
  });

  test("patterns restrict neither loopback nor https", () => {
    expect(parse("http://127.0.0.1", [])).toBe("http://127.0.0.1");
    expect(parse("https://gateway.example", [])).toBe("https://gateway.example");
  });
});
