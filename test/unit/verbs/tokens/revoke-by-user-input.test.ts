import { describe, expect, test } from "vitest";
import type { TykFetch } from "../../../../src/index.ts";
import { isUnknown, sayingOf } from "../../../support/util/saying.ts";
import { failure } from "../../../support/util/failure.ts";
import { clientId, createTestBed, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";

const where = { meta_data: { user: "u1" } };
const ofU1 = { apiId: "orders", where };

describe("tokens.revokeByUser", () => {
  test.each<[unknown, unknown, string, string]>([
    [undefined, {}, "input", "must be an object"],
    [{ apiId: "orders" }, {}, "where", "must be an object"],
    [{ ...ofU1, user: "u1" }, {}, "user", isUnknown],
    [{ apiId: "orders", where: {} }, {}, "where", "must have at least one value"],
    [{ apiId: "orders", where: { meta_data: {} } }, {}, "where", "must have at least one value"],
    [
      { apiId: "orders", where: { meta_data: { user: undefined } } },
      {},
      "where",
      "must not have a value that is undefined",
    ],
    [ofU1, { refreshTokens: "r" }, "refreshTokens", "must be a list of tokens"],
    [ofU1, { refreshTokens: ["r", ""] }, "refreshTokens", "must not be empty"],
    [ofU1, { refreshTokens: ["a/b"] }, "refreshTokens", "must not hold a slash"],
    [ofU1, { wait: "yes" }, "wait", "must be true, false or a number"],
    [ofU1, { ifUnproved: "stop" }, "ifUnproved", 'must be "throw" or "report"'],
    [ofU1, { tokens: "keep" }, "tokens", isUnknown],
  ])("refuses %j with %j before any request", async (input, args, field, why) => {
    const bed = createTestBed();
    const call = bed.tyk.tokens.revokeByUser(input as typeof ofU1, args as object);
    const error = await failure(call);
    expect(error).toMatchObject({ code: "input", field, outcome: "not-sent" });
    if (why === isUnknown)
      expect(error.message).toEqual(sayingOf("tokens.revokeByUser", field, why));
    else expect(error.message).toContain(`tokens.revokeByUser: ${field} ${why}`);
    expect(bed.gateway.requests).toEqual([]);
  });

  test("refuses an API that does not exist", async () => {
    const call = createTestBed().tyk.tokens.revokeByUser({ apiId: "nowhere", where });
    expect(await failure(call)).toMatchObject({ code: "not-found", outcome: "not-sent" });
  });

  test("leaves ordinary keys and keys of other organisations, whatever their metadata", async () => {
    const bed = await testBedWithOneCopy();
    const rights = { orders: { api_id: "orders" } };
    const keys: Record<string, object> = {
      "1111111111111111": { access_rights: rights, org_id: "acme", meta_data: { user: "u1" } },
      "2222222222222222": {
        access_rights: rights,
        org_id: "another",
        oauth_client_id: clientId,
        meta_data: { user: "u1" },
      },
    };
    const removed: string[] = [];
    const fetch: TykFetch = async (url, init) => {
      const { pathname } = new URL(url);
      const [, key = ""] = /^\/tyk\/keys\/(\w+)$/.exec(pathname) ?? [];
      if (init.method === "DELETE") removed.push(key);
      const session = keys[key];
      if (session !== undefined && init.method === "GET") return Response.json(session);
      const response = await bed.gateway.fetch(url, init);
      if (pathname !== "/tyk/keys") return response;
      const list = (await response.json()) as { readonly keys: readonly string[] };
      return Response.json({ keys: [...Object.keys(keys), ...list.keys] });
    };
    const tyk = bed.gateway.client({ maxRetries: 0, fetch });
    const ended = await tyk.tokens.revokeByUser(ofU1);
    expect(ended.apis).toMatchObject([{ state: "refused-at-api", ended: 0 }]);
    expect([ended.clients, removed]).toEqual([[], []]);
  });
});
