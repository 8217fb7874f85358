import { describe, expect, test } from "vitest";
import { isTykError } from "../../../../src/index.ts";
import { failStorage, fastOutage, slowOutage } from "../../../support/gateway/storage-outage.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  addClient,
  clientId,
  createTestBed,
  operationsSince,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const apis = Array.from({ length: 40 }, (_, nth) => `api-${nth}`);
/** The gateway's 404 for a client, which every client gets while storage is down. */
const absent = {
  status: 404,
  body: { status: "error", message: "OAuth Client ID not found" },
} as const;

/** A gateway of many APIs, with copies of the client on two of them. */
async function bedOfMany(): Promise<TestBed> {
  const bed = createTestBed({ apis, policies: {} });
  for (const api_id of ["api-3", "api-30"]) await addClient(bed, { api_id, policy_id: "" });
  return bed;
}

async function inspect(bed: TestBed): Promise<{ copies: string[]; reads: number; all: number }> {
  const from = bed.gateway.requests.length;
  const { copies } = await bed.tyk.clients.inspect({ clientId });
  const operations = operationsSince(bed, from);
  return {
    copies: copies.map(({ apiId }) => apiId),
    reads: operations.filter((operation) => operation === "getOAuthClient").length,
    all: operations.length,
  };
}

const copies = ["api-3", "api-30"];

describe("a client on many APIs", () => {
  test("is read once on each API if the gateway's list of its APIs agrees", async () => {
    const bed = await bedOfMany();
    // The definitions, two storage controls and the list are the other four requests.
    expect(await inspect(bed)).toEqual({ copies, reads: 40, all: 44 });
  });

  test("is read again where only the list names it", async () => {
    const bed = await bedOfMany();
    bed.gateway.fail({ path: `/tyk/oauth/clients/api-30/${clientId}` }, absent);
    expect(await inspect(bed)).toMatchObject({ copies, reads: 41 });
  });

  test.each<[string, (bed: TestBed) => void]>([
    [
      "omits a copy",
      ({ gateway }) => {
        gateway.fail({ operation: "listOAuthClientApis" }, { status: 200, body: ["api-3"] });
      },
    ],
    [
      "is empty",
      ({ gateway }) => {
        gateway.fail({ operation: "listOAuthClientApis" }, { status: 200, body: [] });
      },
    ],
    [
      "is not served",
      ({ gateway }) => {
        gateway.fail({ operation: "listOAuthClientApis" }, { status: 500, body: "no" });
      },
    ],
    [
      "comes after a storage control that failed",
      ({ gateway }) => {
        gateway.fail({ operation: "getOAuthClientTokens" }, { status: 500, body: "no" });
      },
    ],
  ])("is read a second time on each other API if the list %s", async (_, spoil) => {
    const bed = await bedOfMany();
    spoil(bed);
    expect(await inspect(bed)).toMatchObject({ copies, reads: 78 });
  });

  test("is not called absent if a 404 took too long", async () => {
    const bed = await bedOfMany();
    bed.gateway.fail({ path: `/tyk/oauth/clients/api-5/${clientId}` }, slowOutage);
    expect(await failure(bed.tyk.clients.inspect({ clientId }))).toMatchObject({
      code: "incomplete",
      report: { kind: "client-lookup" },
    });
  });

  test("is never called absent because of an outage that is as fast as usual", async () => {
    for (const [start, length] of [
      [2, 5],
      [3, 38],
      [20, 30],
    ] as const) {
      const bed = await bedOfMany();
      const end = failStorage(bed, start, length, fastOutage);
      const seen = await inspect(bed).catch((error: unknown) => error);
      end();
      if (isTykError(seen)) expect(seen.code).toBe("incomplete");
      else expect(seen).toMatchObject({ copies });
    }
  });
});
