import { DataPointType } from "@opentelemetry/sdk-metrics";
import type { Histogram } from "@opentelemetry/sdk-metrics";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TykMeter } from "../../../../src/index.ts";
import { clientWithReplies, newClient } from "../../../support/client/client.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { json, networkError, reject, text } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { client } from "../../../support/samples/samples.ts";
import { measure } from "../../../support/telemetry/measure.ts";
import { deferred } from "../../../support/util/deferred.ts";
import { failure } from "../../../support/util/failure.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const template = "/tyk/oauth/clients/{apiID}/{keyName}";
const names = {
  duration: "http.client.request.duration",
  active: "http.client.active_requests",
  queue: "tyk.oauth.request.queue.duration",
  retries: "tyk.oauth.request.retries",
};
const server = { "server.address": "gateway.example", "server.port": 8080 };
const operation = { ...server, "tyk.operation": "getOAuthClient" };
const request = { ...operation, "http.request.method": "GET" };

/** The clock that durations are measured with, in milliseconds. */
let clock = 0;
beforeEach(() => {
  clock = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Replies after a while, as the clock has it. */
function after(ms: number, reply: Reply): Reply {
  return (sent) => {
    clock += ms;
    return reply(sent);
  };
}

function bucketsOf(value: unknown): unknown {
  return (value as Histogram).buckets.boundaries;
}

describe("a meter of OpenTelemetry", () => {
  test("gets the instruments with the names, units and buckets that are documented", async () => {
    const { meter, metrics } = measure();
    const { tyk } = clientWithReplies([json({}, 503), json(client)], { meter });
    await tyk.raw.getOAuthClient({ path });
    const advised = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    const described = (await metrics()).map((metric) => {
      const { name, unit } = metric.descriptor;
      if (metric.dataPointType === DataPointType.SUM) return [name, unit, metric.isMonotonic];
      return [name, unit, metric.dataPoints.map(({ value }) => bucketsOf(value))];
    });
    expect(described.sort()).toEqual([
      [names.active, "{request}", false],
      [names.duration, "s", [advised, advised]],
      [names.queue, "s", [advised]],
      [names.retries, "{retry}", true],
    ]);
  });

  test("gets the duration of each attempt in seconds, with the attributes of the conventions", async () => {
    const { meter, histograms } = measure();
    const replies = [after(30, json({}, 503)), after(2_000, json(client)), after(70, json(client))];
    const { tyk } = clientWithReplies(replies, { meter });
    await tyk.raw.getOAuthClient({ path });
    await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
    const [refused, succeeded, ...others] = await histograms(names.duration);
    expect(others).toEqual([]);
    expect(refused).toMatchObject({
      attributes: { ...request, "http.response.status_code": 503, "error.type": "server" },
      value: { count: 1, sum: 0.03 },
    });
    expect(Object.keys(refused?.attributes ?? {})).toHaveLength(6);
    expect(succeeded?.attributes).toEqual({ ...request, "http.response.status_code": 200 });
    expect(succeeded?.value).toMatchObject({ count: 2, sum: 2.07 });
    expect(succeeded?.value.buckets.counts).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  test.each<[string, Reply, object]>([
    ["a refusal", json(null, 404), { "http.response.status_code": 404, "error.type": "not-found" }],
    ["a failed connection", reject(networkError("ECONNRESET")), { "error.type": "connection" }],
    [
      "an unusable body",
      text("<html>", 200, { "content-type": "application/json" }),
      { "http.response.status_code": 200, "error.type": "invalid-json" },
    ],
    ["a value that is no response", () => 7 as never, { "error.type": "config" }],
  ])("gets the code of %s, and the status only if one came", async (_, reply, expected) => {
    const { meter, histograms, sums } = measure();
    const { tyk } = clientWithReplies([reply], { meter, maxRetries: 0 });
    await failure(tyk.raw.getOAuthClient({ path }));
    const points = await histograms(names.duration);
    expect(points.map(({ attributes }) => attributes)).toEqual([{ ...request, ...expected }]);
    expect((await sums(names.active)).map(({ value }) => value)).toEqual([0]);
  });

  test("gets the code of an abort", async () => {
    const { meter, histograms, sums } = measure();
    const stop = new AbortController();
    const sent = deferred();
    const hangs = (): Promise<Response> => {
      sent.resolve(undefined);
      return new Promise(() => undefined);
    };
    const tyk = newClient({ meter, fetch: hangs });
    const call = failure(tyk.raw.getOAuthClient({ path }, { signal: stop.signal }));
    await sent.promise;
    expect((await sums(names.active)).map(({ value }) => value)).toEqual([1]);
    stop.abort();
    await call;
    expect((await histograms(names.duration)).map(({ attributes }) => attributes)).toEqual([
      { ...request, "error.type": "aborted" },
    ]);
    expect((await sums(names.active)).map(({ value }) => value)).toEqual([0]);
  });

  test("gets the number of requests in flight, without those in the queue", async () => {
    const { meter, sums } = measure();
    const gate = deferred();
    const held: Reply = async () => {
      await gate.promise;
      return Response.json(client);
    };
    const { tyk, sent } = clientWithReplies([held, held, held], { meter, maxConcurrency: 2 });
    const calls = [1, 2, 3].map(() => tyk.raw.getOAuthClient({ path }));
    await vi.waitUntil(() => sent.length === 2);
    const attributes = { ...server, "http.request.method": "GET", "url.template": template };
    expect(await sums(names.active)).toMatchObject([{ attributes, value: 2 }]);
    gate.resolve(undefined);
    await Promise.all(calls);
    const [point, ...others] = await sums(names.active);
    expect(others).toEqual([]);
    expect(point?.attributes).toEqual(attributes);
    expect(point?.value).toBe(0);
  });

  test("gets no time in the queue from the secret function", async () => {
    const { meter, histograms } = measure();
    const secret = (): string => {
      clock += 4_000;
      return "s3cret";
    };
    await clientWithReplies([json(client)], { meter, secret }).tyk.raw.getOAuthClient({ path });
    expect((await histograms(names.queue)).map(({ value }) => value.sum)).toEqual([0]);
  });

  test("gets the time in the queue of each attempt", async () => {
    const { meter, histograms } = measure();
    const gate = deferred();
    const held: Reply = async () => {
      await gate.promise;
      return Response.json(client);
    };
    const options = { meter, maxConcurrency: 1 };
    const { tyk, sent } = clientWithReplies([held, json({}, 503), json(client)], options);
    const calls = [tyk.raw.getOAuthClient({ path }), tyk.raw.getOAuthClient({ path })];
    await vi.waitUntil(() => sent.length === 1);
    clock += 500;
    gate.resolve(undefined);
    await Promise.all(calls);
    const [point, ...others] = await histograms(names.queue);
    expect(others).toEqual([]);
    expect(point?.attributes).toEqual(operation);
    expect(point?.value).toMatchObject({ count: 3, sum: 0.5, max: 0.5 });
  });

  test("gets the error of a call that left the queue, and no duration", async () => {
    const { meter, histograms, sums } = measure();
    const hangs = (): Promise<Response> => new Promise(() => undefined);
    const tyk = newClient({ meter, fetch: hangs, maxConcurrency: 1 });
    const stop = new AbortController();
    const first = failure(tyk.raw.getOAuthClient({ path }, { signal: stop.signal }));
    const late = await failure(tyk.raw.getOAuthClient({ path }, { totalTimeoutMs: 1 }));
    expect(late).toMatchObject({ code: "timeout", phase: "queue" });
    const points = await histograms(names.queue);
    expect(points.map(({ attributes }) => attributes)).toEqual([
      operation,
      { ...operation, "error.type": "timeout" },
    ]);
    expect(await histograms(names.duration)).toEqual([]);
    expect((await sums(names.active)).map(({ value }) => value)).toEqual([1]);
    stop.abort();
    await first;
  });

  test("counts the retries that were made, by the error before them", async () => {
    const { meter, sums } = measure();
    const replies = [reject(networkError("ECONNREFUSED")), json({}, 503), json({}, 503)];
    const { tyk } = clientWithReplies(replies, { meter });
    await failure(tyk.raw.getOAuthClient({ path }));
    expect(await sums(names.retries)).toMatchObject([
      { attributes: { ...operation, "error.type": "connection" }, value: 1 },
      { attributes: { ...operation, "error.type": "server" }, value: 1 },
    ]);
  });

  test("counts no retry that an abort prevented", async () => {
    const { meter, sums } = measure();
    const stop = new AbortController();
    const runtime = new TestRuntime();
    runtime.sleep = () => {
      stop.abort();
      return Promise.reject(new Error("aborted"));
    };
    const { tyk } = clientWithReplies([json({}, 503)], { meter }, runtime);
    const { signal } = stop;
    expect((await failure(tyk.raw.getOAuthClient({ path }, { signal }))).code).toBe("aborted");
    expect(await sums(names.retries)).toEqual([]);
  });

  test("measures no request that was refused before it was sent", async () => {
    const { meter, metrics } = measure();
    const tyk = newClient({ meter });
    await failure(tyk.raw.getOAuthClient({ path: { ...path, keyName: ".." } }));
    await failure(tyk.withOptions({ readOnly: true }).raw.rotateOAuthClient({ path }));
    const secret = (): Promise<never> => Promise.reject(new Error("no vault"));
    await failure(tyk.withOptions({ secret }).raw.getOAuthClient({ path }));
    expect(await metrics()).toEqual([]);
  });

  test("measures the queue once if the runtime has no fetch", async () => {
    vi.stubGlobal("fetch", undefined);
    const { meter, histograms } = measure();
    await failure(newClient({ meter }).raw.getOAuthClient({ path }));
    expect((await histograms(names.queue)).map(({ value }) => value.count)).toEqual([1]);
  });

  test.each([
    ["https://gateway.example/prefix", "gateway.example", 443],
    ["http://127.0.0.1", "127.0.0.1", 80],
    ["http://[::1]:8080", "::1", 8080],
  ])("gets the address and the port of %s", async (baseUrl, address, port) => {
    const { meter, histograms } = measure();
    await clientWithReplies([json(client)], { meter, baseUrl }).tyk.raw.getOAuthClient({ path });
    const [point] = await histograms(names.duration);
    expect(point?.attributes).toMatchObject({ "server.address": address, "server.port": port });
  });

  test("is that of a copy too, and measures both as one", async () => {
    const { meter, histograms, metrics } = measure();
    const { tyk } = clientWithReplies([json(client), json(client), json(client)], { meter });
    await tyk.raw.getOAuthClient({ path });
    await tyk.withOptions({ timeoutMs: 5_000 }).raw.getOAuthClient({ path });
    const other = measure();
    await tyk.withOptions({ meter: other.meter }).raw.getOAuthClient({ path });
    expect((await histograms(names.duration)).map(({ value }) => value.count)).toEqual([2]);
    expect((await other.histograms(names.duration)).map(({ value }) => value.count)).toEqual([1]);
    expect(await metrics()).toHaveLength(3);
  });
});

describe("a meter that fails", () => {
  const fails = (): never => {
    throw new Error("the meter's own");
  };
  const rejects = (): Promise<never> => Promise.reject(new Error("the meter's own"));
  const meterOf = (create: () => unknown): TykMeter =>
    ({ createHistogram: create, createCounter: create, createUpDownCounter: create }) as TykMeter;

  test.each<[string, TykMeter]>([
    ["creates no instrument", meterOf(fails)],
    ["returns nothing", meterOf(() => undefined)],
    ["returns what is no instrument", meterOf(() => 7)],
    ["returns a rejected promise", meterOf(rejects)],
    ["throws at each measurement", meterOf(() => ({ record: fails, add: fails }))],
    ["rejects each measurement", meterOf(() => ({ record: rejects, add: rejects }))],
  ])("changes nothing if it %s", async (_, meter) => {
    const replies = [json({}, 503), json(client), json(null, 404)];
    const { tyk, sent } = clientWithReplies(replies, { meter });
    expect(await tyk.raw.getOAuthClient({ path })).toEqual(client);
    expect((await failure(tyk.raw.getOAuthClient({ path }))).code).toBe("not-found");
    expect(sent).toHaveLength(3);
    // A rejection that nothing handles would be reported by now.
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  test.each([
    [7, "createHistogram"],
    [null, "createHistogram"],
    [{}, "createHistogram"],
    [{ createHistogram: fails }, "createCounter"],
    [{ createHistogram: fails, createCounter: fails }, "createUpDownCounter"],
    [
      { createHistogram: fails, createCounter: fails, createUpDownCounter: 7 },
      "createUpDownCounter",
    ],
  ])("is refused if it is no meter: %j", (meter, method) => {
    const create = (): unknown => newClient({ meter: meter as TykMeter });
    expect(create).toThrow(`meter must have a method ${method}`);
    expect(create).toThrow(expect.objectContaining({ code: "config" }) as Error);
  });
});
