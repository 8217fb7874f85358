import { describe, expect, test } from "vitest";
import { TykResponseError } from "../../../../src/index.ts";
import type { OAuthToken, OAuthTokenPage, RevokeTarget, TykOAuth } from "../../../../src/index.ts";
import { hashToken } from "../../../../src/util/hash/key-hash.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { api, deleted, ok } from "../../../support/samples/samples.ts";
import { saying } from "../../../support/util/saying.ts";

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
  test("returns the gateway's list in one request without pages", async () => {
    const { tyk, sent } = clientWithReplies([json(list)]);
    const { data, steps } = await tyk.tokens.list(ref).withResponse();
    expect(data).toEqual(list);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "GET", path }]);
  });

  test("accepts an empty list, and rejects a page", async () => {
    const { tyk } = clientWithReplies([json([]), json(pageOf(1, 1, list))]);
    expect(await tyk.tokens.list(ref)).toEqual([]);
    expect(await failure(tyk.tokens.list(ref))).toMatchObject({
      code: "schema",
      outcome: "not-sent",
      status: 200,
      attempts: 1,
      operation: "tokens.list",
      message: saying("tokens.list: the gateway responded with a page instead of the whole list"),
      steps: [{ apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" }],
    });
  });
});

describe("tokens.page", () => {
  test("returns a page unchanged", async () => {
    const page = pageOf(3, 3, list);
    const { tyk, sent } = clientWithReplies([json(page)]);
    const { data, steps } = await tyk.tokens.page({ ...ref, page: 3 }).withResponse();
    expect(data).toEqual(page);
    expect(steps).toEqual([
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([{ method: "GET", path: `${path}?page=3` }]);
  });

  test.each([
    ["the list", list, "the gateway responded with the whole list instead of a page"],
    ["another page", pageOf(1, 3, list), "the gateway responded with another page"],
  ])("rejects %s", async (_, answer, why) => {
    const { tyk } = clientWithReplies([json(answer)]);
    const error = await failure(tyk.tokens.page({ ...ref, page: 2 }));
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      outcome: "not-sent",
      message: saying(`tokens.page: ${why}`),
    });
  });
});

describe("tokens.iterate", () => {
  async function all(tyk: TykOAuth): Promise<string[]> {
    const codes: string[] = [];
    for await (const { code } of tyk.tokens.iterate(ref)) codes.push(code);
    return codes;
  }
  const [first, second] = list as [OAuthToken, OAuthToken];

  test("reads the pages, the last first", async () => {
    const { tyk, sent } = clientWithReplies([
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
    const { tyk, sent } = clientWithReplies([json(pageOf(1, 1, [first]))]);
    const walk = tyk.tokens.iterate(ref, { headers: { "x-team": "a" } });
    expect(await walk.next()).toEqual({ done: false, value: first });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "a" });
    expect(await walk.next()).toEqual({ done: true, value: undefined });
  });

  test("sends nothing before the first read and after the caller stops", async () => {
    const { tyk, sent } = clientWithReplies([
      json(pageOf(1, 2, [first])),
      json(pageOf(2, 2, [second])),
    ]);
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
    const { tyk } = clientWithReplies([json(pageOf(1, 2, [first])), json(null, 404)]);
    expect(await failure(all(tyk))).toMatchObject({
      code: "not-found",
      operation: "getOAuthClientTokens",
      steps: [{ apiId: "orders", operation: "getOAuthClientTokens", outcome: "refused" }],
    });
  });

  test("ends with an error if a page has another number", async () => {
    const { tyk } = clientWithReplies([json(pageOf(1, 2, [first])), json(pageOf(1, 2, [first]))]);
    expect(await failure(all(tyk))).toMatchObject({
      code: "schema",
      message: saying("tokens.iterate: the gateway responded with another page"),
    });
  });

  test("ends with an error if the pages do not end", async () => {
    const endless: Reply = ({ path: asked }) => {
      const number = Number(new URL(asked, "https://a.example").searchParams.get("page"));
      return Response.json(pageOf(number, Number.MAX_SAFE_INTEGER, []));
    };
    const runtime = new TestRuntime();
    // Each look at the clock takes long, so that no page is read twice.
    runtime.now = () => (runtime.time += 60_000);
    const { tyk, sent } = clientWithReplies(
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
      outcome: "not-sent",
      status: 200,
      operation: "tokens.iterate",
      message: "tokens.iterate: the pages of tokens do not end",
    });
  });

  test("rejects wrong arguments when it is read", async () => {
    const { tyk, sent } = clientWithReplies([]);
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
  const none = json([]);
  const target = (fields: object): RevokeTarget => fields as RevokeTarget;

  const gone = json({ status: "error", message: "Key not found" }, 404);

  /** What the gateway answers to a revocation of a token that it does not have. */
  const revoked = [gone, json(["orders"]), none, json(ok), none];

  test("sends a known token in a form, with its hint if there is one", async () => {
    const { tyk, sent } = clientWithReplies([...revoked, ...revoked]);
    const known = { clientId: "shop web", token: "a+b/c" };
    await tyk.tokens.revoke(known);
    await tyk.tokens.revoke({ ...known, tokenTypeHint: "refresh_token" });
    const body = "token=a%2Bb%2Fc&client_id=shop+web";
    // Only its hash is ever in a path.
    const hash = { method: "GET", path: `/tyk/keys/${hashToken(known.token)}?hashed=true` };
    expect(sent).toMatchObject([
      hash,
      { method: "GET", path: "/tyk/oauth/clients/apis/shop%20web?orgID=" },
      { method: "GET" },
      { method: "POST", path: "/tyk/oauth/revoke", body },
      { method: "GET" },
      hash,
      { method: "GET" },
      { method: "GET" },
      { method: "POST", body: `${body}&token_type_hint=refresh_token` },
      { method: "GET" },
    ]);
  });

  test("sends a listed code and a refresh token in a path", async () => {
    const { tyk, sent } = clientWithReplies([
      ...[json(deleted), gone, gone],
      json({ ...api, api_id: "or ders" }),
      ...[none, gone],
      json(deleted),
    ]);
    await tyk.tokens.revoke({ apiId: "or ders", listedCode: "0f1e2d3c" });
    await tyk.tokens.revoke({ apiId: "or ders", refreshToken: "a+b=" });
    const writes = sent.filter(({ method }) => method === "DELETE");
    expect(writes).toMatchObject([
      { path: "/tyk/keys/0f1e2d3c?hashed=true&api_id=or%20ders" },
      { path: "/tyk/oauth/refresh/a%2Bb%3D?api_id=or%20ders" },
    ]);
    expect(sent[1]).toMatchObject({ method: "GET", path: "/tyk/keys/0f1e2d3c?hashed=true" });
    for (const { body } of sent) expect(body).toBeUndefined();
  });

  test("treats undefined as not passed", async () => {
    const first = [json(deleted), gone, gone, json({ ...api, api_id: "a" }), none, gone];
    const { tyk, sent } = clientWithReplies([...first, json(deleted), ...revoked]);
    await tyk.tokens.revoke(target({ apiId: "a", listedCode: "b", token: undefined }));
    await tyk.tokens.revoke(target({ apiId: "a", refreshToken: "b", listedCode: undefined }));
    await tyk.tokens.revoke(target({ clientId: "a", token: "b", refreshToken: undefined }));
    expect(sent.filter(({ method }) => method !== "GET").map(({ path: at }) => at)).toEqual([
      "/tyk/keys/b?hashed=true&api_id=a",
      "/tyk/oauth/refresh/b?api_id=a",
      "/tyk/oauth/revoke",
    ]);
  });
});
