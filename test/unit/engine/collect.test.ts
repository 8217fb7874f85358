import { describe, expect, test } from "vitest";
import { failure } from "../../support/util/failure.ts";
import { issueToken, listedCodes } from "../../support/gateway/oauth-flow.ts";
import { addClient, onOrders, testBedWithOneCopy } from "../../support/gateway/test-bed.ts";

describe("toArray of an iterator", () => {
  test("returns all tokens if there are no more than the limit", async () => {
    const bed = await testBedWithOneCopy();
    for (let count = 0; count < 3; count += 1) await issueToken(bed);
    const codes = await listedCodes(bed);
    const tokens = await bed.tyk.tokens.iterate(onOrders).toArray({ limit: 3 });
    expect(tokens.map(({ code }) => code).sort()).toEqual(codes.sort());
  });

  test("throws if there are more, reads no further, and shows no code", async () => {
    const bed = await testBedWithOneCopy();
    for (let count = 0; count < 250; count += 1) await issueToken(bed);
    const from = bed.gateway.requests.length;
    const iterator = bed.tyk.tokens.iterate(onOrders);
    const error = await failure(iterator.toArray({ limit: 1 }));
    expect(error).toMatchObject({
      code: "incomplete",
      operation: "tokens.iterate",
      outcome: "not-sent",
      report: { limit: 1, state: "more-than-limit" },
    });
    expect(bed.gateway.requests.length - from).toBeLessThan(3);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test("returns the rest after next()", async () => {
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "other", api_id: "billing" });
    const iterator = bed.tyk.clients.iterateAll();
    await iterator.next();
    expect(await iterator.toArray({ limit: 10 })).toHaveLength(1);
  });

  test.each([
    undefined,
    null,
    {},
    { limit: 0 },
    { limit: 1.5 },
    { limit: "3" },
    { limit: Infinity },
  ])("refuses the bound %j before any request", async (args) => {
    const bed = await testBedWithOneCopy();
    const from = bed.gateway.requests.length;
    const error = await failure(bed.tyk.tokens.iterate(onOrders).toArray(args as never));
    expect(error).toMatchObject({ code: "input", field: "limit", operation: "tokens.iterate" });
    expect(bed.gateway.requests).toHaveLength(from);
  });

  test("refuses a misspelt field before any request", async () => {
    const bed = await testBedWithOneCopy();
    const from = bed.gateway.requests.length;
    const args = { limit: 5, maxItems: 3 };
    const error = await failure(bed.tyk.tokens.iterate(onOrders).toArray(args));
    expect(error).toMatchObject({ code: "input", field: "maxItems", operation: "tokens.iterate" });
    expect(bed.gateway.requests).toHaveLength(from);
  });

  test("throws the error of the method", async () => {
    const bed = await testBedWithOneCopy();
    bed.gateway.fail({}, { status: 503, body: "busy" }, 10);
    const error = await failure(bed.tyk.tokens.iterate(onOrders).toArray({ limit: 1 }));
    expect(error).toMatchObject({ code: "server" });
  });
});
