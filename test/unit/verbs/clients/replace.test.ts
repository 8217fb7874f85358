import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultName } from "../../../support/gateway/fail-each-request.ts";
import {
  canRefresh,
  issueTokenPair,
  keyCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientWithOtherWriter,
  createTestBed,
  initialSecret,
  onOrders,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { readStoredClient } from "../../../support/gateway/snapshot.ts";

const policies = { gold: ["orders"], silver: ["orders"] };
const body = { redirect_uri: "https://app.example/new", policy_id: "gold", description: "New" };

function withClient(): Promise<TestBed> {
  return testBedWithOneCopy(
    { policies },
    { description: "Shop", meta_data: { team: "storefront" } },
  );
}

describe("clients.replace", () => {
  test("stores the body and blanks the rest, except for the id and the secret", async () => {
    const bed = await withClient();
    const { data, steps } = await bed.tyk.clients.replace(onOrders, body).withResponse();
    const whole = { client_id: "app", secret: initialSecret, ...body, meta_data: null };
    expect(data).toEqual(whole);
    expect(await readStoredClient(bed)).toEqual(whole);
    const look = { apiId: "orders", operation: "getOAuthClient", outcome: "applied" };
    expect(steps).toEqual([look, { ...look, operation: "updateOAuthClient" }, look]);
  });

  test("writes the numbers of metadata as passed", async () => {
    const bed = createTestBed({ policies });
    await addClient(bed, { meta_data: { id: 2 ** 53 } });
    await bed.tyk.clients.replace(onOrders, { ...body, meta_data: { id: 7 } });
    expect(await readStoredClient(bed)).toMatchObject({ meta_data: { id: 7 } });
  });

  test("does not blank the redirect URI unless the caller allows it", async () => {
    const bed = await withClient();
    const before = await readStoredClient(bed);
    for (const blank of [{ policy_id: "gold" }, { policy_id: "gold", redirect_uri: "" }]) {
      const error = await failure(bed.tyk.clients.replace(onOrders, blank));
      expect(error).toMatchObject({ code: "input", field: "body.redirect_uri" });
      expect(await readStoredClient(bed)).toEqual(before);
      const call = bed.tyk.clients.replace(onOrders, blank, { blankRedirectUri: true });
      expect(await call).toMatchObject({ redirect_uri: "", secret: initialSecret });
      await addClient(bed, { description: "Shop", meta_data: { team: "storefront" } });
    }
  });

  test("accepts odd values only with lint: warn", async () => {
    const bed = await withClient();
    const odd = { ...body, redirect_uri: `${redirectUri}#part` };
    expect(await failure(bed.tyk.clients.replace(onOrders, odd))).toMatchObject({
      code: "input",
    });
    const call = bed.tyk.clients.replace(onOrders, odd, { lint: "warn" });
    expect((await call.withResponse()).warnings).toEqual([
      expect.stringContaining("body.redirect_uri must not have a fragment"),
    ]);
  });

  test("requires a decision about the tokens if the policy changes, and ends them", async () => {
    const bed = await withClient();
    const { access, refresh } = await issueTokenPair(bed);
    const silver = { ...body, policy_id: "silver" };
    for (const other of [silver, { redirect_uri: redirectUri }]) {
      const error = await failure(bed.tyk.clients.replace(onOrders, other));
      expect(error).toMatchObject({ code: "input", field: "tokens", outcome: "not-sent" });
    }
    await bed.tyk.clients.replace(onOrders, silver, { tokens: "revoke" });
    expect(await readStoredClient(bed)).toMatchObject({ policy_id: "silver" });
    expect(await callApi(bed, access)).toBe(403);
    expect(await canRefresh(bed, refresh)).toBe(false);
    expect(await keyCodes(bed)).toEqual([]);
    const token = await issueToken(bed);
    await bed.tyk.clients.replace(onOrders, body, { tokens: "keep" });
    expect(await callApi(bed, token)).toBe(200);
  });

  test("reports an unknown client, and creates none", async () => {
    const bed = createTestBed();
    const error = await failure(bed.tyk.clients.replace(onOrders, body));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    expect(await readStoredClient(bed)).toBeUndefined();
  });

  test("reports a conflict if another writer stored something after it", async () => {
    const bed = await withClient();
    const theirs = { ...body, redirect_uri: redirectUri };
    const path = { apiID: "orders", keyName: "app" };
    const tyk = clientWithOtherWriter(bed, "after", /^PUT /, () =>
      bed.raw.updateOAuthClient({ path, body: theirs }),
    );
    const error = await failure(tyk.clients.replace(onOrders, body));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(await readStoredClient(bed)).toMatchObject(theirs);
  });

  test.each<[FaultName, string]>([
    ["dropped", "connection, unknown"],
    ["applied, then dropped", "connection, unknown"],
    ["503", "server, unknown"],
    ["403 of the admin secret", "authentication, refused"],
  ])("with a fault at each request: %s", async (fault, line) => {
    const told = await failEachRequest(
      {
        build: withClient,
        run: (tyk) => tyk.clients.replace(onOrders, body),
        goal: async (bed) => {
          expect(await readStoredClient(bed)).toMatchObject({ ...body, meta_data: null });
        },
      },
      fault,
    );
    expect(told).toEqual([`updateOAuthClient: ${line}`]);
  });
});
