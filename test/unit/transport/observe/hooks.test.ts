import { describe, expect, test } from "vitest";
import type { TykHookEvent, TykHooks, TykLogger } from "../../../../src/index.ts";
import { json, networkError, reject } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure, rejectedWith } from "../../../support/util/failure.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { client } from "../../../support/samples/samples.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

function observers(): { seen: unknown[]; hooks: TykHooks; logger: TykLogger } {
  const seen: unknown[] = [];
  const hook = (name: string) => (event: TykHookEvent) => {
    seen.push([name, event]);
  };
  const level =
    (name: string) =>
    (...line: unknown[]): void => {
      seen.push([name, ...line]);
    };
  return {
    seen,
    hooks: {
      onRequest: hook("onRequest"),
      onResponse: hook("onResponse"),
      onRetry: hook("onRetry"),
      onError: hook("onError"),
    },
    logger: {
      debug: level("debug"),
      info: level("info"),
      warn: level("warn"),
      error: level("error"),
    },
  };
}

const operation = "getOAuthClient";
const template = "/tyk/oauth/clients/{apiID}/{keyName}";
const line = `@tyk-oauth/sdk: ${operation} ${template}`;

/** Answers after a while, as the clock has it. */
function after(runtime: TestRuntime, ms: number, reply: Reply): Reply {
  return (sent) => {
    runtime.time += ms;
    return reply(sent);
  };
}

describe("hooks and logger", () => {
  test("get each attempt, without secrets or anything else", async () => {
    const { seen, hooks, logger } = observers();
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies(
      [
        after(runtime, 7, reject(networkError("ECONNREFUSED"))),
        after(runtime, 8, json({}, 503)),
        after(runtime, 9, json(client)),
      ],
      { hooks, logger },
      runtime,
    );
    await tyk.clients.get(ref);
    const of = (attempt: number, durationMs: number, status?: number): TykHookEvent => ({
      operation,
      template,
      ...(status === undefined ? {} : { status }),
      attempt,
      durationMs,
    });
    expect(seen).toEqual([
      ["onRequest", of(1, 0)],
      ["info", `${line} no response in 7 ms (attempt 1): connection, retry in 100 ms`],
      ["onRetry", of(1, 7)],
      ["onRequest", of(2, 0)],
      ["debug", `${line} 503 in 8 ms (attempt 2)`],
      ["onResponse", of(2, 8, 503)],
      ["info", `${line} 503 in 8 ms (attempt 2): server, retry in 200 ms`],
      ["onRetry", of(2, 8, 503)],
      ["onRequest", of(3, 0)],
      ["debug", `${line} 200 in 9 ms (attempt 3)`],
      ["onResponse", of(3, 9, 200)],
    ]);
  });

  test("get the end of a request", async () => {
    const { seen, hooks, logger } = observers();
    const { tyk } = clientWithReplies([json(null, 404)], { hooks, logger });
    await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } }));
    const event = { operation, template, status: 404, attempt: 1, durationMs: 0 };
    expect(seen).toEqual([
      ["onRequest", { operation, template, attempt: 1, durationMs: 0 }],
      ["debug", `${line} 404 in 0 ms (attempt 1)`],
      ["onResponse", event],
      ["warn", `${line} 404 in 0 ms (attempt 1): failed, not-found`],
      ["onError", event],
    ]);
  });

  test("get a response that cannot be used like any other, and then the end", async () => {
    const { seen, hooks } = observers();
    const { tyk } = clientWithReplies([json(null)], { hooks });
    await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } }));
    expect(seen.map((entry) => (entry as unknown[])[0])).toEqual([
      "onRequest",
      "onResponse",
      "onError",
    ]);
  });

  test("get a request that was never sent as its first attempt", async () => {
    const { seen, hooks, logger } = observers();
    const { tyk } = clientWithReplies([], { hooks, logger });
    await failure(tyk.clients.get(ref, { signal: AbortSignal.abort() }));
    expect(seen).toEqual([
      ["warn", `${line} no response in 0 ms (attempt 1): failed, aborted`],
      ["onError", { operation, template, attempt: 1, durationMs: 0 }],
    ]);
  });

  test("get no wrong input, which is no request yet", async () => {
    const { seen, hooks, logger } = observers();
    const { tyk } = clientWithReplies([], { hooks, logger });
    await failure(tyk.clients.get({ apiId: "", clientId: "" }));
    expect(seen).toEqual([]);
  });

  test.each(["onRequest", "onResponse", "onRetry", "onError"] as const)(
    "a throwing %s changes nothing, and is logged",
    async (name) => {
      const { seen, hooks, logger } = observers();
      const throwing = (): void => {
        throw new Error("s3cret");
      };
      const options = { hooks: { ...hooks, [name]: throwing }, logger };
      const { tyk } = clientWithReplies([json({}, 503), json(client), json(null, 404)], options);
      expect(await tyk.clients.get(ref)).toEqual(client);
      expect(
        (
          await failure(
            tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } }),
          )
        ).code,
      ).toBe("not-found");
      const errors = seen.filter((entry) => (entry as unknown[])[0] === "error");
      expect(new Set(errors.map((entry) => (entry as unknown[])[1]))).toEqual(
        new Set([`@tyk-oauth/sdk: the hook ${name} failed`]),
      );
      expect(JSON.stringify(seen)).not.toContain("s3cret");
    },
  );

  test("get a call that ends while it waits for its next attempt", async () => {
    const { seen, hooks, logger } = observers();
    const stop = new AbortController();
    const onRetry = (): void => {
      stop.abort();
    };
    const { tyk } = clientWithReplies([json({}, 503)], { hooks: { ...hooks, onRetry }, logger });
    expect((await failure(tyk.clients.get(ref, { signal: stop.signal }))).code).toBe("aborted");
    expect(seen.slice(-2)).toEqual([
      ["warn", `${line} 503 in 100 ms (attempt 1): failed, aborted`],
      ["onError", { operation, template, status: 503, attempt: 1, durationMs: 100 }],
    ]);
  });

  test("get each response once, also if the next attempt is never sent", async () => {
    const { seen, hooks } = observers();
    let asked = 0;
    const secret = (): string => {
      asked += 1;
      if (asked > 1) throw new Error("no vault");
      return "s3cret";
    };
    const { tyk } = clientWithReplies([json({}, 503)], { hooks, secret });
    expect(
      (await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } })))
        .code,
    ).toBe("config");
    expect(seen.map((entry) => (entry as unknown[])[0])).toEqual([
      "onRequest",
      "onResponse",
      "onRetry",
      "onError",
    ]);
    expect(seen.at(-1)).toEqual(["onError", { operation, template, attempt: 1, durationMs: 100 }]);
  });

  test("an async hook that rejects changes nothing, and is logged", async () => {
    const { seen, logger } = observers();
    // A hook is typed as returning nothing, and TypeScript accepts an async function in its place.
    const onRequest = (): undefined => rejectedWith(new Error("s3cret")) as unknown as undefined;
    const { tyk } = clientWithReplies([json(client)], { hooks: { onRequest }, logger });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(seen).toContainEqual(["error", "@tyk-oauth/sdk: the hook onRequest failed"]);
  });

  test("a logger that throws changes nothing", async () => {
    const broken = (): void => {
      throw new Error("disk full");
    };
    const logger = { debug: broken, info: broken, warn: broken, error: broken };
    const { tyk } = clientWithReplies([json({}, 503), json(client), json(null, 404)], { logger });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(
      (await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } })))
        .code,
    ).toBe("not-found");
  });

  test("measure times from the start", async () => {
    const { seen, hooks } = observers();
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies([after(runtime, 250, json(client))], { hooks }, runtime);
    await tyk.clients.get(ref);
    expect(seen.at(-1)).toEqual([
      "onResponse",
      { operation, template, status: 200, attempt: 1, durationMs: 250 },
    ]);
  });
});
