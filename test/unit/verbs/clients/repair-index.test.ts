import { describe, expect, test } from "vitest";
import type { IndexReport, RepairIndexInput } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultRun } from "../../../support/gateway/fail-each-request.ts";
import { keyCodes, listedCodes, issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  createTestBed,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

/** An API of which `lost` is in the index alone, and left a token behind; `app` and its token are there. */
async function brokenScene(): Promise<[TestBed, { lost: string; app: string }]> {
  const bed = await testBedWithOneCopy();
  await addClient(bed, { client_id: "lost" });
  const tokens = { lost: await issueToken(bed, { id: "lost" }), app: await issueToken(bed) };
  bed.gateway.evictClient("orders", "lost");
  return [bed, tokens];
}

function repair({ tyk }: TestBed, ...candidates: string[]): Promise<IndexReport> {
  return tyk.clients.repairIndex({ apiId: "orders", candidates });
}

describe("clients.repairIndex", () => {
  test("removes the candidate whose record is missing, and leaves the others alone", async () => {
    const [bed, tokens] = await brokenScene();
    expect(await failure(bed.tyk.clients.list({ apiId: "orders" }))).toMatchObject({
      code: "incomplete",
    });
    const from = bed.gateway.requests.length;
    const report = await repair(bed, "app", "lost", "never-was");
    expect(report).toMatchObject({
      apiId: "orders",
      healed: true,
      removed: ["lost"],
      kept: ["app"],
      unproved: [],
      tokens: [{ clientId: "lost", apis: [{ apiId: "orders", ended: 1 }] }],
    });
    // It stops as soon as the list can be read.
    const paths = bed.gateway.requests.slice(from).map(({ path }) => path);
    expect(paths.some((path) => path.includes("never-was"))).toBe(false);
    const clients = await bed.tyk.clients.list({ apiId: "orders" });
    expect(clients.map(({ client_id }) => client_id)).toEqual(["app"]);
    expect(await callApi(bed, tokens.app)).toBe(200);
  });

  test("ends what the removed client left behind, so that nothing comes back with its id", async () => {
    const [bed, { lost }] = await brokenScene();
    await repair(bed, "lost");
    await addClient(bed, { client_id: "lost" });
    expect(await callApi(bed, lost)).toBe(403);
  });

  test("does nothing if the list can be read", async () => {
    const bed = await testBedWithOneCopy();
    const from = bed.gateway.requests.length;
    const report = await repair(bed, "app", "nobody");
    expect(report).toEqual({
      kind: "index-repair",
      apiId: "orders",
      healed: true,
      removed: [],
      kept: [],
      unproved: [],
      tokens: [],
    });
    expect(operationsSince(bed, from)).toEqual(["getApi", "listOAuthClients"]);
  });

  test("reports that none of the candidates was the cause, and what it did", async () => {
    const [bed] = await brokenScene();
    const error = await failure(repair(bed, "app", "never-was", "never-was"));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: { healed: false, removed: ["never-was"], kept: ["app"] },
    });
    expect(await failure(repair(bed))).toMatchObject({
      code: "incomplete",
      outcome: "not-sent",
      report: { healed: false, removed: [], kept: [] },
    });
  });

  test("leaves a candidate alone if its tokens cannot be ended", async () => {
    const [bed, { lost }] = await brokenScene();
    bed.gateway.fail({ operation: "deleteKey" }, { status: 503, body: "busy" }, Infinity);
    const before = await snapshot(bed);
    const error = await failure(repair(bed, "lost"));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "unknown",
      report: { healed: false, removed: [], unproved: ["lost"] },
    });
    expect(await snapshot(bed)).toEqual(before);
    const marks = { lost, code: (await listedCodes(bed, "orders", "lost"))[0] ?? "-" };
    expect(leaks(marks, error, (error as { report?: unknown }).report)).toEqual([]);
  });

  test("rejects arguments that are no API, and candidates that are no ids", async () => {
    const bed = createTestBed({ apis: ["orders", { api_id: "open", use_keyless: true }] });
    const wrong: [RepairIndexInput, string][] = [
      [{ apiId: "open", candidates: ["a"] }, "unsupported"],
      [{ apiId: "nowhere", candidates: ["a"] }, "not-found"],
      [{ apiId: "orders", candidates: ["a/b"] }, "input"],
      [{ apiId: "orders", candidates: "app" as unknown as string[] }, "input"],
      [{ apiId: "", candidates: [] }, "input"],
    ];
    for (const [input, code] of wrong) {
      const error = await failure(bed.tyk.clients.repairIndex(input));
      expect(error, JSON.stringify(input)).toMatchObject({ code, outcome: "not-sent" });
    }
    expect(operationsSince(bed, 0)).not.toContain("deleteOAuthClient");
  });
});

describe("clients.repairIndex with a fault at each request", () => {
  test.each(faultNames)("%s", async (fault) => {
    const faultRun: FaultRun = {
      build: async () => (await brokenScene())[0],
      run: (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: ["app", "lost"] }),
      goal: async (bed) => {
        const { clients } = await snapshot(bed);
        expect(clients["orders"]).toMatchObject([{ client_id: "app" }]);
        // That of the client that is there.
        expect(await keyCodes(bed)).toEqual(await listedCodes(bed));
      },
    };
    expect(await failEachRequest(faultRun, fault)).not.toEqual([]);
  });
});
