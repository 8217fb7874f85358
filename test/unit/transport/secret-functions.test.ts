import { describe, expect, test } from "vitest";
import { TykConfigError, TykTimeoutError } from "../../../src/index.ts";
import type { TykFetch, TykOAuth } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { client } from "../../support/samples/samples.ts";
import { advanceUntilSettled, fakeTimeouts } from "../../support/util/fake-timeouts.ts";
import { createRevokedProxy } from "../../support/util/revoked-proxy.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const health = { status: "pass", version: "v5.14.0", description: "Tyk GW" };

const throwing: ProxyHandler<Error> = {
  get: () => {
    throw new Error("s3cret");
  },
  getPrototypeOf: () => {
    throw new Error("s3cret");
  },
};

describe("a secret function that throws", () => {
  test.each<[string, unknown, string]>([
    ["undefined", undefined, "undefined"],
    ["null", null, "object"],
    ["a frozen object", Object.freeze({ message: "s3cret" }), "object"],
    ["a frozen error", Object.freeze(new Error("s3cret")), "Error"],
    ["a frozen error of this package", Object.freeze(new TykConfigError("s3cret")), "an error"],
    ["a proxy whose getters throw", new Proxy(new Error("s3cret"), throwing), "object"],
    ["a revoked proxy", createRevokedProxy(), "object"],
    ["a function", () => "s3cret", "function"],
  ])("%s: nothing was sent, and the call is not retried", async (_, thrown, name) => {
    let calls = 0;
    const secret = (): Promise<string> => {
      calls += 1;
      return rejectedWith(thrown);
    };
    const { tyk, sent } = clientWithReplies([], { secret });
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0, operation: "getOAuthClient" });
    expect(error.message).toEqual(saying(`clients.get: the secret function failed (${name})`));
    expect(sent).toEqual([]);
    expect(calls).toBe(1);
  });

  test("is distinguished from a signal that the caller aborts with such an error", async () => {
    const stop = new AbortController();
    const reason = new TykConfigError("the caller's own");
    const fetch: TykFetch = () => {
      stop.abort(reason);
      return new Promise(() => undefined);
    };
    const { raw } = newClient({ fetch });
    const path = { apiID: "orders", keyName: "shop-web" };
    const error = await failure(raw.deleteOAuthClient({ path }, { signal: stop.signal }));
    expect(error).toMatchObject({ code: "aborted", outcome: "unknown", cause: reason });
  });
});

describe("a secret function that calls its own client", () => {
  test("does not wait for the slot of its outer call", async () => {
    const { fetch, sent } = clientWithReplies([json(health), json(client)]);
    const tyk: TykOAuth = newClient({
      fetch,
      maxConcurrency: 1,
      secret: async () => `s3cret-${(await tyk.gateway.info()).version}`,
    });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(sent.map(({ path }) => path)).toEqual(["/hello", "/tyk/oauth/clients/orders/shop-web"]);
    expect(sent[1]?.headers["x-tyk-authorization"]).toBe("s3cret-v5.14.0");
  });

  test("for a call that needs the secret ends within the timeouts", async () => {
    fakeTimeouts();
    const { fetch, sent } = clientWithReplies([]);
    const tyk: TykOAuth = newClient({
      fetch,
      maxConcurrency: 1,
      timeoutMs: 20,
      totalTimeoutMs: 60,
      secret: async () => (await tyk.clients.get(ref)).secret,
    });
    const call = failure(tyk.clients.get(ref));
    await advanceUntilSettled(call, 10);
    const error = await call;
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({ phase: "secret", outcome: "not-sent", attempts: 0 });
    expect(sent).toEqual([]);
  });
});

describe("secret functions", () => {
  test("run at most as many at once as requests may", async () => {
    let running = 0;
    let most = 0;
    const secret = async (): Promise<string> => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return "s3cret";
    };
    const fetch: TykFetch = () => Promise.resolve(Response.json(client));
    const tyk = newClient({ fetch, secret, maxConcurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, () => tyk.clients.get(ref)));
    expect(most).toBe(3);
  });

  test("are called only shortly before the request can be sent", async () => {
    let calls = 0;
    const secret = (): string => {
      calls += 1;
      return "s3cret";
    };
    const { promise, resolve } = deferred();
    const fetch: TykFetch = async () => {
      await promise;
      return Response.json(client);
    };
    const tyk = newClient({ fetch, secret, maxConcurrency: 2 });
    const all = Array.from({ length: 20 }, () => tyk.clients.get(ref));
    for (let turn = 0; turn < 20; turn += 1)
      await new Promise((next) => {
        setImmediate(next);
      });
    // Two are on their way, and two are the next.
    expect(calls).toBe(4);
    resolve(undefined);
    await Promise.all(all);
    expect(calls).toBe(20);
  });
});
