import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykConfigError, TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, AnyTykError, TykOAuthOptions } from "../../../../src/index.ts";
import type { ApiAddress } from "../../../../src/types/raw.ts";
import { addressOf } from "../../../../src/verbs/apis/address.ts";
import { failure, rejectedWith } from "../../../support/util/failure.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { omit } from "../../../support/util/omit.ts";
import { api } from "../../../support/samples/samples.ts";
import { unhandledRejections } from "../../../support/util/unhandled-rejections.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";

/** Where an API that is the only one of its gateway is, with the client's `apiBaseUrl`. */
function addressWith(
  apiBaseUrl: unknown,
  of: ApiDefinition = api,
  more: Partial<TykOAuthOptions> = {},
): Promise<ApiAddress> {
  const options = { ...more, apiBaseUrl: apiBaseUrl as TykOAuthOptions["apiBaseUrl"] };
  return addressOf(createMethodHarness([json([of])], options).context, of, "authorizeClient");
}

function fails(apiBaseUrl: unknown, of: ApiDefinition = api): Promise<AnyTykError> {
  return failure(addressWith(apiBaseUrl, of));
}

const listening = (listen_path: string): ApiDefinition => ({ ...api, proxy: { listen_path } });

describe("the address of an API", () => {
  test("is its listen path if the client has one address for all APIs", async () => {
    expect(await addressWith(undefined)).toStrictEqual({ listenPath: "/orders/" });
    expect(await addressWith("https://apis.example")).toStrictEqual({ listenPath: "/orders/" });
  });

  test("is what the client's function returns for its definition", async () => {
    const seen: ApiDefinition[] = [];
    const give = (definition: ApiDefinition): string => {
      seen.push(definition);
      return `https://${definition.name}.example`;
    };
    expect(await addressWith(give)).toStrictEqual({
      listenPath: "/orders/",
      apiBaseUrl: "https://orders.example",
    });
    expect(seen).toEqual([api]);
    expect(await addressWith(() => "https://orders.example//")).toStrictEqual({
      listenPath: "/orders/",
      apiBaseUrl: "https://orders.example",
    });
    expect(await fails(() => "nowhere")).toMatchObject({
      code: "config",
      message: "test.method: apiBaseUrl is not a URL, such as https://gateway.example:8080",
    });
  });

  test.each([["/"], ["/orders"], ["/ü/"]])("accepts the listen path %j", async (listenPath) => {
    expect(await addressWith(undefined, listening(listenPath))).toStrictEqual({ listenPath });
  });

  const pattern = "must be a plain path, without a pattern, a query or a fragment";
  test.each([
    ["/a?b", pattern],
    ["/a#b", pattern],
    ["/a b", pattern],
    ["/a\\b", pattern],
    ["/a/../b/", "must not hold dot segments"],
    ["/a/%2E%2e/b/", "must not hold dot segments"],
    ["orders", "must begin with a slash"],
    ["", "must begin with a slash"],
    [`/${"a".repeat(1_000)}`, "must not be longer than 1000 characters"],
  ])(
    "rejects the listen path %j, whatever the client's function returns",
    async (listenPath, why) => {
      let asked = 0;
      const give = (): string => {
        asked += 1;
        return "https://apis.example";
      };
      for (const base of [undefined, give]) {
        const error = await fails(base, listening(listenPath));
        expect(error).toBeInstanceOf(TykUnsupportedError);
        expect(error).toMatchObject({
          operation: "test.method",
          outcome: "not-sent",
          message: `test.method: the listen path of the API orders ${why}`,
        });
      }
      expect(asked).toBe(0);
    },
  );
});

describe("an API with a host of its own", () => {
  const own: ApiDefinition = { ...api, domain: "apis.shop.example" };
  const listenPath = "/orders/";

  test.each([
    undefined,
    "https://shop.example",
    "https://x.apis.shop.example",
    "https://127.0.0.1",
    () => "https://elsewhere.example",
  ])("is not at %s, where another API could have its listen path", async (base) => {
    const error = await fails(base, own);
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "test.method",
      outcome: "not-sent",
      message:
        "test.method: the API orders has its own domain, apis.shop.example, and is served only on that host: make apiBaseUrl a function that returns an address with this host, or set customDomains: false if the gateway's enable_custom_domains is off",
    });
  });

  test("is at its own host", async () => {
    expect(await addressWith("https://apis.shop.example:8443/p", own)).toStrictEqual({
      listenPath,
    });
    expect(await addressWith("https://APIS.SHOP.EXAMPLE", own)).toStrictEqual({ listenPath });
    const apiBaseUrl = "https://apis.shop.example";
    expect(await addressWith(() => apiBaseUrl, own)).toStrictEqual({ listenPath, apiBaseUrl });
  });

  test("is on every host if its domain is disabled or custom domains are off", async () => {
    const off = { ...own, domain_disabled: true };
    expect(await addressWith(undefined, off)).toStrictEqual({ listenPath });
    expect(await addressWith(undefined, own, { customDomains: false })).toStrictEqual({
      listenPath,
    });
  });

  test("is like that of other APIs if its definition names no domain", async () => {
    const without = omit(api, "domain") as ApiDefinition;
    expect(await addressWith(undefined, without)).toStrictEqual({ listenPath });
    expect(await addressWith(undefined, { ...api, domain: "" })).toStrictEqual({ listenPath });
  });
});

describe("a function that returns the address", () => {
  test.each([
    ["RangeError", new RangeError("s3cret")],
    ["string", "s3cret"],
    ["undefined", undefined],
  ])(
    "that throws is reported by what it threw (%s), without quoting it",
    async (name, error: unknown) => {
      const failed = await fails(() => {
        throw error as Error;
      });
      expect(failed).toBeInstanceOf(TykConfigError);
      expect(failed).toMatchObject({
        operation: "test.method",
        message: `test.method: the apiBaseUrl function failed (${name})`,
      });
      expect(failed.cause).toBeUndefined();
    },
  );

  test.each([undefined, null, 7, { href: "https://apis.example" }, {}])(
    "that returns %s returns no URL",
    async (given) => {
      const failed = await fails(() => given);
      expect(failed).toBeInstanceOf(TykConfigError);
      expect(failed).toMatchObject({
        operation: "test.method",
        message: "test.method: apiBaseUrl must be a URL: its function gave none",
      });
    },
  );

  test("that returns a promise is reported, and leaves no unhandled rejection", async () => {
    const seen = unhandledRejections();
    expect((await fails(() => rejectedWith(new Error("no")))).message).toBe(
      "test.method: apiBaseUrl must be a URL: its function gave none",
    );
    expect((await fails(() => Promise.resolve("https://apis.example"))).code).toBe("config");
    await wait(5);
    expect(seen).toEqual([]);
  });
});
