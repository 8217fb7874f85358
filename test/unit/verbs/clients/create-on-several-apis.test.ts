import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  initialSecret,
  operationsSince,
  testBedWithTwoCopies,
  storedSecret,
  storedSecrets,
} from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";
import {
  onBothApis,
  bodyWithoutSecret,
  bodyWithoutApi,
  newSecret,
} from "../../../support/samples/new-client.ts";

describe("clients.create on several APIs", () => {
  test("gives all copies the same secret", async () => {
    const { tyk } = createTestBed();
    const made = await tyk.clients.create(omit(bodyWithoutSecret, "client_id"), onBothApis);
    for (const apiId of ["orders", "billing"])
      expect(await tyk.clients.get({ apiId, clientId: made.client_id })).toEqual(made);
  });

  test("creates the missing copies with the existing secret", async () => {
    const bed = createTestBed();
    await addClient(bed, { description: "Shop" });
    const { differs } = await bed.tyk.clients.create(bodyWithoutSecret, {
      ...onBothApis,
      ifExists: "keep",
    });
    expect(differs).toBeUndefined();
    expect(await storedSecrets(bed)).toEqual([initialSecret, initialSecret]);
  });

  test("replaces copies with different secrets, and keeps the secret of each", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" });
    await bed.tyk.clients.create(bodyWithoutSecret, { ...onBothApis, ifExists: "replace" });
    expect(await storedSecrets(bed)).toEqual([initialSecret, "drifted"]);
    expect((await snapshot(bed)).app["billing"]).toMatchObject({ description: "Shop" });
  });

  test("does not choose a secret for a further copy if the secrets differ", async () => {
    const apis = ["orders", "billing", "stock"];
    const bed = createTestBed({ apis });
    await addClient(bed);
    await addClient(bed, { api_id: "billing", secret: "drifted" });
    for (const ifExists of ["keep", "replace"] as const) {
      const error = await failure(bed.tyk.clients.create(bodyWithoutSecret, { apis, ifExists }));
      expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    }
    await bed.tyk.clients.create(bodyWithoutApi, { apis, ifExists: "keep" });
    expect([...(await storedSecrets(bed)), await storedSecret(bed, "stock")]).toEqual([
      initialSecret,
      "drifted",
      newSecret,
    ]);
  });

  test("reports the result per API if one fails", async () => {
    const { gateway, tyk } = createTestBed();
    const toBilling = '"api_id":"billing"';
    gateway.fail((request) => request.body.includes(toBilling), { status: 500, body: "no" });
    const error = await failure(tyk.clients.create(bodyWithoutApi, onBothApis));
    const apis = [
      { apiId: "orders", done: true, outcome: "applied" },
      { apiId: "billing", done: false, outcome: "unknown", code: "server" },
    ];
    const told = { code: "incomplete", outcome: "applied", clientId, report: { clientId, apis } };
    expect(error).toMatchObject(told);
    expect(error.message).toContain(`client ${clientId}`);
  });
});

describe("clients.create by a policy alone", () => {
  test.each([
    ["5.14.0", ["getPolicy", "listApis"], ["orders", "billing"]],
    // Where only the gateway knows the APIs of a policy one request makes the client on all of them.
    ["4.3.0", ["getPolicy", "listPolicies", "listApis"], [undefined]],
  ])(
    "on %s creates the client on each OAuth API that the policy grants",
    async (version, looks, writes) => {
      const apis = ["orders", "billing", { api_id: "open", use_keyless: true }];
      const bed = createTestBed({
        version,
        apis,
        policies: { gold: ["orders", "billing", "open"] },
      });
      const { steps } = await bed.tyk.clients.create(bodyWithoutApi).withResponse();
      expect(await storedSecrets(bed)).toEqual([newSecret, newSecret]);
      const sent = steps.slice(0, -writes.length).map(({ operation }) => operation);
      expect(sent.slice(0, looks.length)).toEqual(looks);
      // That the id is free on both is read twice, with controls in between.
      expect(sent.filter((operation) => operation === "getOAuthClient")).toHaveLength(4);
      expect(new Set(sent.slice(looks.length))).toEqual(
        new Set(["getOAuthClient", "getOAuthClientTokens"]),
      );
      expect(steps.slice(-writes.length)).toMatchObject(
        writes.map((apiId) => ({ operation: "createOAuthClient", ...(apiId && { apiId }) })),
      );
    },
  );

  test("on 3.0.0, which lists no policies, creates the client too, and finds it again", async () => {
    const bed = createTestBed({ version: "3.0.0" });
    const { tyk } = bed;
    await tyk.clients.create(bodyWithoutApi);
    expect(await storedSecrets(bed)).toEqual([newSecret, newSecret]);
    await tyk.clients.create(bodyWithoutApi);
    const other = await failure(tyk.clients.create({ ...bodyWithoutApi, secret: "of-another" }));
    expect(other).toMatchObject({ code: "conflict" });
    const lead = { ...bodyWithoutApi, client_id: "b", policy_id: "lead" };
    expect(await failure(tyk.clients.create(lead))).toMatchObject({ outcome: "refused" });
  });

  test("rejects a policy that is unknown or grants no OAuth API", async () => {
    const bed = createTestBed({ policies: { bare: [] } });
    const wrong = { lead: "not-found", bare: "unsupported" };
    for (const [policy_id, code] of Object.entries(wrong)) {
      const error = await failure(bed.tyk.clients.create({ ...bodyWithoutApi, policy_id }));
      expect(error, policy_id).toMatchObject({ code, outcome: "not-sent" });
    }
    expect(operationsSince(bed, 0)).not.toContain("createOAuthClient");
  });

  test("rejects a policy of another organisation, as it does for a named API", async () => {
    const foreign = { org_id: "umbrella", access_rights: ["orders"] };
    const bed = createTestBed({ policies: { foreign } });
    const create = bed.tyk.clients.create({ ...bodyWithoutApi, policy_id: "foreign" });
    expect(await failure(create)).toMatchObject({ code: "unsupported", outcome: "not-sent" });
  });

  test("on 4.3.0 replaces a client and keeps its secret, and cannot keep the client", async () => {
    const bed = createTestBed({ version: "4.3.0" });
    await addClient(bed, { api_id: "billing" });
    const error = await failure(bed.tyk.clients.create(bodyWithoutSecret, { ifExists: "keep" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    await bed.tyk.clients.create(bodyWithoutSecret, { ifExists: "replace" });
    expect(await storedSecrets(bed)).toEqual([initialSecret, initialSecret]);
  });

  test("on 3.0.0 ends no tokens of copies that the new policy may not reach", async () => {
    const policies = { gold: ["orders", "billing"], narrow: ["orders"] };
    const bed = await testBedWithTwoCopies({}, { version: "3.0.0", policies });
    const token = await issueToken(bed, { api: "billing" });
    const body = { ...bodyWithoutSecret, policy_id: "narrow" };
    const revoke = { ifExists: "replace", tokens: "revoke" } as const;
    const error = await failure(bed.tyk.clients.create(body, revoke));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(error.message).toContain("pass apis");
    expect(await callApi(bed, token, "billing")).toBe(200);
    await bed.tyk.clients.create(body, { ...revoke, apis: ["orders"] });
    await bed.tyk.clients.create(body, { ifExists: "replace", tokens: "keep" });
  });

  test("on 4.3.0 never gives one copy the secret of another", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" }, { version: "4.3.0" });
    const error = await failure(bed.tyk.clients.create(bodyWithoutSecret, { ifExists: "replace" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent" });
    expect(await storedSecrets(bed)).toEqual([initialSecret, "drifted"]);
  });
});
