import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inspect } from "node:util";
import type { TykFetch } from "../../../src/index.ts";
import { isTykError, TykError } from "../../../src/index.ts";
import { allMethods } from "../../support/client/all-methods.ts";
import { newClient, secret } from "../../support/client/client.ts";
import { networkError } from "../../support/network/fake-fetch.ts";
import { failure } from "../../support/util/failure.ts";

/** The ids that the calls of `allMethods` name. */
const idsOfMethods: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["get", "loginPage", "update", "replace", "rotateSecret", "delete", "authorize"].map((name) => [
      `clients.${name}`,
      ["shop-web", "orders"],
    ]),
  ),
  ...Object.fromEntries(
    ["list", "page", "iterate", "revokeAll"].map((name) => [
      `tokens.${name}`,
      ["shop-web", "orders"],
    ]),
  ),
  "clients.list": ["orders"],
  "clients.listApis": ["shop-web"],
  "clients.inspect": ["shop-web"],
  "clients.cutOff": ["shop-web"],
  "clients.create": ["orders"],
  "clients.repairIndex": ["orders"],
  "tokens.inspect": ["orders"],
  "tokens.find": ["orders"],
  "tokens.revoke": ["shop-web"],
  "apis.get": ["orders"],
  "apis.endpoints": ["orders"],
  "policies.get": ["gold"],
};

const text = (body: string, status: number, type = "application/json"): Response =>
  new Response(body, { status, headers: { "content-type": type } });

/** A failure for each kind of error of a request. Each repeats the secret where a server or a `fetch` can put text. */
const failures: readonly (() => Response | Error)[] = [
  ...[
    "ECONNREFUSED",
    "ENOTFOUND",
    "ECONNRESET",
    "CERT_HAS_EXPIRED",
    "HPE_INVALID_CONSTANT",
    secret,
  ].map((code) => () => networkError(code)),
  () => new Error(secret),
  ...[400, 401, 403, 404, 405, 418, 429, 500, 503].flatMap((status) => [
    () => text(JSON.stringify({ status: "error", message: secret }), status),
    () => text(JSON.stringify({ status: "error", message: "API not found" }), status),
    () => text(JSON.stringify({ error: "invalid_request", error_description: secret }), status),
    () => text(secret, status, "text/plain"),
  ]),
  () => text(secret, 200, "text/html"),
  () => text(`{"a":"${secret}`, 200),
  () => text("", 200),
  () => text(JSON.stringify(secret), 200),
  () =>
    new Response(null, {
      status: 302,
      headers: { location: `https://${secret}.example/${secret}` },
    }),
];

describe("the message of every error of every method", () => {
  test.each(Object.entries(allMethods))(
    "%s names the method and the ids, and never the secret",
    async (name, call) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(failures.length - 1), { minLength: 1, maxLength: 3 }),
          async (chosen) => {
            let nth = 0;
            const fetch: TykFetch = () => {
              const result = failures[chosen[nth++ % chosen.length] ?? 0]?.() ?? new Error("none");
              return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
            };
            const [outcome] = await Promise.allSettled([call(newClient({ fetch, maxRetries: 0 }))]);
            // A method may have a result for it, such as "unverified".
            if (outcome.status === "fulfilled") return;
            const error: unknown = outcome.reason;
            if (!(error instanceof TykError) || !isTykError(error)) throw error;
            expect(error.message).toMatch(new RegExp(`^${name}: \\S`));
            for (const id of idsOfMethods[name] ?? []) expect(error.message).toContain(id);
            expect(error.stack).toContain(error.message);
            expect([error.message, inspect(error), JSON.stringify(error)].join()).not.toContain(
              secret,
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  test.each(Object.entries(allMethods))(
    "%s names them for a wrong option too",
    async (name, call) => {
      const wrong = await failure(call(newClient(), { timeout: 5 } as never));
      expect(wrong.message).toMatch(
        new RegExp(`^${name}: unknown option "timeout"; did you mean "timeoutMs"`),
      );
      for (const id of idsOfMethods[name] ?? []) expect(wrong.message).toContain(id);
    },
  );
});
