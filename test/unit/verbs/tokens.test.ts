import { describe, expect, test } from "vitest";
import {
  TykInputError,
  TykNotFoundError,
  TykResponseError,
  TykRouteError,
  TykUnsupportedError,
} from "../../../src/index.ts";
import type { OAuthToken, OAuthTokenPage, RevokeTarget, TykOAuth } from "../../../src/index.ts";
import { json, noRoute } from "../support/capture.ts";
import type { Reply } from "../support/capture.ts";
import { clientOn } from "../support/client.ts";
import { failure, rejection } from "../support/failure.ts";
import { recorded } from "../support/recorded.ts";
import { TestRuntime } from "../support/runtime.ts";
import { client, deleted, ok } from "../support/samples.ts";

const ref = { apiId: "orders", clientId: "shop web" };
const path = "/tyk/oauth/clients/orders/shop%20web/tokens";
const list: OAuthToken[] = [
  { code: "0f1e2d3c4b5a6978", expires: 1767225600 },
  { code: "89abcdef01234567", expires: 1767229200 },
];

function pageOf(page_num: number, page_total: number, tokens: OAuthToken[]): OAuthTokenPage {
  return { Pagination: { page_num, page_total, page_size: 100 }, Tokens: tokens };
}

describe("tokens.list", () => {
  test("gives the list as the gateway has it, in one request without pages", async () => {
    const { tyk, sent } = clientOn([json(list)]);
    const { data, steps } = await tyk.tokens.list(ref).withResponse();
    expect(data).toEqual(list);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "GET", path }]);
  });

  test("is content with an empty one, and not with a page", async () => {
    const { tyk } = clientOn([json([]), json(pageOf(1, 1, list))]);
    expect(await tyk.tokens.list(ref)).toEqual([]);
    expect(await failure(tyk.tokens.list(ref))).toMatchObject({
      code: "schema",
      outcome: "applied",
      status: 200,
      attempts: 1,
      operation: "tokens.list",
      message: "tokens.list: the gateway answered with a page in place of the list",
      steps: [{ apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" }],
    });
  });
});

describe("tokens.page", () => {
  test("gives a page as the gateway has it", async () => {
    const page = pageOf(3, 3, list);
    const { tyk, sent } = clientOn([json(page)]);
    const { data, steps } = await tyk.tokens.page({ ...ref, page: 3 }).withResponse();
    expect(data).toEqual(page);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "GET", path: `${path}?page=3` }]);
  });

  test.each([
    ["the list", list, "the gateway answered with the list in place of a page"],
    ["another page", pageOf(1, 3, list), "the gateway answered with another page"],
  ])("is not content with %s", async (_, answer, why) => {
    const { tyk } = clientOn([json(answer)]);
    const error = await failure(tyk.tokens.page({ ...ref, page: 2 }));
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      outcome: "applied",
      message: `tokens.page: ${why}`,
    });
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", undefined, null])(
    "has no page %j",
    async (page) => {
      const { tyk, sent } = clientOn([]);
      const error = await failure(tyk.tokens.page({ ...ref, page: page as number }));
      expect(error).toBeInstanceOf(TykInputError);
      expect(error).toMatchObject({
        field: "page",
        operation: "tokens.page",
        message: "tokens.page: page must be a whole number of 1 or more",
      });
      expect(sent).toEqual([]);
    },
  );
});

describe("tokens.iterate", () => {
  async function all(tyk: TykOAuth): Promise<string[]> {
    const codes: string[] = [];
    for await (const { code } of tyk.tokens.iterate(ref)) codes.push(code);
    return codes;
  }
  const [first, second] = list as [OAuthToken, OAuthToken];

  test("goes over the pages, the last first", async () => {
    const { tyk, sent } = clientOn([
      json(pageOf(1, 2, [first])),
      json(pageOf(2, 2, [second])),
      json(pageOf(1, 2, [first])),
      json(pageOf(2, 2, [second])),
    ]);
    expect(await all(tyk)).toEqual([second.code, first.code]);
    // The second once more: tokens of the second that has just begun may have been pushed there.
    expect(sent.map((one) => one.path)).toEqual([
      `${path}?page=1`,
      `${path}?page=2`,
      `${path}?page=1`,
      `${path}?page=2`,
    ]);
  });

  test("sends its options with each page", async () => {
    const { tyk, sent } = clientOn([json(pageOf(1, 1, [first]))]);
    const walk = tyk.tokens.iterate(ref, { headers: { "x-team": "a" } });
    expect(await walk.next()).toEqual({ done: false, value: first });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "a" });
    expect(await walk.next()).toEqual({ done: true, value: undefined });
  });

  test("asks for nothing before it is read, nor after it was left", async () => {
    const { tyk, sent } = clientOn([json(pageOf(1, 2, [first])), json(pageOf(2, 2, [second]))]);
    const walk = tyk.tokens.iterate(ref);
    expect(sent).toEqual([]);
    for await (const token of walk) {
      expect(token).toEqual(second);
      break;
    }
    expect(sent).toHaveLength(2);
    expect(await walk.next()).toEqual({ done: true, value: undefined });
  });

  test("ends with the failure of a page", async () => {
    const { tyk } = clientOn([json(pageOf(1, 2, [first])), json(null, 404)]);
    expect(await failure(all(tyk))).toMatchObject({
      code: "not-found",
      operation: "getOAuthClientTokens",
      steps: [{ apiId: "orders", operation: "getOAuthClientTokens", outcome: "refused" }],
    });
  });

  test("ends with the page of another number", async () => {
    const { tyk } = clientOn([json(pageOf(1, 2, [first])), json(pageOf(1, 2, [first]))]);
    expect(await failure(all(tyk))).toMatchObject({
      code: "schema",
      message: "tokens.iterate: the gateway answered with another page",
    });
  });

  test("ends where the pages do not", async () => {
    const endless: Reply = ({ path: asked }) => {
      const number = Number(new URL(asked, "https://a.example").searchParams.get("page"));
      return Response.json(pageOf(number, Number.MAX_SAFE_INTEGER, []));
    };
    const runtime = new TestRuntime();
    // Each look at the clock takes long, so that no page is read twice.
    runtime.now = () => (runtime.time += 60_000);
    const { tyk, sent } = clientOn(
      Array.from({ length: 2_000 }, () => endless),
      {},
      runtime,
    );
    const error = await failure(all(tyk));
    // The first for the number of pages, and 1001 without anything on them.
    // The first, a thousand and one below the last, and the one above each, since the clock stands.
    expect(sent.length).toBeLessThan(2_100);
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      outcome: "applied",
      status: 200,
      operation: "tokens.iterate",
      message: "tokens.iterate: the pages of tokens do not end",
    });
  });

  test("refuses what is wrong when it is read", async () => {
    const { tyk, sent } = clientOn([]);
    const walk = tyk.tokens.iterate({ apiId: "orders", clientId: "a/b" });
    expect(await failure(walk.next())).toMatchObject({
      code: "input",
      field: "clientId",
      operation: "tokens.iterate",
    });
    expect(sent).toEqual([]);
  });
});

describe("tokens.revoke", () => {
  test("of a token that is known names it in a form", async () => {
    const { tyk, sent } = clientOn([json(ok), json(ok)]);
    const { data, steps } = await tyk.tokens
      .revoke({ clientId: "shop-web", token: "a+b" })
      .withResponse();
    expect(data).toEqual(ok);
    expect(steps).toEqual([{ operation: "revokeSingleToken", outcome: "applied" }]);
    await tyk.tokens.revoke({ clientId: "shop-web", token: "a+b", tokenTypeHint: "refresh_token" });
    expect(sent).toMatchObject([
      { method: "POST", path: "/tyk/oauth/revoke", body: "token=a%2Bb&client_id=shop-web" },
      { body: "token=a%2Bb&client_id=shop-web&token_type_hint=refresh_token" },
    ]);
  });

  test("of a listed code removes the key", async () => {
    const { tyk, sent } = clientOn([json(deleted)]);
    const { data, steps } = await tyk.tokens
      .revoke({ apiId: "orders", listedCode: "0f1e2d3c" })
      .withResponse();
    expect(data).toEqual(deleted);
    expect(steps).toEqual([{ apiId: "orders", operation: "deleteKey", outcome: "applied" }]);
    expect(sent).toMatchObject([
      { method: "DELETE", path: "/tyk/keys/0f1e2d3c?hashed=true&api_id=orders", body: undefined },
    ]);
  });

  test("of a listed code that 3.0 does not know says so in its own words, and why", async () => {
    const { tyk } = clientOn([recorded("3.0.0/keys-sweep#15").reply]);
    const error = await failure(tyk.tokens.revoke({ apiId: "orders", listedCode: "00" }));
    expect(error).toMatchObject({
      code: "not-found",
      status: 400,
      apiMessage: "Failed to remove the key",
      message: "deleteKey: no key has this code",
    });
    expect(error.cause).toMatchObject({ code: "bad-request", status: 400 });
  });

  test("of a listed code that no key has is the same on 3.0 as later", async () => {
    for (const name of ["3.0.0/keys-sweep#15", "5.14.0/keys-sweep#15"]) {
      const { tyk } = clientOn([recorded(name).reply]);
      const error = await failure(
        tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" }),
      );
      expect(error).toBeInstanceOf(TykNotFoundError);
      expect(error).toMatchObject({
        operation: "deleteKey",
        attempts: 1,
        outcome: "refused",
        steps: [{ apiId: "orders", operation: "deleteKey", outcome: "refused" }],
      });
    }
    const { tyk } = clientOn([json({ status: "error", message: "Key requested by hash" }, 400)]);
    const call = tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" });
    expect((await failure(call)).code).toBe("bad-request");
    const other = clientOn([json({ status: "error", message: "Failed to remove the key" }, 500)]);
    const failed = await failure(other.tyk.tokens.revoke({ apiId: "orders", listedCode: "00" }));
    expect(failed.code).toBe("server");
  });

  test("of a refresh token ends it", async () => {
    const { tyk, sent } = clientOn([json(deleted)]);
    const { data, steps } = await tyk.tokens
      .revoke({ apiId: "orders", refreshToken: "a+b=" })
      .withResponse();
    expect(data).toEqual(deleted);
    expect(steps).toEqual([
      { apiId: "orders", operation: "invalidateOAuthRefresh", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([
      { method: "DELETE", path: "/tyk/oauth/refresh/a%2Bb%3D?api_id=orders", body: undefined },
    ]);
  });

  test("takes what is undefined for not given", async () => {
    const { tyk, sent } = clientOn([json(deleted), json(deleted), json(ok)]);
    const target = (fields: object): RevokeTarget => fields as RevokeTarget;
    await tyk.tokens.revoke(target({ apiId: "a", listedCode: "b", token: undefined }));
    await tyk.tokens.revoke(target({ apiId: "a", refreshToken: "b", listedCode: undefined }));
    await tyk.tokens.revoke(target({ clientId: "a", token: "b", refreshToken: undefined }));
    expect(sent.map(({ path: at }) => at)).toEqual([
      "/tyk/keys/b?hashed=true&api_id=a",
      "/tyk/oauth/refresh/b?api_id=a",
      "/tyk/oauth/revoke",
    ]);
  });

  const one = "must have one of token, listedCode and refreshToken";
  test.each([
    [undefined, "target", "must be an object"],
    ["t0ken", "target", "must be an object"],
    [{}, "target", one],
    [{ apiId: "orders" }, "target", one],
    [{ apiId: "orders", token: "a", clientId: "b", refreshToken: "c" }, "target", one],
    [{ apiId: "orders", listedCode: "a", refreshToken: "c" }, "target", one],
    [{ token: "a" }, "clientId", "must be a text that is not empty"],
    [{ token: "a", clientId: "" }, "clientId", "must be a text that is not empty"],
    [{ token: "a", clientId: 7 }, "clientId", "must be a text that is not empty"],
    [{ token: "", clientId: "b" }, "token", "must be a text that is not empty"],
    [
      { token: "a", clientId: "b", tokenTypeHint: "" },
      "tokenTypeHint",
      "must be a text that is not empty",
    ],
    [
      { token: "a", clientId: "b", tokenTypeHint: 7 },
      "tokenTypeHint",
      "must be a text that is not empty",
    ],
    [{ listedCode: "a" }, "apiId", "must be a string"],
    [{ apiId: "", listedCode: "a" }, "apiId", "must not be empty"],
    [{ apiId: "orders", listedCode: "" }, "listedCode", "must not be empty"],
    [{ apiId: "orders", listedCode: ".." }, "listedCode", "must not be a dot segment"],
    [{ refreshToken: "a" }, "apiId", "must be a string"],
    [{ apiId: "orders", refreshToken: "" }, "refreshToken", "must not be empty"],
    [
      { apiId: "orders", refreshToken: "x/../../../keys/victim" },
      "refreshToken",
      "must not hold a slash: the gateway would read it as another route",
    ],
  ])("of %j is refused before anything is sent: %s %s", async (target: unknown, field, why) => {
    const { tyk, sent } = clientOn([]);
    const error = await failure(tyk.tokens.revoke(target as RevokeTarget));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field,
      operation: "tokens.revoke",
      message: `tokens.revoke: ${field} ${why}`,
    });
    expect(sent).toEqual([]);
  });
});

describe("tokens.revokeAll", () => {
  test("reads the client's secret, which the gateway wants for it", async () => {
    const { tyk, sent } = clientOn([json({ ...client, secret: "s&=" }), json(ok)]);
    const { data, steps } = await tyk.tokens.revokeAll(ref).withResponse();
    expect(data).toEqual(ok);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "revokeAllTokens", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([
      { method: "GET", path: "/tyk/oauth/clients/orders/shop%20web" },
      {
        method: "POST",
        path: "/tyk/oauth/revoke_all",
        body: "client_id=shop+web&client_secret=s%26%3D",
      },
    ]);
  });

  test("tells what was done before it failed", async () => {
    const { tyk } = clientOn([json(client), () => rejection(new Error("no"))]);
    expect(await failure(tyk.tokens.revokeAll(ref))).toMatchObject({
      operation: "revokeAllTokens",
      outcome: "unknown",
      steps: [
        { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
        { apiId: "orders", operation: "revokeAllTokens", outcome: "unknown" },
      ],
    });
  });

  test("sends its options with both requests", async () => {
    const { tyk, sent } = clientOn([json(client), json(ok)]);
    await tyk.tokens.revokeAll(ref, undefined, { headers: { "x-team": "a" } });
    expect(sent.map(({ headers }) => headers["x-team"])).toEqual(["a", "a"]);
  });
});

describe("tokens.purgeLapsed", () => {
  test("purges", async () => {
    const { tyk, sent } = clientOn([json(ok)]);
    const { data, steps } = await tyk.tokens.purgeLapsed().withResponse();
    expect(data).toEqual(ok);
    expect(steps).toEqual([{ operation: "purgeOAuthTokens", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "DELETE", path: "/tyk/oauth/tokens?scope=lapsed" }]);
  });

  test("says what is missing where there is no such route", async () => {
    const { tyk } = clientOn([noRoute()]);
    const error = await failure(tyk.tokens.purgeLapsed());
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "tokens.purgeLapsed",
      attempts: 1,
      outcome: "refused",
      message:
        "tokens.purgeLapsed: this address does not purge tokens: gateways do since 5.3, on their control address",
      steps: [{ operation: "purgeOAuthTokens", outcome: "refused" }],
    });
    expect(error.cause).toBeInstanceOf(TykRouteError);
  });

  test("passes every other failure on", async () => {
    const { tyk } = clientOn([json({ status: "error", message: "no" }, 400)]);
    expect(await failure(tyk.tokens.purgeLapsed())).toMatchObject({
      code: "bad-request",
      operation: "purgeOAuthTokens",
    });
  });
});

describe("a reference that is wrong is refused before anything is sent", () => {
  const any = (value: unknown): never => value as never;
  test.each<[string, string, (tyk: TykOAuth, value: unknown) => Promise<unknown>]>([
    ["list", "ref", (tyk, ref) => tyk.tokens.list(any(ref))],
    ["revokeAll", "ref", (tyk, ref) => tyk.tokens.revokeAll(any(ref))],
    ["page", "args", (tyk, args) => tyk.tokens.page(any(args))],
  ])("tokens.%s", async (name, whole, call) => {
    const wrong: [unknown, string][] = [
      [undefined, whole],
      ["shop-web", whole],
      [{ page: 1 }, "apiId"],
      [{ apiId: "a/b", clientId: "a", page: 1 }, "apiId"],
      [{ apiId: "orders", page: 1 }, "clientId"],
      [{ apiId: "orders", clientId: "..", page: 1 }, "clientId"],
    ];
    for (const [ref, field] of wrong) {
      const { tyk, sent } = clientOn([]);
      expect(await failure(call(tyk, ref))).toMatchObject({
        code: "input",
        field,
        operation: `tokens.${name}`,
      });
      expect(sent).toEqual([]);
    }
  });
});
