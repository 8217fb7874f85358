import { describe, expect, test } from "vitest";
import type { TykProgress, VerbOptions } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const path = { apiID: "orders", keyName: "shop-web" };

const about = { apiId: "orders" };

describe("a method", () => {
  test("throws only errors of the package", async () => {
    const { run } = createMethodHarness();
    const error = await failure(run(() => rejectedWith(new Error("a secret in a getter"))));
    expect(error).toMatchObject({
      code: "input",
      field: "arguments",
      message: "test.method: an argument cannot be read",
      outcome: "not-sent",
      steps: [],
    });
    expect(error.cause).toBeUndefined();
  });

  test("reports what an unforeseen failure came after, without its message", async () => {
    const { run } = createMethodHarness([json(client), json(client)]);
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await context.write("rotateOAuthClient", { path }, about, client);
        throw new RangeError("s3cret");
      }),
    );
    expect(error).toMatchObject({
      code: "input",
      field: "arguments",
      message: "test.method: the method failed unexpectedly (RangeError)",
      outcome: "applied",
      steps: [{ apiId: "orders", operation: "rotateOAuthClient", outcome: "applied" }],
    });
    expect(error.cause).toBeUndefined();
  });

  test("does not count a request's foreign error as a step", async () => {
    const { run, deps } = createMethodHarness();
    Object.assign(deps, { send: () => rejectedWith(new Error("no")) });
    expect(await failure(run((context) => context.read("hello", {})))).toMatchObject({
      code: "input",
      steps: [],
    });
  });

  test("without a request reports an empty response", async () => {
    const call = createMethodHarness().run(() => Promise.resolve(7));
    expect(await call.withResponse()).toEqual({
      data: 7,
      response: { status: 0, headers: new Headers(), attempts: 0, durationMs: 0 },
      steps: [],
      warnings: [],
    });
  });

  test("reports its last response, its steps and its warnings in order", async () => {
    const { run } = createMethodHarness([
      json(client, 200, { "x-nth": "1" }),
      json(client, 200, { "x-nth": "2" }),
    ]);
    const { response, steps, warnings } = await run(async (context) => {
      context.warn("first");
      await context.read("getOAuthClient", { path });
      context.warn("second");
      await context.write("rotateOAuthClient", { path }, about, client);
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
    const { run } = createMethodHarness([json(client), json(null, 404)]);
    const read = (): Promise<unknown> => run((context) => context.read("getOAuthClient", { path }));
    await read();
    const error = await failure(read());
    expect(error.steps).toStrictEqual([{ operation: "getOAuthClient", outcome: "refused" }]);
  });

  test("reports a request that was rejected before it was sent", async () => {
    const { run, sent } = createMethodHarness();
    const input = {
      path: { listenPath: "/o/", apiBaseUrl: "nowhere" },
      body: { response_type: "code", client_id: "a" },
    };
    const would = { code: "", redirect_to: "" };
    const call = run((context) => context.write("authorizeClient", input, about, would));
    expect((await failure(call)).steps).toEqual([
      { apiId: "orders", operation: "authorizeClient", outcome: "not-sent" },
    ]);
    expect(sent).toEqual([]);
  });

  test("passes its options on, except for its deadline and its progress", async () => {
    const handed = async (options: VerbOptions): Promise<unknown> =>
      createMethodHarness().run((context) => Promise.resolve(context.options), options);
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

describe("a method's progress", () => {
  const progress: TykProgress = { phase: "look", done: 1, total: 2 };

  test("is reported unchanged", async () => {
    const told: TykProgress[] = [];
    const onProgress = (one: TykProgress): void => {
      told.push(one);
    };
    await createMethodHarness().run(
      (context) => {
        context.progress("look", 1, 2);
        context.progress("wait", 0, 11_000);
        return Promise.resolve();
      },
      { onProgress },
    );
    expect(told).toStrictEqual([progress, { phase: "wait", done: 0, total: 11_000 }]);
  });
});
