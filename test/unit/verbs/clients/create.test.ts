import { describe, expect, test, vi } from "vitest";
import type { NewClientRequest, TykOAuth } from "../../../../src/index.ts";
import { createAnything } from "../../../support/client/create-anything.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { ByFault, FaultName } from "../../../support/gateway/fail-each-request.ts";
import { issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  initialSecret,
  operationsSince,
  testBedWithOneCopy,
  storedSecret,
  storedSecrets,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";
import {
  onBothApis,
  bodyWithoutApi,
  newClientBody,
  newSecret,
} from "../../../support/samples/new-client.ts";

describe("clients.create on one API", () => {
  test("checks the API, the policy and the id, and returns the client as stored", async () => {
    const bed = createTestBed();
    const { data, steps, warnings } = await bed.tyk.clients.create(newClientBody).withResponse();
    expect(data).toEqual({ ...bodyWithoutApi, meta_data: null });
    expect(steps).toEqual([
      { apiId: "orders", operation: "getApi", outcome: "applied" },
      { operation: "getPolicy", outcome: "applied" },
      // That the id is free is read twice, with a control in between.
      { apiId: "orders", operation: "getOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "getOAuthClientTokens", outcome: "applied" },
      { apiId: "orders", operation: "getOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "createOAuthClient", outcome: "applied" },
    ]);
    expect(warnings).toEqual([]);
    expect((await snapshot(bed)).app).toEqual({ orders: data, billing: undefined });
  });

  test("generates a new id and secret each time, with characters that need no encoding", async () => {
    const { tyk } = createTestBed();
    const create = (): Promise<NewClientRequest> =>
      tyk.clients.create({ api_id: "orders", redirect_uri: redirectUri });
    const clients = [await create(), await create()];
    for (const client of clients) {
      expect(client.client_id).toMatch(/^[0-9a-f]{32}$/);
      expect(client.secret).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(clients.flatMap((one) => [one.client_id, one.secret])).size).toBe(4);
  });

  test("rejects an unknown API, an API without OAuth, and a policy that does not grant the API", async () => {
    const policies = {
      gold: ["orders"],
      narrow: ["open"],
      foreign: { org_id: "umbrella", access_rights: ["orders"] },
    };
    const bed = createTestBed({
      apis: ["orders", { api_id: "open", use_keyless: true }],
      policies,
    });
    const wrong: [Partial<NewClientRequest>, string, string][] = [
      [{ api_id: "nowhere" }, "not-found", "API not found"],
      [{ api_id: "open", policy_id: "narrow" }, "unsupported", "open does not use OAuth"],
      [{ policy_id: "lead" }, "not-found", "Policy not found"],
      [{ policy_id: "narrow" }, "unsupported", "does not grant the API orders"],
      [{ policy_id: "foreign" }, "unsupported", "belongs to another organisation"],
    ];
    for (const [change, code, why] of wrong) {
      const error = await failure(createAnything(bed.tyk, { ...newClientBody, ...change }));
      expect(error, why).toMatchObject({ code, outcome: "not-sent" });
      expect(error.message).toContain(why);
    }
    expect((await snapshot(bed, ["orders"])).clients).toEqual({ orders: [] });
  });
});

describe("clients.create if the client exists", () => {
  const other = { ...newClientBody, description: "Another" };

  async function withClient(): Promise<TestBed> {
    const bed = createTestBed();
    await addClient(bed, { description: "First" });
    return bed;
  }

  test("fails, and does not change the client", async () => {
    const bed = await withClient();
    const before = await snapshot(bed);
    const error = await failure(bed.tyk.clients.create(newClientBody));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(error.clientId).toBeUndefined();
    expect(await snapshot(bed)).toEqual(before);
  });

  test("keeps the client, and reports the differing fields", async () => {
    const bed = await withClient();
    const before = await snapshot(bed);
    const kept = await bed.tyk.clients.create(other, { ifExists: "keep" });
    const differs = [{ apiId: "orders", fields: ["description", "secret"] }];
    expect(kept).toEqual({ ...before.app["orders"], differs });
    const same = { ...omit(newClientBody, "secret"), description: "First" };
    expect(await bed.tyk.clients.create(same, { ifExists: "keep" })).toEqual(before.app["orders"]);
    expect(await snapshot(bed)).toEqual(before);
  });

  test("replaces the client, but keeps its secret unless the call names one", async () => {
    const bed = await withClient();
    await bed.tyk.clients.create(omit(other, "secret"), { ifExists: "replace" });
    const { app } = await snapshot(bed);
    expect(app["orders"]).toMatchObject({ description: "Another", secret: initialSecret });
    await bed.tyk.clients.create(other, { ifExists: "replace" });
    expect(await storedSecret(bed, "orders")).toBe(newSecret);
  });

  test("requires a decision about the tokens if the policy changes, and ends them", async () => {
    const bed = await testBedWithOneCopy({ policies: { gold: ["orders"], silver: ["orders"] } });
    const silver = { ...newClientBody, policy_id: "silver" };
    const token = await issueToken(bed);
    const error = await failure(bed.tyk.clients.create(silver, { ifExists: "replace" }));
    expect(error).toMatchObject({ code: "input", field: "tokens", outcome: "not-sent" });
    expect(await callApi(bed, token)).toBe(200);
    await bed.tyk.clients.create(silver, { ifExists: "replace", tokens: "revoke" });
    expect(await callApi(bed, token)).toBe(403);
  });

  test.each(["fail", "keep", "replace"] as const)(
    "with %s recognises its own client, and writes nothing",
    async (ifExists) => {
      const bed = createTestBed();
      const first = await bed.tyk.clients.create(newClientBody);
      const from = bed.gateway.requests.length;
      expect(await bed.tyk.clients.create(newClientBody, { ifExists })).toEqual(first);
      expect(operationsSince(bed, from)).not.toContain("createOAuthClient");
    },
  );

  test("treats a client that differs, in its secret or otherwise, as another client", async () => {
    const { tyk } = createTestBed();
    await tyk.clients.create(newClientBody);
    for (const one of [
      { ...newClientBody, secret: "of-another" },
      omit(newClientBody, "secret"),
      other,
    ])
      expect(await failure(tyk.clients.create(one))).toMatchObject({ code: "conflict" });
  });
});

describe("clients.create with lint: warn", () => {
  const odd = { client_id: "a%b", api_id: "orders", meta_data: ["x"] };

  test("accepts odd values with a warning", async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const { tyk } = createTestBed({}, { logger });
    const { data, warnings } = await tyk.clients.create(odd, { lint: "warn" }).withResponse();
    expect(data).toMatchObject({ client_id: "a%b", redirect_uri: "", meta_data: ["x"] });
    const fields = ["body.client_id", "body.redirect_uri", "body.meta_data"];
    expect(warnings.map((warning) => warning.split(" ", 1)[0])).toEqual(fields);
    const logged = logger.warn.mock.calls.join("\n");
    for (const warning of warnings) expect(logged).toContain(warning);
    expect(await tyk.clients.get({ apiId: "orders", clientId: "a%b" })).toEqual(data);
  });

  test("is not the default", async () => {
    const { gateway, tyk } = createTestBed();
    expect(await failure(tyk.clients.create(odd))).toMatchObject({ code: "input" });
    expect(gateway.requests).toEqual([]);
  });
});

describe("clients.create with a fault at each request", () => {
  const cases: [string, string, (tyk: TykOAuth) => Promise<unknown>, ByFault][] = [
    [
      "on several APIs",
      "5.14.0",
      (tyk) => tyk.clients.create(bodyWithoutApi, onBothApis),
      {
        dropped: ["incomplete, applied", "incomplete, applied"],
        // What was made is read, so that nothing is left to be told.
        "applied, then dropped": ["fine", "fine"],
        "503": ["incomplete, applied", "incomplete, applied"],
        "403 of the admin secret": ["authentication, refused", "authentication, applied"],
      },
    ],
    [
      "by a policy of which the gateway cannot tell",
      "4.3.0",
      (tyk) => tyk.clients.create(bodyWithoutApi),
      {
        dropped: ["connection, unknown"],
        // What was stored is read; that it is all that the policy grants nobody can tell.
        "applied, then dropped": ["incomplete, applied"],
        "503": ["server, unknown"],
        "403 of the admin secret": ["authentication, refused"],
      },
    ],
  ];

  for (const [name, version, run, told] of cases)
    test.each(Object.keys(told) as FaultName[])(`${name}: %s`, async (fault) => {
      const build = (): Promise<TestBed> => Promise.resolve(createTestBed({ version }));
      const goal = async (bed: TestBed): Promise<void> => {
        expect(await storedSecrets(bed)).toEqual([newSecret, newSecret]);
      };
      const lines = told[fault].map((line) => `createOAuthClient: ${line}`);
      expect(await failEachRequest({ build, run, goal, makes: clientId }, fault)).toEqual(lines);
    });

  test("on one API names the client if the check for an existing client fails", async () => {
    const { gateway, tyk } = createTestBed();
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");
    gateway.fail({ operation: "getOAuthClient" }, "drop");
    const error = await failure(tyk.clients.create(omit(newClientBody, "client_id", "secret")));
    expect(error).toMatchObject({ code: "connection", outcome: "unknown" });
    const made = { apiId: "orders", clientId: error.clientId ?? "" };
    expect(await tyk.clients.get(made)).toMatchObject({ client_id: made.clientId });
  });
});
