/** A token opens what its policy or rules grant, on whichever API; its session alone ties it to the client (trap 25). */
import { expect, test } from "vitest";
import { keyRules } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import {
  issueTokenPair,
  keyCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  onOrders,
  initialSecret,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const options: GatewayOptions = {
  apis: [
    "orders",
    "billing",
    { api_id: "vault", use_standard_auth: true },
    { api_id: "open", use_keyless: true },
  ],
  policies: {
    gold: ["orders", "billing"],
    vault: ["vault"],
    both: ["orders", "vault"],
    "billing-and-vault": ["billing", "vault"],
    billing: ["billing"],
    open: ["open"],
    ghost: ["removed"],
  },
};

async function sceneOf(policy_id: string): Promise<TestBed> {
  const bed = createTestBed(options);
  await addClient(bed, { policy_id });
  return bed;
}

/** Two tokens of one second; revoking the first takes both off the list. */
async function dropOne(bed: TestBed): Promise<string> {
  const [first, second] = [await issueToken(bed), await issueToken(bed)];
  await bed.raw.revokeSingleToken({ body: { token: first, client_id: clientId } });
  return second;
}

test("clients.cutOff ends a token that only opens an API without OAuth, and reports it there", async () => {
  const bed = await sceneOf("vault");
  const token = await dropOne(bed);
  expect([await callApi(bed, token), await callApi(bed, token, "vault")]).toEqual([403, 200]);
  const { report } = await bed.tyk.clients.cutOff({ clientId });
  expect(report.apis).toMatchObject([
    { apiId: "orders", state: "refused-at-api", count: 0 },
    { apiId: "vault", state: "refused-at-api", count: 1, ended: 1 },
  ]);
  expect(await callApi(bed, token, "vault")).toBe(403);
});

test("clients.delete leaves no token behind that opens another API", async () => {
  const bed = await sceneOf("vault");
  const token = await dropOne(bed);
  const { tokens } = await bed.tyk.clients.delete(onOrders);
  expect(tokens?.apis.map(({ apiId }) => apiId)).toEqual(["orders", "vault"]);
  expect(await callApi(bed, token, "vault")).toBe(403);
});

test("clients.update ends what the old policy opened on another API", async () => {
  const bed = await sceneOf("vault");
  const token = await issueToken(bed);
  await bed.tyk.clients.update(onOrders, { policy_id: "gold" }, { tokens: "revoke" });
  expect(await callApi(bed, token, "vault")).toBe(403);
});

test("tokens.revokeAll ends tokens whose rules open another API", async () => {
  const bed = await sceneOf("gold");
  const rights = { vault: { api_id: "vault", versions: ["Default"] } };
  const rules = keyRules({ orgId: "acme", accessRights: rights });
  const { access: token } = await issueTokenPair(bed, {}, rules);
  expect(await callApi(bed, token, "vault")).toBe(200);
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders);
  expect(apis).toMatchObject([{ apiId: "orders" }, { apiId: "vault", count: 1 }]);
  expect(await callApi(bed, token, "vault")).toBe(403);
});

test("a token that is alive is reported under each API that it opens", async () => {
  const bed = await sceneOf("both");
  await issueToken(bed);
  bed.gateway.fail({ operation: "deleteKey" }, { status: 403 }, Infinity);
  bed.gateway.fail({ path: /revoke_all$/ }, { status: 403 }, Infinity);
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
  expect(apis).toMatchObject([
    { apiId: "orders", state: "still-alive", count: 1 },
    { apiId: "vault", state: "still-alive", count: 1 },
  ]);
});

test.each([
  ["open", "a keyless API is open to everybody"],
  ["ghost", "a removed API is open to nobody"],
])("a token of the policy %s is ended and counted on the client's own API: %s", async (policy) => {
  const bed = await sceneOf(policy);
  await dropOne(bed);
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders);
  expect(apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", count: 1 }]);
  expect(await keyCodes(bed)).toEqual([]);
});

test("a token that only opens another copy's API belongs to that copy, and stays", async () => {
  const bed = await sceneOf("gold");
  await addClient(bed, { api_id: "billing", policy_id: "billing", secret: initialSecret });
  const token = await issueToken(bed, { api: "billing" });
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders);
  expect(apis.map(({ apiId }) => apiId)).toEqual(["orders"]);
  expect(await callApi(bed, token, "billing")).toBe(200);
  // One that opens an API without OAuth as well may be of either copy: it is ended, since the report speaks of that API.
  await addClient(bed, { api_id: "billing", policy_id: "billing-and-vault" });
  const shared = await issueToken(bed, { api: "billing" });
  const again = await bed.tyk.tokens.revokeAll(onOrders);
  expect(again.apis.map(({ apiId }) => apiId)).toEqual(["orders", "vault"]);
  expect(await callApi(bed, shared, "vault")).toBe(403);
});

test("a token that may belong to another copy stays if the copy cannot be read, and is reported as uncertain", async () => {
  const bed = await sceneOf("gold");
  await addClient(bed, { api_id: "billing", policy_id: "billing", secret: initialSecret });
  const token = await issueToken(bed, { api: "billing" });
  const path = `/tyk/oauth/clients/billing/${clientId}`;
  bed.gateway.fail({ method: "GET", path }, "drop", Infinity);
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
  expect(apis).toMatchObject([{ apiId: "orders", state: "unverified" }]);
  expect(apis[0]?.reason).toContain("it is unknown which other APIs a token opens (connection)");
  expect(await callApi(bed, token, "billing")).toBe(200);
});

test("ordinary keys and tokens of other clients stay", async () => {
  const bed = createTestBed({ ...options, keys: { "a-partner-key": ["vault"] } });
  await addClient(bed, { policy_id: "vault" });
  await addClient(bed, { client_id: "other", policy_id: "vault" });
  const others = await issueToken(bed, { id: "other" });
  await issueToken(bed);
  await bed.tyk.clients.cutOff({ clientId });
  expect([
    await callApi(bed, others, "vault"),
    await callApi(bed, "a-partner-key", "vault"),
  ]).toEqual([200, 200]);
});
