import { describe, expect, test } from "vitest";
import { TykApiError, TykIncompleteError } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { addClient, createTestBed } from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

/** A policy that grants an API that does not exist. */
const withGhost = {
  apis: ["orders", "billing"],
  policies: { gold: ["orders", "ghost"], silver: ["orders"] },
} satisfies GatewayOptions;
const body = { policy_id: "gold", redirect_uri: redirectUri };
/** The gateways that do not tell which APIs a policy grants. */
const silent = ["3.0.0", "4.3.0", "5.3.0"];

function sentBodies({ gateway }: TestBed): Record<string, unknown>[] {
  return gateway.requests
    .filter(({ operation }) => operation === "createOAuthClient")
    .map((request) => JSON.parse(request.body) as Record<string, unknown>);
}

describe("clients.create by a policy that grants an API that does not exist", () => {
  test("creates the client on the APIs that exist, names each, and warns about the other", async () => {
    const bed = createTestBed(withGhost);
    const { data, warnings } = await bed.tyk.clients.create(body).withResponse();
    expect(warnings).toEqual([
      "the policy gold grants ghost, which this gateway does not have: no client is created there",
    ]);
    expect(sentBodies(bed)).toMatchObject([{ api_id: "orders", client_id: data.client_id }]);
    const ref = { apiId: "orders", clientId: data.client_id };
    expect(await bed.tyk.clients.get(ref)).toEqual(data);
  });

  test("warns about nothing if every API exists", async () => {
    const silver = { ...body, policy_id: "silver" };
    const { warnings } = await createTestBed(withGhost).tyk.clients.create(silver).withResponse();
    expect(warnings).toEqual([]);
  });

  test.each(silent)(
    "on %s reports outcome applied, the APIs and the client's id",
    async (version) => {
      const bed = createTestBed({ ...withGhost, version });
      const error = await failure(bed.tyk.clients.create(body));
      expect(error).toBeInstanceOf(TykIncompleteError);
      const { clientId = "" } = error;
      expect(clientId).toMatch(/^[0-9a-f]{32}$/);
      expect(error).toMatchObject({
        outcome: "applied",
        report: { clientId, apis: [{ apiId: "orders", done: true, outcome: "applied" }] },
        cause: { code: "bad-request", apiMessage: "API doesn't exist" },
      });
      expect(error.message).toContain(`the client ${clientId} was stored on orders`);
      // The id is ours, since the gateway would not tell the one that it makes.
      expect(sentBodies(bed)).toMatchObject([{ client_id: clientId, policy_id: "gold" }]);
      expect(sentBodies(bed)[0]).not.toHaveProperty("api_id");
      const stored = await bed.tyk.clients.get({ apiId: "orders", clientId });
      expect(stored).toMatchObject({ client_id: clientId, policy_id: "gold" });
    },
  );

  test("reports an earlier copy and another client's copy without claiming more than it verified", async () => {
    const bed = createTestBed({ ...withGhost, version: "4.3.0" });
    const named = { ...body, client_id: "app", secret: "one-of-my-own" };
    await failure(bed.tyk.clients.create(named));
    // The same client again: nothing shows that anything was stored.
    const again = await failure(bed.tyk.clients.create(named));
    expect(again).toMatchObject({ code: "bad-request", outcome: "unknown", clientId: "app" });
    await addClient(bed, { api_id: "billing" });
    const other = { ...named, description: "Other" };
    const args = { ifExists: "replace", tokens: "keep" } as const;
    const error = await failure(bed.tyk.clients.create(other, args));
    const report = {
      clientId: "app",
      apis: [
        { apiId: "billing", done: false, outcome: "unknown", code: "bad-request" },
        { apiId: "orders", done: true, outcome: "applied" },
      ],
    };
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied", report });
  });

  test("reports outcome unknown if the stored clients cannot be read", async () => {
    const bed = createTestBed({ ...withGhost, version: "4.3.0" });
    bed.gateway.fail({ operation: "getOAuthClient" }, { status: 503, body: "busy" }, Infinity);
    const error = await failure(bed.tyk.clients.create(body));
    expect(error).toMatchObject({ code: "bad-request", outcome: "unknown" });
    expect(error.clientId).toMatch(/^[0-9a-f]{32}$/);
  });

  test("reports outcome unknown if no copy is found, because that proves nothing", async () => {
    const bed = createTestBed({ ...withGhost, version: "4.3.0" });
    const gone = { status: "error", message: "OAuth Client ID not found" };
    bed.gateway.fail({ operation: "getOAuthClient" }, { status: 404, body: gone }, Infinity);
    const error = await failure(bed.tyk.clients.create(body));
    expect(error).toMatchObject({ code: "bad-request", outcome: "unknown" });
    expect(error.clientId).toBeDefined();
  });

  test("reports what ends the method during the read", async () => {
    const bed = createTestBed({ ...withGhost, version: "4.3.0" });
    const message = "Attempted administrative access with invalid or missing key!";
    const denied = { status: 403, body: { status: "error", message } };
    bed.gateway.fail({ operation: "listApis" }, denied);
    const error = await failure(bed.tyk.clients.create(body));
    expect(error).toMatchObject({ code: "authentication", outcome: "unknown" });
    expect(error.clientId).toBeDefined();
  });

  test("reports a refusal if nothing can have been stored", async () => {
    const open = { api_id: "open", use_keyless: true };
    const policies = { gold: ["open"] };
    const bed = createTestBed({ version: "4.3.0", apis: ["orders", open], policies });
    for (const policy_id of ["gold", "unknown"]) {
      const error = await failure(bed.tyk.clients.create({ ...body, policy_id }));
      expect(error).toMatchObject({ code: "bad-request", outcome: "refused" });
      expect(error.clientId).toBeUndefined();
    }
  });
});

describe("tyk.raw.createOAuthClient", () => {
  const error = async (more: object, version = "5.14.0"): Promise<TykApiError> => {
    const { tyk } = createTestBed({ ...withGhost, version });
    const given = await failure(tyk.raw.createOAuthClient({ body: { ...body, ...more } }));
    expect(given).toBeInstanceOf(TykApiError);
    return given as TykApiError;
  };

  test.each(["5.14.0", ...silent])("without an API has outcome unknown on %s", async (version) => {
    const refused = { status: 400, apiMessage: "API doesn't exist", attempts: 1 };
    expect(await error({}, version)).toMatchObject({ ...refused, outcome: "unknown" });
    expect(await error({ api_id: "" }, version)).toMatchObject({ ...refused, outcome: "unknown" });
  });

  test("with an API is refused", async () => {
    const named = await error({ api_id: "ghost" });
    expect(named).toMatchObject({ apiMessage: "API doesn't exist", outcome: "refused" });
  });

  test("by an unknown policy is refused", async () => {
    const unknown = await error({ policy_id: "unknown" });
    expect(unknown).toMatchObject({ apiMessage: "Policy doesn't exist", outcome: "refused" });
  });
});
