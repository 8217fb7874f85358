import { describe, expect, test } from "vitest";
import { TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition } from "../../../../src/index.ts";
import {
  readDefinition,
  readOAuthApi,
  readOAuthApiIds,
} from "../../../../src/verbs/apis/definition.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { api, client } from "../../../support/samples/samples.ts";
import { omit } from "../../../support/util/omit.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import type { MethodHarness } from "../../../support/client/method-harness.ts";

const billing: ApiDefinition = { ...api, api_id: "billing", org_id: "umbrella" };
const open: ApiDefinition = { ...api, api_id: "open", use_oauth2: false };
const orders = ({ run }: MethodHarness): Promise<ApiDefinition> =>
  run((context) => readDefinition(context, "orders"));

describe("the definition of an API", () => {
  test("is read, and cached for a minute", async () => {
    const runtime = new TestRuntime();
    const newer = { ...api, name: "newer" };
    const bench = createMethodHarness([json(api), json(newer)], {}, runtime);
    expect(await orders(bench)).toEqual(api);
    expect(bench.sent).toMatchObject([{ method: "GET", path: "/tyk/apis/orders" }]);
    runtime.time += 59_999;
    expect(await orders(bench)).toEqual(api);
    expect(bench.sent).toHaveLength(1);
    runtime.time += 1;
    expect(await orders(bench)).toEqual(newer);
    expect(bench.sent).toHaveLength(2);
  });

  test("is a step of the method with this API's id if it was read", async () => {
    const bench = createMethodHarness([json(api)]);
    const { run } = bench;
    const steps = async (): Promise<unknown> =>
      (await run((context) => readDefinition(context, "orders")).withResponse()).steps;
    expect(await steps()).toEqual([{ apiId: "orders", operation: "getApi", outcome: "applied" }]);
    expect(await steps()).toEqual([]);
  });

  test("is not used for another API", async () => {
    const { run, sent } = createMethodHarness([json(api), json(billing)]);
    const read = (apiId: string): Promise<ApiDefinition> =>
      run((context) => readDefinition(context, apiId));
    expect(await read("orders")).toEqual(api);
    expect(await read("billing")).toEqual(billing);
    expect(await read("orders")).toEqual(api);
    expect(sent.map(({ path }) => path)).toEqual(["/tyk/apis/orders", "/tyk/apis/billing"]);
  });

  test("is cached only if it could be read", async () => {
    const missing = json({ status: "error", message: "API not found" }, 404);
    const bench = createMethodHarness([missing, json(api)]);
    expect((await failure(orders(bench))).code).toBe("not-found");
    expect(await orders(bench)).toEqual(api);
  });

  test("is rejected if it belongs to another API", async () => {
    const bench = createMethodHarness([json(billing), json(api)]);
    expect(await failure(orders(bench))).toMatchObject({
      code: "schema",
      outcome: "not-sent",
      message: "test.method: the gateway responded with another API's definition",
      steps: [{ apiId: "orders", operation: "getApi", outcome: "applied" }],
    });
    expect(await orders(bench)).toEqual(api);
    expect(bench.sent).toHaveLength(2);
  });

  test("is removed from the cache if the caller reads it directly, because it may have changed", async () => {
    const changed = { ...api, use_oauth2: false };
    const { tyk, sent } = clientWithReplies([
      json(api),
      json([client]),
      json(changed),
      json(changed),
    ]);
    const create = (): Promise<unknown> =>
      tyk.clients.repairIndex({ apiId: "orders", candidates: [] });
    await create();
    await tyk.apis.get({ apiId: "orders" });
    expect((await failure(create())).code).toBe("unsupported");
    expect(sent.map(({ path }) => path)).toEqual([
      "/tyk/apis/orders",
      "/tyk/oauth/clients/orders",
      "/tyk/apis/orders",
      "/tyk/apis/orders",
    ]);
  });
});

describe("the OAuth APIs", () => {
  test.each([
    ["", ["orders", "billing"]],
    ["acme", ["orders"]],
    ["umbrella", ["billing"]],
    ["nobody", []],
  ])("of the organisation %j are %j", async (orgId, expected) => {
    const { run, sent } = createMethodHarness([json([open, api, billing])]);
    const { data, steps } = await run((context) => readOAuthApiIds(context, orgId)).withResponse();
    expect(data).toEqual(expected);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/apis" }]);
    expect(steps).toEqual([{ operation: "listApis", outcome: "applied" }]);
  });

  test("are read each time, and the used fields of each of them are cached", async () => {
    const used = (one: ApiDefinition): object => ({
      ...omit(one, "name", "active"),
      proxy: { listen_path: one.proxy.listen_path },
    });
    const newer = { ...api, domain: "new.example" };
    const bench = createMethodHarness([json([open, api, billing]), json([newer])]);
    const { run, sent } = bench;
    await run((context) => readOAuthApiIds(context, "acme"));
    expect(await orders(bench)).toEqual(used(api));
    await run((context) => readOAuthApiIds(context, ""));
    expect(await orders(bench)).toEqual(used(newer));
    expect(sent).toHaveLength(2);
    // So is one that does not use OAuth.
    expect(await run((context) => readDefinition(context, "open"))).toEqual(used(open));
    expect(sent).toHaveLength(2);
  });

  test("are not cached if a function of the caller gets definitions, which must be whole", async () => {
    const options = { apiBaseUrl: () => "https://apis.example" };
    const bench = createMethodHarness([json([api]), json(api)], options);
    await bench.run((context) => readOAuthApiIds(context, "acme"));
    expect(await orders(bench)).toEqual(api);
    expect(bench.sent).toHaveLength(2);
  });
});

describe("an API that must be OAuth", () => {
  test("is returned if it is OAuth", async () => {
    const { context } = createMethodHarness([json(api)]);
    expect(await readOAuthApi(context, "orders", "it has no clients")).toEqual(api);
  });

  test("is rejected if it is not, and removed from the cache, because it may become OAuth", async () => {
    const bench = createMethodHarness([json({ ...api, use_oauth2: false }), json(api)]);
    const { context, sent } = bench;
    const error = await failure(readOAuthApi(context, "orders", "it has no clients"));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "test.method",
      outcome: "not-sent",
      message: "test.method: the API orders does not use OAuth: it has no clients",
    });
    expect(await orders(bench)).toEqual(api);
    expect(sent).toHaveLength(2);
  });
});
