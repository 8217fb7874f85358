import { describe, expect, test } from "vitest";
import { keyRules, TykOAuth } from "../../../src/index.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { any } from "../../support/client/expect-refused.ts";
import { failure, thrown } from "../../support/util/failure.ts";

type Call = (tyk: TykOAuth) => Promise<unknown>;

const ref = { apiId: "orders", clientId: "c1" };
const body = { api_id: "orders", redirect_uri: "https://shop.example/cb" };

describe("the message of a wrong argument", () => {
  test.each<[string, Call, string]>([
    [
      "positional ids",
      (tyk) => tyk.clients.get(any("orders"), any("c1")),
      "clients.get: ref must be an object: clients.get({ apiId, clientId }, options)",
    ],
    [
      "a positional id of an iterator",
      (tyk) => tyk.tokens.iterate(any("orders"), any("c1")).next(),
      "tokens.iterate: ref must be an object: tokens.iterate({ apiId, clientId }, options)",
    ],
    [
      "a positional id of a target",
      (tyk) => tyk.clients.update(any("orders"), any("c1")),
      "clients.update: target must be an object: clients.update({ apiId, clientId } or { clientId, apis }, { redirect_uri, policy_id, meta_data, description }, args, options)",
    ],
    [
      "positional ids of tyk.raw",
      (tyk) => tyk.raw.getOAuthClient(any("orders"), any("c1")),
      "getOAuthClient: options must be an object",
    ],
    [
      "a positional id of tyk.raw",
      (tyk) => tyk.raw.getOAuthClient(any("orders")),
      "getOAuthClient: input must be an object with path, query or body: getOAuthClient({ path: { apiID, keyName } })",
    ],
    [
      "an option in args",
      (tyk) => tyk.clients.create(body, any({ timeoutMs: 5 })),
      'clients.create: "timeoutMs" belongs in options, the third argument: clients.create(body, args, options) [API orders]',
    ],
    [
      "an argument in the body",
      (tyk) => tyk.clients.create(any({ ...body, apis: ["orders"] })),
      'clients.create: "apis" belongs in args, the second argument: clients.create(body, args, options) [API orders]',
    ],
    [
      "an argument in the options",
      (tyk) => tyk.clients.create(body, undefined, any({ ifExists: "keep" })),
      'clients.create: "ifExists" belongs in args, the second argument: clients.create(body, args, options) [API orders]',
    ],
    [
      "an option in a reference",
      (tyk) => tyk.clients.get(any({ ...ref, timeoutMs: 5 })),
      'clients.get: "timeoutMs" belongs in options, the second argument: clients.get({ apiId, clientId }, options) [client c1; API orders]',
    ],
    [
      "a misspelt id",
      (tyk) => tyk.clients.get(any({ apiId: "orders", client_id: "c1" })),
      'clients.get: unknown field "client_id" in ref; did you mean "clientId"? [client c1; API orders]',
    ],
    [
      "a misspelt option",
      (tyk) => tyk.clients.get(ref, any({ timeout: 5 })),
      'clients.get: unknown option "timeout"; did you mean "timeoutMs"? [client c1; API orders]',
    ],
    [
      "a misspelt field of a patch",
      (tyk) => tyk.clients.update(ref, any({ redirectUri: "https://a.example" })),
      'clients.update: unknown field "redirectUri" in patch; did you mean "redirect_uri"? [client c1; API orders]',
    ],
    [
      "a misspelt token",
      (tyk) => tyk.tokens.revoke(any({ apiId: "orders", refresh_token: "s3cret" })),
      'tokens.revoke: unknown field "refresh_token" in target; did you mean "refreshToken"? [API orders]',
    ],
    [
      "an id of tyk.raw outside its path",
      (tyk) => tyk.raw.getApi(any({ apiId: "orders" })),
      'getApi: "apiId" belongs in path: getApi({ path: { apiID } })',
    ],
    [
      "a misspelt id of tyk.raw",
      (tyk) => tyk.raw.getApi(any({ path: { apiId: "orders" } })),
      'getApi: unknown field "apiId" in path; did you mean "apiID"?',
    ],
    [
      "an option in the input of tyk.raw",
      (tyk) => tyk.raw.listApis(any({ timeoutMs: 5 })),
      'listApis: "timeoutMs" belongs in options, the second argument',
    ],
  ])("explains %s", async (_, call, message) => {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(call(tyk));
    expect(error.message).toBe(message);
    expect(error.stack).toContain(message);
    expect(error.code).toBe("input");
    expect(sent).toEqual([]);
  });

  test("accepts further fields, such as those of a result", async () => {
    const { tyk, sent } = clientWithReplies([]);
    await failure(tyk.clients.get(any({ ...ref, client: {}, done: true, apiIds: [] })));
    await failure(tyk.tokens.revoke(any({ apiId: "orders", listedCode: "ab", apiIds: [] })));
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe("a misspelt option", () => {
  test.each([
    [{ baseURL: "https://gateway.example" }, 'unknown option "baseURL"; did you mean "baseUrl"?'],
    [{ url: "https://gateway.example" }, 'unknown option "url"; did you mean "baseUrl"?'],
    [{ timeout: 5 }, 'unknown option "timeout"; did you mean "timeoutMs"?'],
    [{ token: "s3cret" }, 'unknown option "token"; did you mean "secret"?'],
    [
      { hooks: { onRequests: () => undefined } },
      'unknown field "onRequests" in hooks; did you mean "onRequest"?',
    ],
  ])("of a client: %j", async (wrong, message) => {
    const options = { baseUrl: "https://gateway.example", secret: "s3cret", ...wrong };
    expect((await thrown(() => new TykOAuth(any(options)))).message).toBe(message);
  });

  test("of keyRules", async () => {
    const wrong = { orgId: "acme", policies: ["gold"], meta_data: { user: "u1" } };
    expect((await thrown(() => keyRules(wrong))).message).toBe(
      'keyRules: unknown field "meta_data"; did you mean "metaData"?',
    );
  });
});
