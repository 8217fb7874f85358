import { expect, test } from "vitest";
import { fastOutage, failStorage } from "../../../support/gateway/storage-outage.ts";
import { clientId, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";

test("a second read that finds something counts, although the control before it failed", async () => {
  const bed = await testBedWithOneCopy();
  const { length } = (await bed.tyk.clients.listApis({ clientId }).withResponse()).steps;
  expect(length).toBe(1);
  // The first read, and both requests of the control.
  failStorage(bed, 1, 3, fastOutage);
  const { data, steps } = await bed.tyk.clients.listApis({ clientId }).withResponse();
  expect(data).toEqual(["orders"]);
  expect(steps.map(({ operation }) => operation)).toEqual([
    "listOAuthClientApis",
    "listApis",
    "getOAuthClientTokens",
    "listOAuthClientApis",
  ]);
});
