import { describe, expect, test } from "vitest";
import type { TykOAuth } from "../../../src/index.ts";
import { readingMethods } from "../../support/client/all-methods.ts";
import { newClient } from "../../support/client/client.ts";
import { createTestBed } from "../../support/gateway/test-bed.ts";
import { failure } from "../../support/util/failure.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const reads: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
  ...readingMethods,
  "raw.getOAuthClient": (tyk) => tyk.raw.getOAuthClient({ path }),
  "raw.listOAuthClients": (tyk) => tyk.raw.listOAuthClients({ path: { apiID: "orders" } }),
  "raw.listKeys": (tyk) => tyk.raw.listKeys(),
  "raw.hello": (tyk) => tyk.raw.hello(),
};
// Reports what it could not read, and does not throw.
const throwing = Object.entries(reads).filter(([name]) => name !== "tokens.find");

describe.each(throwing)("%s changes nothing, and its error says so", (_, call) => {
  test.each([
    ["a 503", { status: 503, body: "busy" }],
    ["a dropped connection", "drop"],
    ["a connection that is dropped after the gateway worked", "applied-then-drop"],
    ["a response that is cut off", "cut-json"],
    ["a page instead of JSON", "html"],
  ] as const)("after %s", async (__, fault) => {
    const { gateway, tyk } = createTestBed();
    gateway.fail({}, fault, Infinity);
    const error = await failure(call(tyk));
    // A broken 404 is a refusal.
    expect(error).toMatchObject({
      outcome: expect.stringMatching(/^(not-sent|refused)$/) as unknown,
      mayHaveBeenApplied: false,
    });
    expect(error.steps.filter(({ outcome }) => outcome === "unknown")).toEqual([]);
  });

  test("after a deadline", async () => {
    const tyk = newClient({ fetch: neverResponds, timeoutMs: 1, maxRetries: 0 });
    const error = await failure(call(tyk));
    expect(error).toMatchObject({ code: "timeout", outcome: "not-sent" });
  });
});

function neverResponds(_url: string, { signal }: RequestInit): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}
