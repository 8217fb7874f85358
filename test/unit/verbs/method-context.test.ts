import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykConfigError, TykResponseError } from "../../../src/index.ts";
import type { TykPromise, TykProgress, VerbOptions } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { failure, rejectedWith, thrown } from "../../support/util/failure.ts";
import { recordingLogger } from "../../support/client/recording-logger.ts";
import { client } from "../../support/samples/samples.ts";
import { unhandledRejections } from "../../support/util/unhandled-rejections.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const about = { apiId: "orders" };
const missing = json({ status: "error", message: "OAuth Client ID not found" }, 404);

describe("an organisation id", () => {
  test("of an argument overrides the client's, and is omitted if neither is set", () => {
    expect(createMethodHarness().context.orgId(undefined)).toBe("");
    expect(createMethodHarness([], { orgId: "acme" }).context.orgId(undefined)).toBe("acme");
    expect(createMethodHarness([], { orgId: "acme" }).context.orgId("umbrella")).toBe("umbrella");
    expect(createMethodHarness([], { orgId: "acme" }).context.orgId("")).toBe("");
  });

  test.each([7, null, {}])("rejects %j", async (value) => {
    const error = await thrown(() => createMethodHarness().context.orgId(value));
    expect(error).toMatchObject({
      code: "input",
      field: "orgId",
      message: "test.method: orgId must be a string",
    });
  });
});

describe("a request that is one of many alike", () => {
  const read = (reply: typeof missing, omitStep?: true): TykPromise<unknown> =>
    createMethodHarness([reply]).run((context) =>
      context.read(
        "getOAuthClient",
        { path },
        { apiId: "orders", ...(omitStep === undefined ? {} : { omitStep }) },
      ),
    );

  test("is no step if it succeeds, and still is the last response", async () => {
    const { steps, response } = await read(json(client), true).withResponse();
    expect(steps).toEqual([]);
    expect(response.status).toBe(200);
    expect((await read(json(client)).withResponse()).steps).toHaveLength(1);
  });

  test.each([
    ["finds nothing", missing, "not-found"],
    ["fails", json({ status: "error", message: "no" }, 500), "server"],
  ])("is no step if it %s, and still throws", async (_, reply, code) => {
    expect(await failure(read(reply, true))).toMatchObject({
      code,
      operation: "getOAuthClient",
      steps: [],
    });
    expect((await failure(read(reply))).steps).toHaveLength(1);
  });
});

describe("a warning", () => {
  test("is kept and logged, in order", () => {
    const { lines, logger } = recordingLogger();
    const { context } = createMethodHarness([], { logger });
    context.warn("body.redirect_uri must be given");
    context.warn("another");
    expect(context.warnings).toEqual(["body.redirect_uri must be given", "another"]);
    expect(lines).toEqual([
      ["warn", "@tyk-oauth/sdk: test.method: body.redirect_uri must be given"],
      ["warn", "@tyk-oauth/sdk: test.method: another"],
    ]);
  });
});

describe("a response that cannot be used", () => {
  test("is reported with its status and the attempts", async () => {
    const { run } = createMethodHarness([json({}, 503), json(client)], { maxRetries: 1 });
    const error = await failure(
      run(async (context) => {
        await context.read("getOAuthClient", { path }, about);
        throw context.createSchemaError("the gateway answered with another client");
      }),
    );
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      operation: "test.method",
      outcome: "not-sent",
      status: 200,
      attempts: 2,
      message: "test.method: the gateway answered with another client",
    });
  });
});

describe("the progress function", () => {
  const report = async (
    onProgress: (progress: TykProgress) => void,
    options: VerbOptions = {},
  ): Promise<string[][]> => {
    const { lines, logger } = recordingLogger();
    const { run } = createMethodHarness([], { logger });
    const result = await run(
      async (context) => {
        context.progress("look", 1, 2);
        context.progress("look", 2, 2);
        await wait(1);
        return "done";
      },
      { ...options, onProgress },
    );
    expect(result).toBe("done");
    return lines;
  };
  const failed = ["error", "@tyk-oauth/sdk: the hook onProgress failed"];

  test("may throw, which is logged without what it threw and changes nothing", async () => {
    const lines = await report(() => {
      throw new Error("s3cret");
    });
    expect(lines).toEqual([failed, failed]);
  });

  test("may be async and reject, which does not end the process", async () => {
    const seen = unhandledRejections();
    const lines = await report(() => rejectedWith(new Error("s3cret")) as unknown as undefined);
    await wait(5);
    expect(lines).toEqual([failed, failed]);
    expect(seen).toEqual([]);
  });

  test("is not awaited", async () => {
    const never = new Promise<never>(() => undefined) as unknown as undefined;
    expect(await report(() => never)).toEqual([]);
  });
});

describe("a writing method", () => {
  test("is allowed by default", () => {
    expect(() => {
      createMethodHarness().context.startWriting();
    }).not.toThrow();
  });

  test("is rejected if the client is read-only", async () => {
    const error = await thrown(() => {
      createMethodHarness([], { readOnly: true }).context.startWriting();
    });
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: "test.method",
      outcome: "not-sent",
      attempts: 0,
      message: "test.method: this client is readOnly, and this method changes the gateway",
    });
  });

  test("is allowed for a read-only client in a dry run, which writes nothing", async () => {
    const { run, sent } = createMethodHarness([], { readOnly: true, dryRun: true });
    await run((context) => {
      context.startWriting();
      return context.write("rotateOAuthClient", { path }, about, client);
    });
    expect(sent).toEqual([]);
  });
});

describe("a dry run", () => {
  test("reads, and reports what it would send in order and in the log", async () => {
    const { lines, logger } = recordingLogger();
    const { run, sent } = createMethodHarness([json(client), json([client])], {
      dryRun: true,
      logger,
    });
    const would = { key: "shop-web", status: "ok", action: "deleted" };
    const { data, steps, response } = await run(async (context) => {
      context.startWriting();
      expect(context.isDry).toBe(true);
      const before = await context.read("getOAuthClient", { path }, about);
      const { client_id } = before;
      const rotated = await context.write("rotateOAuthClient", { path }, about, { client_id });
      const after = await context.read("listOAuthClients", { path: { apiID: "orders" } }, about);
      const purge = { query: { scope: "lapsed" } } as const;
      const purged = await context.write(
        "purgeOAuthTokens",
        purge,
        {},
        { status: "ok", message: "" },
      );
      return [
        rotated,
        after,
        purged,
        await context.write("deleteOAuthClient", { path }, about, would),
      ];
    }).withResponse();
    expect(data).toEqual([
      { client_id: client.client_id },
      [client],
      { status: "ok", message: "" },
      would,
    ]);
    expect(sent.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(response.status).toBe(200);
    expect(steps).toStrictEqual([
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { apiId: "orders", operation: "rotateOAuthClient", outcome: "not-sent" },
      { apiId: "orders", operation: "listOAuthClients", outcome: "applied" },
      { operation: "purgeOAuthTokens", outcome: "not-sent" },
      { apiId: "orders", operation: "deleteOAuthClient", outcome: "not-sent" },
    ]);
    expect(lines.filter(([level]) => level === "info")).toEqual([
      ["info", "@tyk-oauth/sdk: test.method: dry run, would send rotateOAuthClient (API orders)"],
      ["info", "@tyk-oauth/sdk: test.method: dry run, would send purgeOAuthTokens"],
      ["info", "@tyk-oauth/sdk: test.method: dry run, would send deleteOAuthClient (API orders)"],
    ]);
  });

  test("has changed nothing if it fails later", async () => {
    const { run } = createMethodHarness([missing], { dryRun: true });
    const error = await failure(
      run(async (context) => {
        context.startWriting();
        await context.write("rotateOAuthClient", { path }, about, client);
        await context.read("getOAuthClient", { path }, about);
      }),
    );
    expect(error).toMatchObject({
      code: "not-found",
      outcome: "not-sent",
      steps: [
        { operation: "rotateOAuthClient", outcome: "not-sent" },
        { operation: "getOAuthClient", outcome: "refused" },
      ],
    });
  });

  test("is off by default", () => {
    expect(createMethodHarness().context.isDry).toBe(false);
    expect(createMethodHarness([], { dryRun: false }).context.isDry).toBe(false);
  });
});
