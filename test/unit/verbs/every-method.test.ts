import { describe, expect, test } from "vitest";
import type { TykOAuthOptions } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { allMethods } from "../../support/client/all-methods.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";

describe("every method", () => {
  const methods = Object.entries(allMethods);

  test.each(methods)(
    "%s is named in the error if an option is wrong, and sends nothing",
    async (name, call) => {
      const wrong: Record<string, unknown> = {
        deadlineMs: 0,
        onProgress: "often",
        timeoutMs: -1,
        signal: {},
        retries: 2,
      };
      for (const [field, value] of Object.entries(wrong)) {
        const { tyk, sent } = clientWithReplies([]);
        const error = await failure(call(tyk, { [field]: value }));
        expect(error).toMatchObject({ code: "input", operation: name, field, outcome: "not-sent" });
        expect(sent).toEqual([]);
      }
    },
  );

  test.each(methods)("%s passes its options to each of its requests", async (_, call) => {
    const gateway = createGateway({ listHashedKeys: true, policies: { gold: ["orders"] } });
    const { raw } = gateway.client();
    const there = { client_id: "shop-web", secret: "s3cret", policy_id: "gold", api_id: "orders" };
    await raw.createOAuthClient({
      body: { ...there, redirect_uri: "https://shop.example/cb", description: "" },
    });
    await raw.oauthToken(
      { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
      { headers: { authorization: `Basic ${btoa("shop-web:s3cret")}` } },
    );
    const seen: unknown[] = [];
    const tyk = gateway.client({
      fetch: (url, init) => {
        seen.push(init.headers);
        return gateway.fetch(url, init);
      },
    });
    // What comes of it is not what this is about: the policy of a replacement is refused, say.
    await Promise.allSettled([call(tyk, { headers: { "x-team": "a" }, deadlineMs: 60_000 })]);
    expect(seen.length).toBeGreaterThan(0);
    for (const headers of seen) expect(headers).toMatchObject({ "x-team": "a" });
  });

  test.each(methods)(
    "%s uses its options for the check why a route is missing",
    async (_, call) => {
      const seen: unknown[] = [];
      const fetch: TykOAuthOptions["fetch"] = (_url, { headers }) => {
        seen.push(headers);
        return Promise.resolve(new Response("404 page not found\n", { status: 404 }));
      };
      await Promise.allSettled([call(newClient({ fetch }), { headers: { "x-team": "a" } })]);
      expect(seen.length).toBeGreaterThan(0);
      for (const headers of seen) expect(headers).toMatchObject({ "x-team": "a" });
    },
  );

  test("of each resource is in this test", () => {
    const { tyk } = clientWithReplies([]);
    const resources = Object.entries(tyk).filter(([name]) => name !== "raw");
    const names = resources.flatMap(([name, resource]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource))
        .filter((method) => method !== "constructor")
        .map((method) => `${name}.${method}`),
    );
    expect(names.sort()).toEqual(Object.keys(allMethods).sort());
  });
});
