import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { TykAbortError, TykTimeoutError } from "../../../src/index.ts";
import type { TykOAuthOptions, TykProgress, VerbOptions } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { allVerbs } from "../../support/client/all-verbs.ts";
import { json } from "../../support/network/capture.ts";
import { clientOn, newClient } from "../../support/client/new-client.ts";
import { failure, rejection } from "../../support/util/failure.ts";
import { later } from "../../support/util/later.ts";
import { client } from "../../support/samples/samples.ts";
import { timers } from "../../support/util/timers.ts";
import { verbOn } from "../../support/client/verb-on.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const forever = new Promise<never>(() => undefined);
const about = { apiId: "orders" };

describe("a method's deadline", () => {
  test("ends the request in flight, and differs from the request's own timeouts", async () => {
    const tyk = newClient({ fetch: () => forever });
    const before = timers();
    const error = await failure(tyk.clients.get(ref, { deadlineMs: 30 }));
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      limitMs: 30,
      phase: "response",
      outcome: "unknown",
      operation: "getOAuthClient",
      message: "getOAuthClient: timed out after 30 ms waiting for the response",
      steps: [{ apiId: "orders", operation: "getOAuthClient", outcome: "unknown" }],
    });
    expect(error.cause).toBeUndefined();
    // Others may have ended meanwhile.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  test("covers all requests, while a timeout covers each one", async () => {
    vi.useFakeTimers();
    try {
      const after600 = async (): Promise<Response> => {
        await new Promise((resolve) => setTimeout(resolve, 600));
        return Response.json(client);
      };
      const slow = (options: VerbOptions): Promise<unknown> => {
        const { tyk } = clientOn([after600, after600, after600]);
        return Promise.allSettled([tyk.clients.update(ref, {}, undefined, options)]);
      };
      const calls = Promise.all([
        slow({ timeoutMs: 700, totalTimeoutMs: 700 }),
        slow({ timeoutMs: 700, deadlineMs: 1_900 }),
        slow({ timeoutMs: 700, deadlineMs: 1_100 }),
      ]);
      await vi.advanceTimersByTimeAsync(3_000);
      const [own, long, short] = await calls;
      expect(own).toMatchObject([{ status: "fulfilled" }]);
      expect(long).toMatchObject([{ status: "fulfilled" }]);
      expect(short).toMatchObject([
        {
          status: "rejected",
          reason: {
            code: "timeout",
            limitMs: 1_100,
            operation: "updateOAuthClient",
            outcome: "unknown",
            steps: [{ outcome: "applied" }, { outcome: "unknown" }],
          },
        },
      ]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that has passed between two requests prevents the next one", async () => {
    vi.useFakeTimers();
    try {
      const { promise, resolve } = later();
      const { run, sent } = verbOn([json(client)]);
      const call = failure(
        run(
          async (verb) => {
            await verb.read("getOAuthClient", { path });
            await promise;
            return verb.read("getOAuthClient", { path }, about);
          },
          { deadlineMs: 100 },
        ),
      );
      await vi.advanceTimersByTimeAsync(100);
      resolve(undefined);
      expect(await call).toMatchObject({
        code: "timeout",
        phase: "queue",
        limitMs: 100,
        outcome: "not-sent",
        steps: [
          { operation: "getOAuthClient", outcome: "applied" },
          { apiId: "orders", operation: "getOAuthClient", outcome: "not-sent" },
        ],
      });
      expect(sent).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("leaves no timer and no listener, however the method ends", async () => {
    const before = timers();
    const { signal } = new AbortController();
    const { tyk } = clientOn([json(client), json(null, 404)]);
    const options = { deadlineMs: 60_000, signal };
    await tyk.clients.get(ref, options);
    await failure(tyk.clients.get(ref, options));
    await failure(tyk.clients.get({ apiId: "", clientId: "" }, options));
    const { run } = verbOn();
    await failure(run(() => rejection(new Error("no")), options));
    await run(() => Promise.resolve(), options);
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("does not replace the caller's signal", async () => {
    const stop = new AbortController();
    const reason = new Error("stop");
    const tyk = newClient({ fetch: () => forever });
    const call = failure(tyk.clients.get(ref, { deadlineMs: 60_000, signal: stop.signal }));
    stop.abort(reason);
    const error = await call;
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error.cause).toBe(reason);
  });

  test("can be as long as a timer allows, and as short", async () => {
    const { tyk } = clientOn([json(client)]);
    expect(await tyk.clients.get(ref, { deadlineMs: 2 ** 31 - 1 })).toEqual(client);
    expect(await verbOn().run(() => Promise.resolve(7), { deadlineMs: 0.5 })).toBe(7);
  });
});

describe("a method", () => {
  test("throws only errors of the package", async () => {
    const { run } = verbOn();
    const error = await failure(run(() => rejection(new Error("a secret in a getter"))));
    expect(error).toMatchObject({
      code: "input",
      field: "arguments",
      message: "verb.test: an argument cannot be read",
      outcome: "not-sent",
      steps: [],
    });
    expect(error.cause).toBeUndefined();
  });

  test("reports what an unforeseen failure came after, without its message", async () => {
    const { run } = verbOn([json(client), json(client)]);
    const error = await failure(
      run(async (verb) => {
        verb.assertWritable();
        await verb.write("rotateOAuthClient", { path }, about, client);
        throw new RangeError("s3cret");
      }),
    );
    expect(error).toMatchObject({
      code: "input",
      field: "arguments",
      message: "verb.test: the method failed unexpectedly (RangeError)",
      outcome: "applied",
      steps: [{ apiId: "orders", operation: "rotateOAuthClient", outcome: "applied" }],
    });
    expect(error.cause).toBeUndefined();
  });

  test("does not count a request's foreign error as a step", async () => {
    const { run, deps } = verbOn();
    Object.assign(deps, { send: () => rejection(new Error("no")) });
    expect(await failure(run((verb) => verb.read("hello", {})))).toMatchObject({
      code: "input",
      steps: [],
    });
  });

  test("without a request reports an empty response", async () => {
    const call = verbOn().run(() => Promise.resolve(7));
    expect(await call.withResponse()).toEqual({
      data: 7,
      response: { status: 0, headers: new Headers(), attempts: 0, durationMs: 0 },
      steps: [],
      warnings: [],
    });
  });

  test("reports its last response, its steps and its warnings in order", async () => {
    const { run } = verbOn([
      json(client, 200, { "x-nth": "1" }),
      json(client, 200, { "x-nth": "2" }),
    ]);
    const { response, steps, warnings } = await run(async (verb) => {
      verb.warn("first");
      await verb.read("getOAuthClient", { path });
      verb.warn("second");
      await verb.write("rotateOAuthClient", { path }, about, client);
    }).withResponse();
    expect(response.headers.get("x-nth")).toBe("2");
    expect(response).toMatchObject({ status: 200, attempts: 1 });
    expect(steps).toEqual([
      { operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "rotateOAuthClient", outcome: "applied" },
    ]);
    expect(warnings).toEqual(["first", "second"]);
  });

  test("has steps without an API if it concerns none", async () => {
    const { run } = verbOn([json(client), json(null, 404)]);
    const read = (): Promise<unknown> => run((verb) => verb.read("getOAuthClient", { path }));
    await read();
    const error = await failure(read());
    expect(error.steps).toStrictEqual([{ operation: "getOAuthClient", outcome: "refused" }]);
  });

  test("reports a request that was rejected before it was sent", async () => {
    const { run, sent } = verbOn();
    const input = {
      path: { listenPath: "/o/", apiBaseUrl: "nowhere" },
      body: { response_type: "code", client_id: "a" },
    };
    const would = { code: "", redirect_to: "" };
    const call = run((verb) => verb.write("authorizeClient", input, about, would));
    expect((await failure(call)).steps).toEqual([
      { apiId: "orders", operation: "authorizeClient", outcome: "not-sent" },
    ]);
    expect(sent).toEqual([]);
  });

  test("passes its options on, except for its deadline and its progress", async () => {
    const handed = async (options: VerbOptions): Promise<unknown> =>
      verbOn().run((verb) => Promise.resolve(verb.options), options);
    const own = { timeoutMs: 5, headers: { "x-team": "a" } };
    const onProgress = (): void => undefined;
    expect(await handed({ ...own, onProgress })).toStrictEqual(own);
    const { signal } = new AbortController();
    expect(await handed({ ...own, signal })).toStrictEqual({ ...own, signal });
    expect(await handed({ ...own, deadlineMs: 1_000 })).toStrictEqual({
      ...own,
      signal: expect.any(AbortSignal) as unknown,
    });
  });
});

describe("every method", () => {
  const verbs = Object.entries(allVerbs);

  test.each(verbs)(
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
        const { tyk, sent } = clientOn([]);
        const error = await failure(call(tyk, { [field]: value }));
        expect(error).toMatchObject({ code: "input", operation: name, field, outcome: "not-sent" });
        expect(sent).toEqual([]);
      }
    },
  );

  test.each(verbs)("%s passes its options to each of its requests", async (_, call) => {
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

  test.each(verbs)("%s uses its options for the check why a route is missing", async (_, call) => {
    const seen: unknown[] = [];
    const fetch: TykOAuthOptions["fetch"] = (_url, { headers }) => {
      seen.push(headers);
      return Promise.resolve(new Response("404 page not found\n", { status: 404 }));
    };
    await Promise.allSettled([call(newClient({ fetch }), { headers: { "x-team": "a" } })]);
    expect(seen.length).toBeGreaterThan(0);
    for (const headers of seen) expect(headers).toMatchObject({ "x-team": "a" });
  });

  test("of each resource is in this test", () => {
    const { tyk } = clientOn([]);
    const resources = Object.entries(tyk).filter(([name]) => name !== "raw");
    const names = resources.flatMap(([name, resource]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource))
        .filter((verb) => verb !== "constructor")
        .map((verb) => `${name}.${verb}`),
    );
    expect(names.sort()).toEqual(Object.keys(allVerbs).sort());
  });
});

describe("a method's progress", () => {
  const progress: TykProgress = { phase: "look", done: 1, total: 2 };

  test("is reported unchanged", async () => {
    const told: TykProgress[] = [];
    const onProgress = (one: TykProgress): void => {
      told.push(one);
    };
    await verbOn().run(
      (verb) => {
        verb.progress("look", 1, 2);
        verb.progress("wait", 0, 11_000);
        return Promise.resolve();
      },
      { onProgress },
    );
    expect(told).toStrictEqual([progress, { phase: "wait", done: 0, total: 11_000 }]);
  });
});
