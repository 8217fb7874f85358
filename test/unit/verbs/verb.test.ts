import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { TykAbortError, TykTimeoutError } from "../../../src/index.ts";
import type { TykOAuth } from "../../../src/index.ts";
import { runVerb } from "../../../src/internal/verb.ts";
import { tykPromise } from "../../../src/tyk-promise.ts";
import { json } from "../support/capture.ts";
import { clientOn, newClient } from "../support/client.ts";
import { failure, rejection } from "../support/failure.ts";
import { later } from "../support/later.ts";
import { client } from "../support/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
/** A deadline that is none. */
const late = { deadlineMs: 0 };
const forever = new Promise<never>(() => undefined);

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

describe("a verb's deadline", () => {
  test("ends the request that is under way, and is told from the request's own limits", async () => {
    const tyk = newClient({ fetch: () => forever });
    const before = timers();
    const error = await failure(tyk.clients.get(ref, { deadlineMs: 30 }));
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      limitMs: 30,
      phase: "response",
      outcome: "unknown",
      operation: "getOAuthClient",
      message: "getOAuthClient: no end within 30 ms while waiting for an answer",
      steps: [{ apiId: "orders", operation: "getOAuthClient", outcome: "unknown" }],
    });
    expect(error.cause).toBeUndefined();
    expect(timers()).toBe(before);
  });

  test("counts over all requests, while their own limits count for each", async () => {
    vi.useFakeTimers();
    try {
      const after = (ms: number) => async (): Promise<Response> => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return Response.json(client);
      };
      const slow = (options: object): Promise<unknown> =>
        Promise.allSettled([
          clientOn([after(600), after(600)]).tyk.clients.update(ref, {}, undefined, options),
        ]);
      const calls = Promise.all([
        slow({ timeoutMs: 700, totalTimeoutMs: 700 }),
        slow({ timeoutMs: 700, deadlineMs: 1_300 }),
        slow({ timeoutMs: 700, deadlineMs: 1_100 }),
      ]);
      await vi.advanceTimersByTimeAsync(2_000);
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
            steps: [{ outcome: "applied" }, { outcome: "unknown" }],
          },
        },
      ]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that has passed between two requests lets the next one not be sent", async () => {
    vi.useFakeTimers();
    try {
      const { promise, resolve } = later();
      const { tyk, sent } = clientOn([json(client)]);
      const run = runVerb("verb.test", { deadlineMs: 100 }, async (verb) => {
        const path = { apiID: "orders", keyName: "a" };
        await verb.request(tyk.raw.getOAuthClient({ path }, verb.options));
        await promise;
        return verb.request(tyk.raw.getOAuthClient({ path }, verb.options), "orders");
      });
      const call = failure(run);
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

  test("leaves no timer and no listener, however the verb ends", async () => {
    const before = timers();
    const { signal } = new AbortController();
    const { tyk } = clientOn([json(client), json(null, 404)]);
    await tyk.clients.get(ref, { deadlineMs: 60_000, signal });
    await failure(tyk.clients.get(ref, { deadlineMs: 60_000, signal }));
    await failure(tyk.clients.get({ apiId: "", clientId: "" }, { deadlineMs: 60_000, signal }));
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("does not take the caller's signal away", async () => {
    const stop = new AbortController();
    const reason = new Error("stop");
    const tyk = newClient({ fetch: () => forever });
    const call = failure(tyk.clients.get(ref, { deadlineMs: 60_000, signal: stop.signal }));
    stop.abort(reason);
    const error = await call;
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error.cause).toBe(reason);
  });

  test("may be as long as a timer can be, and as short", async () => {
    const { tyk } = clientOn([json(client)]);
    expect(await tyk.clients.get(ref, { deadlineMs: 2 ** 31 - 1 })).toEqual(client);
    expect(await runVerb("verb.test", { deadlineMs: 0.5 }, () => Promise.resolve(7))).toBe(7);
  });
});

describe("a verb", () => {
  test("lets no failure out that is no error of the package", async () => {
    const foreign = new Error("a secret in a getter");
    const run = runVerb("verb.test", undefined, () => rejection(foreign));
    const error = await failure(run);
    expect(error).toMatchObject({
      code: "input",
      field: "arguments",
      message: "verb.test: an argument cannot be read",
      steps: [],
    });
    expect(error.cause).toBeUndefined();
  });

  test("takes a failure of a request that is none of the package for no step", async () => {
    const run = runVerb("verb.test", undefined, (verb) =>
      verb.request(tykPromise(rejection(new Error("no")))),
    );
    expect(await failure(run)).toMatchObject({ code: "input", steps: [] });
  });

  test("that made no request has an empty answer to tell of", async () => {
    const { data, response, steps } = await runVerb("verb.test", undefined, () =>
      Promise.resolve(7),
    ).withResponse();
    expect(data).toBe(7);
    expect(response).toEqual({ status: 0, headers: new Headers(), attempts: 0 });
    expect(steps).toEqual([]);
  });

  test("has steps without an API where it is about none", async () => {
    const { tyk } = clientOn([json(client), json(null, 404)]);
    const path = { apiID: "orders", keyName: "a" };
    const run = (): Promise<unknown> =>
      runVerb("verb.test", undefined, (verb) => verb.request(tyk.raw.getOAuthClient({ path })));
    await run();
    const error = await failure(run());
    expect(error.steps).toStrictEqual([{ operation: "getOAuthClient", outcome: "refused" }]);
  });

  const names: [string, (tyk: TykOAuth) => Promise<unknown>][] = [
    ["clients.create", (tyk) => tyk.clients.create({ api_id: "a" }, undefined, late)],
    ["clients.get", (tyk) => tyk.clients.get(ref, late)],
    ["clients.list", (tyk) => tyk.clients.list(ref, late)],
    ["clients.listApis", (tyk) => tyk.clients.listApis(ref, late)],
    ["clients.update", (tyk) => tyk.clients.update(ref, {}, undefined, late)],
    ["clients.replace", (tyk) => tyk.clients.replace(ref, {}, undefined, late)],
    ["clients.rotateSecret", (tyk) => tyk.clients.rotateSecret(ref, undefined, late)],
    ["clients.delete", (tyk) => tyk.clients.delete(ref, undefined, late)],
    [
      "clients.authorize",
      (tyk) => tyk.clients.authorize(ref, { redirectUri: "https://a.example" }, late),
    ],
    ["tokens.list", (tyk) => tyk.tokens.list(ref, late)],
    ["tokens.page", (tyk) => tyk.tokens.page({ ...ref, page: 1 }, late)],
    ["tokens.revoke", (tyk) => tyk.tokens.revoke({ clientId: "a", token: "b" }, late)],
    ["tokens.revokeAll", (tyk) => tyk.tokens.revokeAll(ref, undefined, late)],
    ["tokens.purgeLapsed", (tyk) => tyk.tokens.purgeLapsed(late)],
    ["apis.get", (tyk) => tyk.apis.get(ref, late)],
    ["apis.list", (tyk) => tyk.apis.list({}, late)],
    ["policies.get", (tyk) => tyk.policies.get({ policyId: "a" }, late)],
    ["policies.list", (tyk) => tyk.policies.list(late)],
    ["gateway.info", (tyk) => tyk.gateway.info(late)],
  ];

  test.each(names)(
    "%s takes a deadline, and is named where that is wrong",
    async (operation, call) => {
      const { tyk, sent } = clientOn([]);
      expect(await failure(call(tyk))).toMatchObject({ operation, field: "deadlineMs" });
      expect(sent).toEqual([]);
    },
  );

  test("tells of a request that was refused before it was sent", async () => {
    const { tyk } = clientOn([]);
    const input = {
      path: { listenPath: "/o/", apiBaseUrl: "nowhere" },
      body: { response_type: "code", client_id: "a" },
    };
    const run = runVerb("verb.test", undefined, (verb) =>
      verb.request(tyk.raw.authorizeClient(input), "orders"),
    );
    expect((await failure(run)).steps).toEqual([
      { apiId: "orders", operation: "authorizeClient", outcome: "not-sent" },
    ]);
  });

  test("hands its options on, but for its deadline", async () => {
    let handed: unknown;
    await runVerb("verb.test", { timeoutMs: 5, headers: { "x-team": "a" } }, (verb) => {
      handed = verb.options;
      return Promise.resolve();
    });
    expect(handed).toEqual({ timeoutMs: 5, headers: { "x-team": "a" } });
    await runVerb("verb.test", { timeoutMs: 5, deadlineMs: 1_000 }, (verb) => {
      handed = verb.options;
      return Promise.resolve();
    });
    expect(handed).toEqual({ timeoutMs: 5, signal: expect.any(AbortSignal) as unknown });
  });
});
