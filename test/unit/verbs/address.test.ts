import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykConfigError, TykUnsupportedError } from "../../../src/index.ts";
import type { ApiDefinition, AnyTykError, TykOAuthOptions } from "../../../src/index.ts";
import { addressOf } from "../../../src/verbs/apis/address.ts";
import { rejection, thrown } from "../support/failure.ts";
import { omit } from "../support/omit.ts";
import { api } from "../support/samples.ts";
import { unhandled } from "../support/unhandled.ts";
import { verbOn } from "../support/verb.ts";

/** Where an API is, with the client's `apiBaseUrl`. */
function addressWith(apiBaseUrl: unknown, of: ApiDefinition = api): unknown {
  const options = { apiBaseUrl: apiBaseUrl as TykOAuthOptions["apiBaseUrl"] };
  return addressOf(verbOn([], options).verb, of);
}

function fails(apiBaseUrl: unknown, of: ApiDefinition = api): Promise<AnyTykError> {
  return thrown(() => addressWith(apiBaseUrl, of));
}

const listening = (listen_path: string): ApiDefinition => ({ ...api, proxy: { listen_path } });

describe("where an API is", () => {
  test("is its listen path, where the client knows one address for all", () => {
    expect(addressWith(undefined)).toStrictEqual({ listenPath: "/orders/" });
    expect(addressWith("https://apis.example")).toStrictEqual({ listenPath: "/orders/" });
  });

  test("is what the client's function gives for its definition", () => {
    const seen: ApiDefinition[] = [];
    const give = (definition: ApiDefinition): string => {
      seen.push(definition);
      return `https://${definition.name}.example`;
    };
    expect(addressWith(give)).toStrictEqual({
      listenPath: "/orders/",
      apiBaseUrl: "https://orders.example",
    });
    expect(seen).toEqual([api]);
    // That it is a URL is seen where every address is.
    expect(addressWith(() => "nowhere")).toMatchObject({ apiBaseUrl: "nowhere" });
  });

  test.each([["/"], ["/orders"], ["/a/b//"], ["/ü/"]])("may be at %j", (listenPath) => {
    expect(addressWith(undefined, listening(listenPath))).toStrictEqual({ listenPath });
  });

  const pattern = "must be a plain path, without a pattern, a query or a fragment";
  test.each([
    ["/{id}/", pattern],
    ["/a?b", pattern],
    ["/a#b", pattern],
    ["/a b", pattern],
    ["/a\\b", pattern],
    ["/a/../b/", "must not hold dot segments"],
    ["/a/%2E%2e/b/", "must not hold dot segments"],
    ["orders", "must begin with a slash"],
    ["", "must begin with a slash"],
    [`/${"a".repeat(1_000)}`, "must not be longer than 1000 characters"],
  ])("cannot be at %j, whatever the client's function says", async (listenPath, why) => {
    let asked = 0;
    const give = (): string => {
      asked += 1;
      return "https://apis.example";
    };
    for (const base of [undefined, give]) {
      const error = await fails(base, listening(listenPath));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error).toMatchObject({
        operation: "verb.test",
        outcome: "not-sent",
        message: `verb.test: the API's listen path ${why}`,
      });
    }
    expect(asked).toBe(0);
  });
});

describe("an API with a host of its own", () => {
  const own: ApiDefinition = { ...api, domain: "Apis.Shop.example" };

  test.each([
    undefined,
    "https://shop.example",
    "https://x.apis.shop.example",
    "https://127.0.0.1",
  ])("is not at %s, where another API could have its listen path", async (base) => {
    const error = await fails(base, own);
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "verb.test",
      outcome: "not-sent",
      message:
        "verb.test: the API orders has a domain of its own, Apis.Shop.example, and is served on that host alone: give apiBaseUrl as a function (also where the gateway's custom domains are off)",
    });
  });

  test("is where its host is, or where the client's function says", () => {
    const listenPath = "/orders/";
    expect(addressWith("https://apis.shop.example:8443/p", own)).toStrictEqual({ listenPath });
    expect(addressWith("https://APIS.SHOP.EXAMPLE", own)).toStrictEqual({ listenPath });
    const apiBaseUrl = "https://elsewhere.example";
    expect(addressWith(() => apiBaseUrl, own)).toStrictEqual({ listenPath, apiBaseUrl });
  });

  test("is like others where its definition names none", () => {
    const without = omit(api, "domain") as ApiDefinition;
    expect(addressWith(undefined, without)).toStrictEqual({ listenPath: "/orders/" });
    expect(addressWith(undefined, { ...api, domain: "" })).toStrictEqual({
      listenPath: "/orders/",
    });
  });
});

describe("a function for the address", () => {
  test.each([
    ["RangeError", new RangeError("s3cret")],
    ["string", "s3cret"],
    ["undefined", undefined],
  ])("that throws is named by what it threw (%s), and not quoted", async (name, error: unknown) => {
    const failed = await fails(() => {
      throw error as Error;
    });
    expect(failed).toBeInstanceOf(TykConfigError);
    expect(failed).toMatchObject({
      operation: "verb.test",
      message: `verb.test: the apiBaseUrl function failed (${name})`,
    });
    expect(failed.cause).toBeUndefined();
  });

  test.each([undefined, null, 7, new URL("https://apis.example"), {}])(
    "that gives %s gives no URL",
    async (given) => {
      const failed = await fails(() => given);
      expect(failed).toBeInstanceOf(TykConfigError);
      expect(failed).toMatchObject({
        operation: "verb.test",
        message: "verb.test: apiBaseUrl must be a URL: its function gave none",
      });
    },
  );

  test("that gives a promise is told so, and leaves no rejection behind", async () => {
    const seen = unhandled();
    expect((await fails(() => rejection(new Error("no")))).message).toBe(
      "verb.test: apiBaseUrl must be a URL: its function gave none",
    );
    expect((await fails(() => Promise.resolve("https://apis.example"))).code).toBe("config");
    await wait(5);
    expect(seen).toEqual([]);
  });
});
