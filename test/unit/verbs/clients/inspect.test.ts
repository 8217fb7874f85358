import { describe, expect, test } from "vitest";
import type { ClientTarget, TokenInspection } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { issueTokenPair, listedCodes, issueToken } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  initialSecret,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
  testBedWithTwoCopies,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

describe("clients.inspect", () => {
  test("shows every copy without its secret, and no differences", async () => {
    const bed = await testBedWithTwoCopies();
    const seen = await bed.tyk.clients.inspect({ clientId });
    const client = {
      client_id: clientId,
      redirect_uri: redirectUri,
      policy_id: "gold",
      meta_data: null,
      description: "",
    };
    expect(seen).toEqual({
      clientId,
      copies: [
        { apiId: "billing", client },
        { apiId: "orders", client },
      ],
      drift: [],
    });
    expect(leaks({ initialSecret }, seen)).toEqual([]);
  });

  test("omits the policy of a client without a policy", async () => {
    const bed = createTestBed();
    await addClient(bed, { policy_id: "" });
    const { copies } = await bed.tyk.clients.inspect({ clientId });
    expect(copies.map(({ client }) => Object.keys(client).sort())).toEqual([
      ["client_id", "description", "meta_data", "redirect_uri"],
    ]);
  });

  test.each([
    [{ secret: "drifted" }, ["secret"]],
    [{ description: "Other", meta_data: { a: 1 } }, ["meta_data", "description"]],
    [{ redirect_uri: "https://app.example/2", policy_id: "" }, ["redirect_uri", "policy_id"]],
  ])("names the difference: %j", async (onBilling, drift) => {
    const bed = await testBedWithTwoCopies(onBilling);
    const seen = await bed.tyk.clients.inspect({ clientId });
    expect([...seen.drift].sort()).toEqual(drift.sort());
  });

  test("ignores the order of metadata fields", async () => {
    const bed = createTestBed();
    await addClient(bed, { meta_data: { a: 1, b: [{ c: 2, d: 3 }] } });
    await addClient(bed, { api_id: "billing", meta_data: { b: [{ d: 3, c: 2 }], a: 1 } });
    expect((await bed.tyk.clients.inspect({ clientId })).drift).toEqual([]);
  });

  test("finds a copy if the API's index is broken, and stays within an organisation", async () => {
    const apis = ["orders", { api_id: "billing", org_id: "umbrella" }];
    const bed = await testBedWithTwoCopies({}, { apis });
    await addClient(bed, { client_id: "broken" });
    bed.gateway.evictClient("orders", "broken");
    const apiIds = async (orgId?: string): Promise<string[]> =>
      (await bed.tyk.clients.inspect({ clientId, orgId })).copies.map(({ apiId }) => apiId);
    expect(await apiIds()).toEqual(["billing", "orders"]);
    expect(await apiIds("acme")).toEqual(["orders"]);
    expect(await failure(apiIds("nobody"))).toMatchObject({ code: "not-found" });
  });

  test("rejects arguments without a client, or with an API", async () => {
    const { gateway, tyk } = createTestBed();
    for (const target of [{}, onOrders, { clientId: "a/b" }, { clientId, orgId: 7 }]) {
      const error = await failure(tyk.clients.inspect(target as ClientTarget));
      expect(error).toMatchObject({ code: "input", operation: "clients.inspect" });
    }
    expect(gateway.requests).toEqual([]);
  });
});

describe("tokens.inspect", () => {
  /** What is said of the first listed token. */
  async function ofListed(bed: TestBed, apiId = "orders"): Promise<TokenInspection> {
    const [listedCode = ""] = await listedCodes(bed);
    return bed.tyk.tokens.inspect({ apiId, listedCode });
  }

  test("shows the client, the user's data and the opened APIs of a token that is alive", async () => {
    const bed = await testBedWithOneCopy({}, { meta_data: { team: "storefront" } });
    const request = { responseType: "token", redirectUri, userId: "u1" } as const;
    await bed.tyk.clients.authorize(onOrders, request);
    expect(await ofListed(bed)).toEqual({
      life: "alive",
      clientId,
      orgId: "acme",
      expires: Date.UTC(2030, 0, 1, 1) / 1000,
      policies: ["gold"],
      apiIds: ["orders", "billing"],
      metaData: { team: "storefront", user: "u1" },
    });
  });

  test("accepts the token itself, also if keys are not hashed", async () => {
    for (const options of [{}, { hashKeys: false }, { hashKeyFunction: undefined }]) {
      const bed = await testBedWithOneCopy(options);
      const token = await issueToken(bed);
      const byToken = await bed.tyk.tokens.inspect({ apiId: "orders", token });
      expect(byToken).toMatchObject({ life: "alive", clientId });
      expect(await ofListed(bed)).toEqual(byToken);
    }
  });

  const lapse = ({ gateway }: TestBed): void => {
    gateway.advance(3_600_000);
  };
  const cases: [string, (bed: TestBed) => unknown, Partial<TokenInspection>, string?][] = [
    ["gone", endAll, {}],
    ["lapsed", lapse, { clientId }],
    ["client-gone", deleteClient, { clientId }],
    ["no-access", () => undefined, { apiIds: ["orders"] }, "billing"],
  ];

  test.each(cases)("reports %s", async (life, act, told, apiId = "orders") => {
    const bed = await testBedWithOneCopy({ policies: { gold: ["orders"] } });
    const token = await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    await act(bed);
    for (const target of [{ listedCode }, { token }]) {
      const seen = await bed.tyk.tokens.inspect({ apiId, ...target });
      expect(seen).toMatchObject({ ...told, life });
      if (life === "gone") expect(seen).toEqual({ life });
    }
  });

  test("reports a token as inactive if its policy is, and as alive under no other policy", async () => {
    for (const is_inactive of [true, false]) {
      const bed = await testBedWithOneCopy({
        policies: { gold: { access_rights: ["orders"], is_inactive } },
      });
      await issueToken(bed);
      expect(await ofListed(bed)).toMatchObject({ life: is_inactive ? "inactive" : "alive" });
    }
  });

  test("does not report a token as expired a moment too early", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    const life = async (): Promise<string> =>
      (await bed.tyk.tokens.inspect({ apiId: "orders", listedCode })).life;
    bed.gateway.advance(3_599_999);
    expect(await life()).toBe("alive");
    bed.gateway.advance(1);
    expect(await life()).toBe("lapsed");
  });

  test("sends only reads, and rejects arguments with no token, or two", async () => {
    const bed = await testBedWithOneCopy();
    await issueTokenPair(bed);
    const from = bed.gateway.requests.length;
    await ofListed({ ...bed, tyk: bed.tyk.withOptions({ readOnly: true }) });
    expect(operationsSince(bed, from + 1)).toEqual([
      "getKey",
      "getApi",
      "getPolicy",
      "getOAuthClient",
    ]);
    const wrong = [
      { apiId: "orders" },
      { apiId: "orders", token: "t", listedCode: "c" },
      { apiId: "orders", listedCode: ".." },
      { apiId: "orders", token: "a/b" },
      { listedCode: "c" },
    ];
    for (const target of wrong) {
      const error = await failure(
        bed.tyk.tokens.inspect(target as { apiId: string; token: string }),
      );
      expect(error, JSON.stringify(target)).toMatchObject({ code: "input", outcome: "not-sent" });
    }
  });

  test("reports a failure, and does not mistake it for a missing token", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    for (const [operation, fault, code] of [
      ["getKey", { status: 503, body: "busy" }, "server"],
      ["getApi", { status: 503, body: "busy" }, "server"],
      ["getPolicy", { status: 503, body: "busy" }, "server"],
      ["getOAuthClient", "drop", "connection"],
    ] as const) {
      bed.gateway.fail({ operation }, fault);
      expect(await failure(ofListed(bed))).toMatchObject({ code });
    }
  });
});

function endAll({ tyk }: TestBed): Promise<unknown> {
  return tyk.tokens.revokeAll(onOrders);
}

function deleteClient({ raw }: TestBed): Promise<unknown> {
  return raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
}
