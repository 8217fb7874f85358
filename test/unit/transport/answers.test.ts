import { describe, expect, test } from "vitest";
import { TykApiError, TykRedirectError, TykResponseError } from "../../../src/index.ts";
import type { AnyTykError } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";

const path = { apiID: "orders", keyName: "shop-web" };

/** What a write makes of a response of a fetch of one's own. */
function of(response: Response): Promise<AnyTykError> {
  const tyk = newClient({ fetch: () => Promise.resolve(response) });
  return failure(tyk.raw.deleteOAuthClient({ path }));
}

/** A response of a status that fetch itself never gives. */
function odd(status: number): Response {
  return Object.defineProperty(new Response("{}"), "status", { value: status });
}

describe("the status", () => {
  test.each([
    [299, TykResponseError, "protocol"],
    [300, TykRedirectError, "redirect"],
    [399, TykRedirectError, "redirect"],
    [400, TykApiError, "bad-request"],
    [599, TykApiError, "server"],
  ])("%i is at the edge of a range", async (status, type, code) => {
    const error = await of(new Response("{}", { status }));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code, status });
  });

  test.each([
    [100, "refused"],
    [199, "refused"],
    [600, "unknown"],
  ])("%i is an error too, if a fetch returns it", async (status, outcome) => {
    const error = await of(odd(status));
    expect(error).toBeInstanceOf(TykApiError);
    expect(error).toMatchObject({ code: "api", status, outcome });
  });
});

test("a response of 200 with an error body is no success", async () => {
  const tyk = newClient({
    fetch: () => Promise.resolve(Response.json({ status: "error", message: "no" })),
  });
  const body = { client_id: "shop-web", token: "t0ken" };
  for (const call of [tyk.raw.revokeSingleToken({ body }), tyk.tokens.purgeLapsed()])
    expect(await failure(call)).toMatchObject({ code: "schema", outcome: "applied", status: 200 });
});

describe("the body of an error response", () => {
  const message = "API not found";
  const sized = (bytes: number): Response => {
    const headers = { "content-type": "application/json" };
    return new Response(JSON.stringify({ message }).padEnd(bytes), { status: 400, headers });
  };

  test("is read up to 64 KiB, whatever the limit for responses is", async () => {
    expect(await of(sized(65_536))).toMatchObject({ apiMessage: message });
    expect(await of(sized(65_537))).toMatchObject({ apiMessage: undefined });
    // 500 is looked into for its words, which are not there then.
    const large = new Response("x".repeat(65_537), { status: 500 });
    expect(await of(large)).toMatchObject({ code: "server", outcome: "unknown", status: 500 });
    const small = newClient({ fetch: () => Promise.resolve(sized(1_000)), maxResponseBytes: 10 });
    expect(await failure(small.raw.deleteOAuthClient({ path }))).toMatchObject({
      apiMessage: message,
    });
  });
});
