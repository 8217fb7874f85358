import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  registeredUris,
  redirectUriProblem,
  redirectUrisProblem,
} from "../../../../src/verbs/clients/redirect-uris.ts";

const white = "must not contain white space or control characters";
const absolute = "must be an absolute URI";
const missing = "must be given: a client without a redirect URI gets no token";
const several =
  "looks like several URIs: set redirectUriSeparator to the gateway's oauth_redirect_uri_separator";
const fragment = "must not have a fragment: the gateway refuses it";

/** Addresses of the web without a fragment and without what separates several. */
const webUris = fc
  .webUrl({ withQueryParameters: true })
  .filter((uri) => !uri.includes(";") && uri.split("://").length === 2);
/** Addresses of apps, such as `app.shop:/cb`. */
const appUris = fc
  .stringMatching(/^[a-z][a-z\d]{0,8}\.[a-z\d]{1,8}$/)
  .map((scheme) => `${scheme}:/cb`);
const uris = fc.oneof(webUris, appUris);

describe("a redirect URI", () => {
  test.each([
    "https://shop.example/cb",
    "HTTPS://shop.example/cb",
    "http://127.0.0.1:8080/cb?a=b&c",
    "https://shop.example",
    "https://user@shop.example/",
    "https://[::1]:8080/cb",
    "https://bücher.example/ü",
    "https://shop.example/%23",
    "app.shop:/cb",
    "com.example.app://cb",
    "myapp:cb",
    "urn:ietf:wg:oauth:2.0:oob",
  ])("can be %s", (uri) => {
    expect(redirectUriProblem(uri)).toBeUndefined();
    expect(redirectUrisProblem(uri, undefined)).toBeUndefined();
    expect(redirectUrisProblem(uri, ";")).toBeUndefined();
  });

  test.each([
    ["/cb", absolute],
    ["cb", absolute],
    ["//shop.example/cb", absolute],
    ["shop.example/cb", absolute],
    ["https:", absolute],
    ["https://", absolute],
    ["https:shop.example/cb", absolute],
    ["https:/shop.example/cb", absolute],
    ["https:\\\\shop.example/cb", absolute],
    ["https://shop.example:99999/", absolute],
    [" https://shop.example/cb", white],
    ["https://shop.example/cb ", white],
    ["https://shop.example/a b", white],
    ["https://shop.example/\n", white],
    ["java\tscript:alert(1)", white],
    ["https://shop.example/\u0000", white],
    ["https://shop.example/\u007f", white],
    ["https://shop.example/\ud800", white],
    ["https://shop.example/cb#", fragment],
    ["https://shop.example/cb#a", fragment],
    ["app.shop:/cb#a", fragment],
    ["javascript:alert(1)", "must not be a javascript: URI"],
    ["JavaScript:alert(1)", "must not be a javascript: URI"],
    ["data:text/html,x", "must not be a data: URI"],
    ["vbscript:x", "must not be a vbscript: URI"],
    ["blob:https://shop.example/1", "must not be a blob: URI"],
    ["file:///etc/passwd", "must not be a file: URI"],
    ["about:blank", "must not be a about: URI"],
  ])("is rejected if it is %j: %s", (uri, why) => {
    expect(redirectUriProblem(uri)).toBe(why);
    expect(redirectUrisProblem(uri, undefined)).toBe(why);
    expect(redirectUrisProblem(uri, ";")).toBe(why);
    // It is found wherever it stands among others.
    expect(redirectUrisProblem(`https://shop.example/1;${uri}`, ";")).toBe(why);
  });

  test("can be any address of the web or of an app, and never has a fragment", () => {
    fc.assert(
      fc.property(uris, fc.stringMatching(/^[!-~]*$/), (uri, after) => {
        expect(redirectUriProblem(uri)).toBeUndefined();
        expect(redirectUriProblem(`${uri}#${after}`)).toBe(fragment);
      }),
    );
  });

  test("is never a URL that a browser reads differently, or no URL", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (redirectUriProblem(text) !== undefined) return;
        expect(URL.canParse(text)).toBe(true);
        expect(text.trim()).toBe(text);
        expect(() => encodeURIComponent(text)).not.toThrow();
        expect(new URL(text).hash).toBe("");
      }),
    );
  });
});

describe("the redirect URIs of a client", () => {
  test("are split at the separator if it is known", () => {
    expect(registeredUris("a;b", undefined)).toEqual(["a;b"]);
    expect(registeredUris("a;b", ";")).toEqual(["a", "b"]);
    expect(registeredUris("a;b", "|")).toEqual(["a;b"]);
    expect(registeredUris("a, b", ", ")).toEqual(["a", "b"]);
    expect(registeredUris("a.b", ".")).toEqual(["a", "b"]);
    expect(registeredUris(";a;;b;", ";")).toEqual(["a", "b"]);
    expect(registeredUris("", ";")).toEqual([]);
    expect(registeredUris("", undefined)).toEqual([]);
  });

  test("are the ones that were joined", () => {
    fc.assert(
      fc.property(fc.array(uris, { minLength: 1, maxLength: 5 }), (list) => {
        const field = list.join(";");
        expect(registeredUris(field, ";")).toEqual(list);
        expect(redirectUrisProblem(field, ";")).toBeUndefined();
        expect(registeredUris(field, undefined)).toEqual([field]);
      }),
    );
  });

  test("must not be empty", () => {
    for (const separator of [undefined, ";"]) {
      expect(redirectUrisProblem(undefined, separator)).toBe(missing);
      expect(redirectUrisProblem("", separator)).toBe(missing);
    }
    expect(redirectUrisProblem(";", ";")).toBe("must contain a redirect URI");
    expect(redirectUrisProblem(";;", ";")).toBe("must contain a redirect URI");
  });

  test.each([
    "https://a.example/1;https://a.example/2",
    "https://a.example/1,https://a.example/2",
    "https://a.example/1|app.shop://cb",
  ])("are not %s if no separator is known, because neither would ever match", (field) => {
    expect(redirectUrisProblem(field, undefined)).toBe(several);
  });

  test("are never two in a field that is read as one, whatever is between them", () => {
    fc.assert(
      fc.property(webUris, webUris, fc.constantFrom(";", ",", "|"), (one, other, between) => {
        // Straight behind a host it makes no URI at all.
        const why = redirectUrisProblem(`${one}${between}${other}`, undefined);
        expect([several, absolute]).toContain(why);
      }),
    );
    expect(redirectUrisProblem("https://a.example/1 https://a.example/2", undefined)).toBe(white);
  });
});
