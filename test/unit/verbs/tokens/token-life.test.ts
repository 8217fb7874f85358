import { describe, expect, test } from "vitest";
import type { ApiDefinition, KeySession, Policy, TokenLife } from "../../../../src/index.ts";
import { tokenLifeOf } from "../../../../src/verbs/tokens/token-life.ts";
import { json, noRoute } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { recordedExchange } from "../../../support/recordings/recorded-exchange.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { api, client, policy } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import { issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import { clientId, onOrders, createTestBed, addClient } from "../../../support/gateway/test-bed.ts";
import { listedCodes } from "../../../support/gateway/oauth-flow.ts";

const right = { api_id: "orders", api_name: "orders", versions: ["Default"] };
const elsewhere = { billing: { ...right, api_id: "billing" } };
const session: KeySession = {
  org_id: "acme",
  oauth_client_id: client.client_id,
  expires: 0,
  apply_policies: ["gold"],
  access_rights: { orders: right },
};
const silver: Policy = { ...policy, id: "silver" };
const noPolicy = recordedExchange("5.14.0/definitions#2").reply;
const noApi = json({ status: "error", message: "API not found" }, 404);
const gone: readonly Reply[] = [noPolicy, json([silver])];
const noKey = json({ status: "error", message: "Key not found" }, 404);

/** What is said of a session where the gateway answers this to what is read of the API, the policies and the client. */
function life(
  replies: readonly Reply[],
  of: KeySession = session,
  apiId = "orders",
): Promise<TokenLife> {
  return createMethodHarness(replies)
    .run((context) => tokenLifeOf(context, of, apiId))
    .then((said) => said);
}

describe("the life of a token", () => {
  test.each<[TokenLife, string, readonly Reply[], KeySession?]>([
    ["alive", "whose policy grants the API", [json(policy), json(client)]],
    [
      "alive",
      "whose policy sets the access rights",
      [json({ ...policy, partitions: { acl: true, quota: true } }), json(client)],
    ],
    ["alive", "whose policies are hidden by the gateway", [noRoute(), noKey, json(client)]],
    ["alive", "whose policies have no id", [noPolicy, json([omit(policy, "id")]), json(client)]],
    ["alive", "without policies", [json(client)], { ...session, apply_policies: null }],
    // Before 5.7 its tokens open every API.
    [
      "alive",
      "whose policy grants nothing",
      [json({ ...policy, access_rights: {} }), json(client)],
    ],
    ["policy-gone", "whose policy was removed", gone],
    ["inactive", "whose policy is inactive", [json({ ...policy, is_inactive: true })]],
    [
      "no-access",
      "whose policy grants another API",
      [json({ ...policy, access_rights: elsewhere })],
    ],
    [
      "no-access",
      "whose policy has no access rights",
      [json({ ...policy, partitions: { quota: true } })],
    ],
    ["no-access", "whose policy has no org_id", [json(omit(policy, "org_id"))]],
    [
      "no-access",
      "whose policy belongs to another organisation",
      [json({ ...policy, org_id: "umbrella" })],
    ],
  ])("is %s for a token %s", async (expected, _, replies, of) => {
    expect(await life([json(api), ...replies], of)).toBe(expected);
  });

  const two: KeySession = { ...session, apply_policies: ["gold", "silver"] };
  test.each<[TokenLife, string, readonly Reply[]]>([
    [
      "alive",
      "one grants the API",
      [json({ ...policy, access_rights: elsewhere }), json(silver), json(client)],
    ],
    ["alive", "one was removed, which the gateway ignores", [...gone, json(silver), json(client)]],
    [
      "policy-gone",
      "the one that grants the API was removed",
      [...gone, json({ ...silver, access_rights: elsewhere })],
    ],
    ["policy-gone", "both were removed", [...gone, ...gone]],
    ["inactive", "one is inactive", [json(policy), json({ ...silver, is_inactive: true })]],
    [
      "no-access",
      "one belongs to another organisation",
      [json(policy), json({ ...silver, org_id: "umbrella" })],
    ],
  ])("is %s under two policies of which %s", async (expected, _, replies) => {
    expect(await life([json(api), ...replies], two)).toBe(expected);
  });

  test("needs no request if the session shows enough", async () => {
    const runtime = new TestRuntime();
    const bench = createMethodHarness([], {}, runtime);
    const said = (of: Partial<KeySession>): Promise<TokenLife> =>
      bench
        .run((context) => tokenLifeOf(context, { ...session, ...of }, "orders"))
        .then((one) => one);
    expect(await said({ is_inactive: true })).toBe("inactive");
    expect(await said({ access_rights: elsewhere })).toBe("no-access");
    expect(bench.sent).toEqual([]);
    // The read of the session told the gateway's time.
    const date = new Date(runtime.time).toUTCString();
    const read = createMethodHarness([json(session, 200, { date })], {}, runtime);
    const expired = { ...session, expires: Math.floor(runtime.time / 1000) };
    const life = read.run(async (context) => {
      await context.read("getKey", { path: { keyID: "0123456789abcdef" } });
      return tokenLifeOf(context, expired, "orders");
    });
    expect(await life).toBe("lapsed");
    expect(read.sent).toHaveLength(1);
  });

  test("does not end with its API, which may come back, but ends with its policy", async () => {
    expect(await life([noApi, json(policy)])).toBe("alive");
    expect(await life([noApi, ...gone])).toBe("policy-gone");
    expect(await life([noApi, json({ ...policy, access_rights: elsewhere })])).toBe("no-access");
  });

  test("does not depend on the client if the API is not OAuth", async () => {
    const vault: ApiDefinition = { ...api, use_oauth2: false, use_standard_auth: true };
    const bench = createMethodHarness([json(vault), json(policy)]);
    expect(await bench.run((context) => tokenLifeOf(context, session, "orders"))).toBe("alive");
    expect(bench.sent.map(({ path }) => path)).toEqual(["/tyk/apis/orders", "/tyk/policies/gold"]);
  });

  test("of a key without a client is none on an OAuth API, and is alive on another API", async () => {
    const key: KeySession = { access_rights: { orders: right } };
    expect(await life([json(api)], key)).toBe("no-access");
    expect(await life([json({ ...api, use_oauth2: false })], key)).toBe("alive");
  });

  test("is never cached: the removal of a policy ends it at once", async () => {
    const bench = createMethodHarness([json(api), json(policy), json(client), ...gone]);
    const said = (): Promise<TokenLife> =>
      bench.run((context) => tokenLifeOf(context, session, "orders")).then((one) => one);
    expect(await said()).toBe("alive");
    expect(await said()).toBe("policy-gone");
  });

  test("is unknown if the policy or the API cannot be read", async () => {
    const failed = json({ status: "error", message: "no" }, 500);
    expect(await failure(life([failed]))).toMatchObject({ code: "server" });
    expect(await failure(life([json(api), failed]))).toMatchObject({ code: "server" });
  });
});

describe("tokens.inspect on the embedded gateway", () => {
  test("reports the token of a deleted client as alive on an API without OAuth, which accepts it", async () => {
    const vault = { api_id: "vault", use_standard_auth: true };
    const bed = createTestBed({ apis: ["orders", vault], policies: { gold: ["orders", "vault"] } });
    await addClient(bed);
    const token = await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    await bed.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
    bed.gateway.advance(2_000);
    const lives: string[] = [];
    for (const apiId of ["orders", "vault"])
      lives.push((await bed.tyk.tokens.inspect({ apiId, listedCode })).life);
    expect(lives).toEqual(["client-gone", "alive"]);
    expect([await callApi(bed, token), await callApi(bed, token, "vault")]).toEqual([403, 200]);
  });

  test("uses the gateway's clock", async () => {
    const bed = createTestBed({ now: Date.UTC(2030, 0, 1) });
    await addClient(bed);
    await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    let at = Date.UTC(2030, 0, 1);
    const tyk = bed.gateway.client({
      fetch: async (url, init) => {
        const response = await bed.gateway.fetch(url, init);
        const headers = new Headers(response.headers);
        headers.set("date", new Date(at).toUTCString());
        return new Response(await response.text(), { status: response.status, headers });
      },
    });
    const said = async (): Promise<string> =>
      (await tyk.tokens.inspect({ apiId: onOrders.apiId, listedCode })).life;
    // The clock here is ahead by more than the token's time.
    bed.gateway.advance(7_200_000);
    expect(await said()).toBe("alive");
    at += 3_599_000;
    expect(await said()).toBe("alive");
    at += 1_000;
    expect(await said()).toBe("lapsed");
  });

  test.each([undefined, "5", "2030-01-02"])(
    "reports nothing about time for the date %j",
    async (date) => {
      const bed = createTestBed({ now: Date.UTC(2030, 0, 1) });
      await addClient(bed);
      await issueToken(bed);
      const [listedCode = ""] = await listedCodes(bed);
      const tyk = bed.gateway.client({
        fetch: async (url, init) => {
          const response = await bed.gateway.fetch(url, init);
          const headers = new Headers(response.headers);
          headers.delete("date");
          if (date !== undefined) headers.set("date", date);
          return new Response(await response.text(), { status: response.status, headers });
        },
      });
      bed.gateway.advance(7_200_000);
      const { life } = await tyk.tokens.inspect({ apiId: onOrders.apiId, listedCode });
      expect(life).toBe("alive");
    },
  );
});
