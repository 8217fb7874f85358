import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykInputError } from "../../../../src/index.ts";
import type { RequestOptions, TykOAuthOptions, VerbOptions } from "../../../../src/index.ts";
import { resolveConfig } from "../../../../src/config/config.ts";
import type { Config } from "../../../../src/config/config.ts";
import { operations } from "../../../../src/operations/operations.ts";
import { resolveLimits } from "../../../../src/transport/request/request-options.ts";
import { baseUrl, clientWithReplies, secret } from "../../../support/client/client.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { failure } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";
import { wrongLimits } from "../../../support/samples/wrong-limits.ts";
import { isUnknown, saying, sayingOf } from "../../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

/** An object that passes `instanceof` and has the properties of a signal. */
function forged(): object {
  const own = { aborted: { value: false }, reason: { value: undefined } };
  return Object.create(AbortSignal.prototype, own) as object;
}

describe("a call's options", () => {
  test.each<[string, unknown, string]>([
    ...wrongLimits,
    ["signal", {}, "must be an AbortSignal"],
    ["signal", new AbortController(), "must be an AbortSignal"],
    ["signal", null, "must be an AbortSignal"],
    // Instances by their prototype alone.
    ["signal", Object.create(AbortSignal.prototype), "must be an AbortSignal"],
    ["signal", forged(), "must be an AbortSignal"],
  ])("%s rejects %j: %s; nothing is sent", async (name, value, why) => {
    const { tyk, sent } = clientWithReplies([]);
    const options = { [name]: value } as RequestOptions;
    const error = await failure(
      tyk.raw.getOAuthClient({ path: { apiID: "a", keyName: "b" } }, options),
    );
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      message: saying(`getOAuthClient: ${name} ${why}`),
      operation: "getOAuthClient",
      field: name,
      attempts: 0,
      outcome: "not-sent",
    });
    expect(await failure(tyk.clients.get(ref, options))).toMatchObject({ field: name });
    expect(sent).toEqual([]);
  });

  test.each([null, "options", 7, []])("reject %j", async (options) => {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(tyk.raw.hello({}, options as unknown as RequestOptions));
    expect(error).toMatchObject({
      code: "input",
      field: "options",
      message: "hello: options must be an object",
    });
    expect(await failure(tyk.clients.get(ref, options as unknown as VerbOptions))).toMatchObject({
      code: "input",
      operation: "clients.get",
      field: "options",
    });
    expect(sent).toEqual([]);
  });

  test.each(["timeout", "retries", "apis", "baseUrl", "secret"])("reject %s", async (name) => {
    const { tyk, sent } = clientWithReplies([]);
    const options = { [name]: undefined } as unknown as RequestOptions;
    expect(await failure(tyk.raw.hello({}, options))).toMatchObject({
      code: "input",
      field: name,
      message: sayingOf("hello", name, isUnknown),
    });
    expect(await failure(tyk.clients.get(ref, options))).toMatchObject({
      field: name,
      operation: "clients.get",
    });
    expect(sent).toEqual([]);
  });

  test("of tyk.raw have no deadline", async () => {
    const { tyk } = clientWithReplies([]);
    const options = { deadlineMs: 5 } as RequestOptions;
    expect(await failure(tyk.raw.hello({}, options))).toMatchObject({ field: "deadlineMs" });
  });

  test.each([{}, null])(
    "with the signal %j leave no timer behind, whatever the deadline",
    async (signal) => {
      const timers = (): number =>
        process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      const { tyk } = clientWithReplies([]);
      const options = { deadlineMs: 60_000, signal } as unknown as VerbOptions;
      expect(await failure(tyk.clients.get(ref, options))).toMatchObject({ field: "signal" });
      expect(timers()).toBe(before);
    },
  );

  test("accept an infinite deadline, which is none", async () => {
    // A timer of so many milliseconds would fire at once.
    const { tyk } = clientWithReplies([() => wait(20, Response.json(client))]);
    const options = { deadlineMs: Number.POSITIVE_INFINITY };
    expect(await tyk.clients.get(ref, options)).toEqual(client);
  });

  test.each([0, -1, Number.NaN, 2 ** 31, 5n, null])("reject deadlineMs %o", async (value) => {
    const { tyk, sent } = clientWithReplies([]);
    const options = { deadlineMs: value } as VerbOptions;
    const error = await failure(tyk.clients.get(ref, options));
    expect(error).toMatchObject({
      code: "input",
      field: "deadlineMs",
      operation: "clients.get",
      message: saying(
        "clients.get: deadlineMs must be a number of milliseconds above 0, or Infinity for no limit",
      ),
    });
    expect(sent).toEqual([]);
  });

  const config = (more: Partial<TykOAuthOptions> = {}): Config =>
    resolveConfig({ baseUrl, secret, ...more });
  const fail = (field: string, why: string): never => {
    throw new Error(`${field} ${why}`);
  };

  test("have defaults", () => {
    expect(resolveLimits({}, operations.getOAuthClient, config(), fail)).toEqual({
      timeoutMs: 10_000,
      totalTimeoutMs: 30_000,
      maxRetries: 2,
      signal: undefined,
      headers: {},
    });
  });

  test("use an operation's longer default, which only overrides the client's default", () => {
    const purge = operations.purgeOAuthTokens;
    const of = (call: RequestOptions, own: Partial<TykOAuthOptions>): unknown[] => {
      const { timeoutMs, totalTimeoutMs } = resolveLimits(call, purge, config(own), fail);
      return [timeoutMs, totalTimeoutMs];
    };
    expect(of({}, {})).toEqual([60_000, 60_000]);
    expect(of({}, { timeoutMs: 5_000 })).toEqual([5_000, 30_000]);
    expect(of({ timeoutMs: 7_000 }, { timeoutMs: 5_000 })).toEqual([7_000, 30_000]);
    expect(of({}, { totalTimeoutMs: 20_000 })).toEqual([60_000, 20_000]);
    expect(of({ totalTimeoutMs: 40_000 }, { totalTimeoutMs: 20_000 })).toEqual([60_000, 40_000]);
    expect(of({ timeoutMs: 90_000 }, {})).toEqual([90_000, 90_000]);
    expect(of({ timeoutMs: Number.POSITIVE_INFINITY }, {})).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test("override the client's, header by header, in any case", () => {
    const own = config({ maxRetries: 5, headers: { "X-Team": "a", "X-Trace": "b" } });
    const { signal } = new AbortController();
    expect(
      resolveLimits(
        { maxRetries: 0, signal, headers: { "x-TEAM": "c" } },
        operations.hello,
        own,
        fail,
      ),
    ).toMatchObject({ maxRetries: 0, signal, headers: { "x-team": "c", "x-trace": "b" } });
    expect(resolveLimits({}, operations.hello, own, fail).maxRetries).toBe(5);
  });

  test("can be as long as a timer allows", () => {
    const { timeoutMs } = resolveLimits(
      { timeoutMs: 2 ** 31 - 1 },
      operations.hello,
      config(),
      fail,
    );
    expect(timeoutMs).toBe(2_147_483_647);
    expect(resolveLimits({ timeoutMs: 0.5 }, operations.hello, config(), fail).timeoutMs).toBe(0.5);
  });

  test("treat undefined as not passed", async () => {
    const { tyk, sent } = clientWithReplies([json(client)]);
    await tyk.clients.get(ref, {
      timeoutMs: undefined,
      totalTimeoutMs: undefined,
      maxRetries: undefined,
      signal: undefined,
      headers: undefined,
      deadlineMs: undefined,
    });
    expect(sent).toHaveLength(1);
  });
});
