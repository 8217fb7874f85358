import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TykFetch } from "../../../src/index.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { json, networkError } from "../../support/network/fake-fetch.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { client } from "../../support/samples/samples.ts";
import { deferred } from "../../support/util/deferred.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };

/** Lets the timeout of 20 ms pass for a call that waits for its response. */
function timesOut(response: Promise<Response>): Promise<Response> {
  setImmediate(passTime, 20);
  return response;
}

const forever = new Promise<never>(() => undefined);

describe("a custom fetch", () => {
  test("is called unbound, with the URL as a string and an init, for each attempt", async () => {
    const calls: { self: unknown; args: unknown[] }[] = [];
    const tyk = newClient({
      fetch: function (this: unknown, ...args: unknown[]) {
        calls.push({ self: this, args });
        return Promise.resolve(
          calls.length === 1 ? Response.json({}, { status: 503 }) : Response.json(client),
        );
      },
    });
    await tyk.clients.get(ref);
    expect(calls).toHaveLength(2);
    for (const { self, args } of calls) {
      expect(self).toBeUndefined();
      expect(args).toHaveLength(2);
      const [url, init] = args as [string, RequestInit];
      expect(url).toBe("https://gateway.example:8080/tyk/oauth/clients/orders/shop-web");
      expect(init.signal).toBeInstanceOf(AbortSignal);
      expect(init.signal?.aborted).toBe(false);
      // What is on Object.prototype is in neither.
      expect("toString" in init).toBe(false);
      expect("toString" in (init.headers as object)).toBe(false);
    }
    expect(calls[0]?.args[1]).not.toBe(calls[1]?.args[1]);
  });

  test("gets the package's own signal, never the caller's", async () => {
    const { signal } = new AbortController();
    const given: unknown[] = [];
    const tyk = newClient({
      fetch: (_, init) => {
        given.push(init.signal);
        return Promise.resolve(Response.json(client));
      },
    });
    await tyk.clients.get(ref, { signal });
    expect(given).toHaveLength(1);
    expect(given[0]).not.toBe(signal);
  });

  test("has its signal aborted when the call ends early", async () => {
    fakeTimeouts();
    let seen: AbortSignal | null | undefined;
    const tyk = newClient({
      fetch: (_, init) => {
        seen = init.signal;
        setImmediate(passTime, 20);
        return forever;
      },
    });
    await failure(tyk.clients.get(ref, { timeoutMs: 20 }));
    expect(seen?.aborted).toBe(true);
    const stop = new AbortController();
    const call = failure(tyk.clients.get(ref, { signal: stop.signal }));
    await wait(0);
    stop.abort(new Error("stop"));
    await call;
    expect(seen?.reason).toBe(stop.signal.reason);
  });

  test("that ignores its signal does not delay the call, and its late response is cancelled", async () => {
    fakeTimeouts();
    const { promise, resolve } = deferred<Response>();
    const cancelled: unknown[] = [];
    const tyk = newClient({ fetch: () => timesOut(promise) });
    const error = await failure(tyk.raw.deleteOAuthClient({ path }, { timeoutMs: 20 }));
    expect(error).toMatchObject({ code: "timeout", phase: "response", outcome: "unknown" });
    const stream = new ReadableStream({
      cancel: (reason) => {
        cancelled.push(reason);
      },
    });
    resolve(new Response(stream));
    await wait(0);
    expect(cancelled).toHaveLength(1);
  });

  test("that returns no response after the call ended causes nothing", async () => {
    fakeTimeouts();
    const { promise, resolve } = deferred<Response>();
    const tyk = newClient({ fetch: () => timesOut(promise) });
    await failure(tyk.clients.get(ref, { timeoutMs: 20 }));
    resolve(undefined as unknown as Response);
    await wait(5);
  });

  test.each([undefined, null, {}, { status: 200 }, "a text"])(
    "that returns %j in place of a response fails the call with an error of the package",
    async (answer) => {
      const tyk = newClient({ fetch: () => Promise.resolve(answer as unknown as Response) });
      expect((await failure(tyk.raw.rotateOAuthClient({ path }))).attempts).toBe(1);
    },
  );

  test("that fails after the call ended causes nothing", async () => {
    fakeTimeouts();
    const { promise, reject } = deferred<Response>();
    const tyk = newClient({ fetch: () => timesOut(promise) });
    await failure(tyk.clients.get(ref, { timeoutMs: 20 }));
    reject(new Error("too late"));
    await wait(5);
  });

  const odd: [string, unknown][] = [
    ["an error", new Error("s3cret words")],
    ["a text", "s3cret words"],
    ["undefined", undefined],
    ["null", null],
    ["an object", { message: "s3cret words" }],
    ["a number", 7],
    ["a DOMException", new DOMException("s3cret words", "AbortError")],
  ];

  test.each(odd)("that rejects with %s is a connection failure", async (_, reason) => {
    const tyk = newClient({ fetch: () => rejectedWith(reason) });
    const error = await failure(tyk.raw.deleteOAuthClient({ path }));
    expect(error).toMatchObject({
      code: "connection",
      systemCode: undefined,
      outcome: "unknown",
      attempts: 3,
      message: saying("deleteOAuthClient: the connection failed"),
    });
    expect(error.cause).toBeUndefined();
  });

  test.each(odd)("that throws %s before it returns a promise is called once", async (_, reason) => {
    const fetch: TykFetch = () => {
      throw reason as Error;
    };
    const { raw, clients } = newClient({ fetch });
    for (const [call, outcome] of [
      // The function may have sent the request before.
      [raw.rotateOAuthClient({ path }), "unknown"],
      [raw.deleteOAuthClient({ path }), "unknown"],
      // A read changes nothing even then.
      [clients.get(ref), "not-sent"],
    ] as const) {
      const error = await failure(call);
      expect(error).toMatchObject({ code: "config", outcome, attempts: 1 });
      expect(error.message).toMatch(
        /: the fetch function threw .* before it returned a promise(\. .+)?( \[.+\])?$/,
      );
      expect(error.message).not.toContain("s3cret");
      expect(error.cause).toBeUndefined();
    }
  });

  test("that fails with the error of another call is a connection failure of this one", async () => {
    const inner = clientWithReplies([json(null, 404)]).tyk;
    const tyk = newClient({ fetch: async () => Response.json(await inner.apis.list()) });
    expect(await failure(tyk.clients.get(ref))).toMatchObject({
      code: "connection",
      operation: "getOAuthClient",
    });
  });

  test("that throws synchronously is handled like one that rejects", async () => {
    const fetch: TykFetch = () => {
      throw networkError("ECONNREFUSED");
    };
    expect(await failure(newClient({ fetch, maxRetries: 0 }).clients.get(ref))).toMatchObject({
      code: "connection",
      systemCode: "ECONNREFUSED",
      outcome: "not-sent",
    });
  });

  test("that fails with a system error code is recognised", async () => {
    const fetch: TykFetch = () => Promise.reject(networkError("ENOTFOUND", { hostname: "s3cret" }));
    expect(await failure(newClient({ fetch }).clients.get(ref))).toMatchObject({
      code: "connection",
      systemCode: "ENOTFOUND",
      outcome: "not-sent",
      attempts: 3,
    });
    const tls: TykFetch = () => Promise.reject(networkError("CERT_HAS_EXPIRED"));
    expect(await failure(newClient({ fetch: tls }).clients.get(ref))).toMatchObject({
      code: "tls",
      systemCode: "CERT_HAS_EXPIRED",
      outcome: "not-sent",
      attempts: 1,
    });
  });

  test.each<[string, (error: Error) => ReadableStream]>([
    [
      "at once",
      (error) =>
        new ReadableStream({
          start: (controller) => {
            controller.error(error);
          },
        }),
    ],
    [
      "half-way",
      (error) => {
        let nth = 0;
        return new ReadableStream({
          pull: (controller) => {
            nth += 1;
            if (nth === 1) controller.enqueue(new TextEncoder().encode("{"));
            else controller.error(error);
          },
        });
      },
    ],
  ])("whose body breaks %s gives a truncated response", async (_, body) => {
    const answer =
      (error: Error, status: number): TykFetch =>
      () =>
        Promise.resolve(
          new Response(body(error), { status, headers: { "content-type": "application/json" } }),
        );
    const error = await failure(
      newClient({ fetch: answer(new Error("s3cret"), 200) }).raw.deleteOAuthClient({ path }),
    );
    expect(error).toMatchObject({
      code: "truncated",
      outcome: "applied",
      status: 200,
      message: saying("deleteOAuthClient: the response was cut off"),
    });
    const coded = await failure(
      newClient({ fetch: answer(networkError("ECONNRESET"), 200) }).raw.deleteOAuthClient({ path }),
    );
    expect(coded.message).toEqual(
      saying("deleteOAuthClient: the response was cut off (ECONNRESET)"),
    );
    const broken = await failure(
      newClient({
        fetch: answer(networkError("HPE_INVALID_CHUNK_SIZE"), 200),
      }).raw.deleteOAuthClient({ path }),
    );
    expect(broken).toMatchObject({
      code: "protocol",
      outcome: "applied",
      status: 200,
      message: saying("deleteOAuthClient: the response is not valid HTTP (HPE_INVALID_CHUNK_SIZE)"),
    });
  });
});
