import { describe, expect, test } from "vitest";
import type { FindWhere, FoundTokens, TykProgress } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  requestToken,
  issueTokenPair,
  listedCodes,
  issueToken,
  refreshTokens,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { slowOutage } from "../../../support/gateway/storage-outage.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const policies = { gold: ["orders", "billing"], narrow: ["orders"] };

/** A token of each of two users on `orders`, and one of no user; gives their codes. */
async function sceneOfUsers(
  options: GatewayOptions = {},
): Promise<[TestBed, Record<string, string>]> {
  const bed = await testBedWithOneCopy(
    { policies, ...options },
    { meta_data: { plan: { tier: 2, x: 1 } } },
  );
  const codes: Record<string, string> = {};
  for (const userId of ["u1", "u2"]) {
    const request = { responseType: "token", redirectUri, userId } as const;
    await bed.tyk.clients.authorize(onOrders, request);
    codes[userId] = await newest(bed);
  }
  await addClient(bed, { client_id: "narrow", policy_id: "narrow" });
  await issueToken(bed, { id: "narrow" });
  codes["nobody"] = await newest(bed, "narrow");
  return [bed, codes];
}

/** The code of the token that was issued last. Each token is issued in a different second. */
async function newest(bed: TestBed, id = clientId): Promise<string> {
  const codes = await listedCodes(bed, "orders", id);
  bed.gateway.advance(1_000);
  return codes.at(-1) ?? "";
}

function codesOf({ tokens }: FoundTokens): string[] {
  return tokens.map(({ listedCode }) => listedCode).sort();
}

describe("tokens.find", () => {
  test("finds the tokens of a user by their sessions", async () => {
    const [bed, codes] = await sceneOfUsers();
    const where = { meta_data: { user: "u1" } };
    const found = await bed.tyk.tokens.find({ apiId: "orders", where });
    expect(found).toEqual({
      complete: true,
      tokens: [
        {
          listedCode: codes["u1"],
          clientId,
          orgId: "acme",
          expires: Date.UTC(2030, 0, 1, 1) / 1000,
          policies: ["gold"],
          apiIds: ["orders", "billing"],
          metaData: { user: "u1", plan: { tier: 2, x: 1 } },
        },
      ],
    });
    // What was found can be ended by it.
    for (const { listedCode } of found.tokens)
      await bed.tyk.tokens.revoke({ apiId: "orders", listedCode });
    expect((await bed.tyk.tokens.find({ apiId: "orders", where })).tokens).toEqual([]);
  });

  test.each<[string, FindWhere, string[]]>([
    ["every token if where is empty", {}, ["u1", "u2", "nobody"]],
    ["tokens by the named fields only", { meta_data: { plan: { tier: 2 } } }, ["u1", "u2"]],
    ["tokens by fields of the session", { oauth_client_id: "narrow" }, ["nobody"]],
    ["lists as a whole", { apply_policies: ["gold"] }, ["u1", "u2"]],
    ["no list with more items", { apply_policies: [] }, []],
    ["no value of another type", { meta_data: { plan: { tier: "2" } } }, []],
    ["no object in place of a value", { meta_data: { user: {} } }, []],
    ["no value in place of an object", { meta_data: "u1" }, []],
    ["no inherited fields", { meta_data: JSON.parse('{"__proto__":{}}') as unknown }, []],
    [
      "what a function accepts",
      ({ oauth_client_id }) => oauth_client_id === clientId,
      ["u1", "u2"],
    ],
  ])("matches %s", async (_, where, who) => {
    const [bed, codes] = await sceneOfUsers();
    const found = await bed.tyk.tokens.find({ apiId: "orders", where });
    expect(codesOf(found)).toEqual(who.map((name) => codes[name]).sort());
    expect(found.complete).toBe(true);
  });

  test("returns tokens that open the API, wherever they were issued, and omits the others", async () => {
    const [bed, codes] = await sceneOfUsers();
    const found = await bed.tyk.tokens.find({ apiId: "billing", where: {} });
    expect(codesOf(found)).toEqual([codes["u1"], codes["u2"]].sort());
  });

  test("finds tokens that no list names, and none that has expired or was removed", async () => {
    const bed = await testBedWithOneCopy();
    await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
    expect(await listedCodes(bed)).toEqual([]);
    const where = { oauth_client_id: clientId };
    const find = (): Promise<FoundTokens> => bed.tyk.tokens.find({ apiId: "orders", where });
    expect((await find()).tokens).toHaveLength(1);
    bed.gateway.advance(3_600_000 + 300_001);
    expect(await find()).toEqual({ tokens: [], complete: true });
    await issueToken(bed);
    await bed.tyk.tokens.revokeAll(onOrders);
    expect((await find()).tokens).toEqual([]);
  });

  test("reads each key once, and changes nothing", async () => {
    const [bed] = await sceneOfUsers();
    const events: TykProgress[] = [];
    const tyk = bed.tyk.withOptions({ readOnly: true });
    const from = bed.gateway.requests.length;
    const onProgress = (event: TykProgress): void => void events.push(event);
    await tyk.tokens.find({ apiId: "orders", where: {} }, { onProgress });
    const control = "getOAuthClientTokens";
    expect(operationsSince(bed, from)).toEqual([
      control,
      "listKeys",
      "getKey",
      "getKey",
      "getKey",
      "listKeys",
      control,
    ]);
    expect(events).toEqual([1, 2, 3].map((done) => ({ phase: "sweep", done, total: 3 })));
  });

  test.each([
    ["a function that throws", () => expect.fail("do not quote me")],
    ["a promise", () => Promise.resolve(false) as unknown as boolean],
    ["nothing", undefined as never],
    ["a string", "u1" as never],
  ])("rejects %s as where", async (_, where) => {
    for (const listHashedKeys of [true, false]) {
      const [bed] = await sceneOfUsers({ listHashedKeys });
      const error = await failure(bed.tyk.tokens.find({ apiId: "orders", where }));
      expect(error).toMatchObject({ code: "input", field: "where", operation: "tokens.find" });
      expect(error.message).not.toContain("do not quote me");
    }
  });
});

describe("tokens.find that cannot read every token", () => {
  test("reads the listed tokens if keys are not listed, and reports that", async () => {
    const [bed, codes] = await sceneOfUsers({ listHashedKeys: false });
    await addClient(bed, { client_id: "a/b" });
    const found = await bed.tyk.tokens.find({ apiId: "orders", where: {} });
    expect(codesOf(found)).toEqual([codes["u1"], codes["u2"], codes["nobody"]].sort());
    expect(found).toMatchObject({
      complete: false,
      reason: expect.stringContaining("does not list hashed keys") as unknown,
    });
  });

  test("reports an empty list of keys whose response is slow", async () => {
    const [bed] = await sceneOfUsers();
    bed.gateway.fail({ operation: "listKeys" }, slowOutage);
    const found = await bed.tyk.tokens.find({ apiId: "orders", where: {} });
    const reason =
      "the list of keys is empty and its response was slow: the gateway's storage may be failing";
    expect(found).toMatchObject({ complete: false, reason });
  });

  test("reports a key that cannot be read, and returns the others", async () => {
    const [bed, codes] = await sceneOfUsers();
    const path = `/tyk/keys/${codes["u1"] ?? ""}`;
    bed.gateway.fail({ path }, { status: 503, body: "busy" }, Infinity);
    const found = await bed.tyk.tokens.find({ apiId: "orders", where: {} });
    expect(codesOf(found)).toEqual([codes["u2"], codes["nobody"]].sort());
    expect(found).toMatchObject({
      complete: false,
      reason: "a key could not be read (server)",
    });
  });

  test("says so if a key has a name that cannot stand in a URL path", async () => {
    const apis = [{ api_id: "orders", org_id: "ac/me" }];
    const gold = { org_id: "ac/me", access_rights: ["orders"] };
    const options = { apis, policies: { gold }, hashKeys: false, hashKeyFunction: undefined };
    const bed = await testBedWithOneCopy(options);
    await requestToken(bed.gateway, { grant_type: "client_credentials" });
    const found = await bed.tyk.tokens.find({ apiId: "orders", where: {} });
    const reason = "a key has a name that cannot stand in a URL path";
    expect(found).toEqual({ tokens: [], complete: false, reason });
  });

  test("fails if the gateway refuses its secret", async () => {
    const [bed] = await sceneOfUsers();
    const tyk = bed.gateway.client({ secret: "wrong", maxRetries: 0 });
    const error = await failure(tyk.tokens.find({ apiId: "orders", where: {} }));
    expect(error).toMatchObject({ code: "authentication" });
  });
});
