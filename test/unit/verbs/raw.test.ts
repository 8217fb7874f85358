import { describe, expect, test } from "vitest";
import { TykConfigError, TykConnectionError, TykInputError } from "../../../src/index.ts";
import type { RawInput } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import { json, text } from "../../support/network/fake-fetch.ts";
import { baseUrl, clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { callRaw, client, code, ok, operationIds, samples } from "../../support/samples/samples.ts";
import { isUnknown, saying, sayingOf } from "../../support/util/saying.ts";

describe("the input of tyk.raw", () => {
  test.each(operationIds)("%s: must be an object", async (id) => {
    for (const input of [null, "input", 7, []]) {
      const { tyk, sent } = clientWithReplies([]);
      const error = await failure(callRaw(tyk.raw, id, input));
      expect(error).toBeInstanceOf(TykInputError);
      expect(error).toMatchObject({
        field: "input",
        operation: id,
        message: saying(`${id}: input must be an object with path, query or body`),
      });
      expect(sent).toEqual([]);
    }
  });

  const withPath = operationIds.filter((id) => operations[id].template.includes("{"));

  test.each(withPath)(
    "%s: sends nothing if a part of the path is missing or unsafe",
    async (id) => {
      const right = samples[id].input as { path: Record<string, string> };
      for (const name of Object.keys(right.path)) {
        for (const value of [undefined, null, "", ".", "..", "a/b", "a\n", 7, "\ud800"]) {
          const { tyk, sent } = clientWithReplies([]);
          const error = await failure(
            callRaw(tyk.raw, id, { ...right, path: { ...right.path, [name]: value } }),
          );
          expect(error).toBeInstanceOf(TykInputError);
          expect(error).toMatchObject({
            field: `path.${name}`,
            operation: id,
            outcome: "not-sent",
          });
          expect(sent).toEqual([]);
        }
      }
      for (const path of [undefined, "orders"]) {
        const { tyk, sent } = clientWithReplies([]);
        const [first] = Object.keys(right.path);
        expect(await failure(callRaw(tyk.raw, id, { ...right, path }))).toMatchObject({
          field: `path.${String(first)}`,
        });
        expect(sent).toEqual([]);
      }
    },
  );

  test("can be omitted if the operation needs none", async () => {
    const { tyk, sent } = clientWithReplies([
      json([]),
      json([]),
      json({ keys: [] }),
      json(samples.hello.answer),
    ]);
    await tyk.raw.listApis();
    await tyk.raw.listPolicies();
    await tyk.raw.listKeys();
    await tyk.raw.hello();
    expect(sent.map(({ path }) => path)).toEqual([
      "/tyk/apis",
      "/tyk/policies",
      "/tyk/keys",
      "/hello",
    ]);
  });

  test.each(["url", "headers", "fetch", "client", "baseUrl", "throwOnError", "timeoutMs"])(
    "rejects %s",
    async (name) => {
      const { tyk, sent } = clientWithReplies([]);
      const input = { ...(samples.getOAuthClient.input as object), [name]: undefined };
      const error = await failure(callRaw(tyk.raw, "getOAuthClient", input));
      expect(error).toMatchObject({
        code: "input",
        field: name,
        message: sayingOf("getOAuthClient", name, isUnknown),
      });
      expect(sent).toEqual([]);
    },
  );

  test("gets odd ids percent-encoded", async () => {
    const { tyk, sent } = clientWithReplies([json(client)]);
    await tyk.raw.getOAuthClient({ path: { apiID: "a?b#c", keyName: "d%e\\f ü$&" } });
    expect(sent[0]?.path).toBe("/tyk/oauth/clients/a%3Fb%23c/d%25e%5Cf%20%C3%BC%24%26");
  });

  test("sends a query without undefined values, and with empty ones", async () => {
    const { tyk, sent } = clientWithReplies([json({ keys: [] })]);
    const query = { hashed: false, api_id: "", filter: undefined } as unknown as {
      hashed: boolean;
    };
    await tyk.raw.listKeys({ query });
    expect(sent[0]?.path).toBe("/tyk/keys?hashed=false&api_id=");
  });

  test("is sent without the checks of the methods", async () => {
    const { tyk, sent } = clientWithReplies([json(client), json(ok)]);
    await tyk.raw.createOAuthClient({ body: { client_id: "a?b" } });
    await tyk.raw.revokeSingleToken({ body: { token: "", client_id: "" } });
    expect(sent.map(({ body }) => body)).toEqual(['{"client_id":"a?b"}', "token=&client_id="]);
  });

  test("without a body sends none, for every operation", async () => {
    const { tyk, sent } = clientWithReplies([json(client)]);
    await tyk.raw.createOAuthClient({} as RawInput<{ url: string; body: object }>);
    expect(sent[0]?.body).toBeUndefined();
    expect(sent[0]?.headers["content-type"]).toBeUndefined();
  });

  test("is rejected if it cannot be serialised", async () => {
    const { tyk, sent } = clientWithReplies([]);
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const id of ["createOAuthClient", "revokeSingleToken"] as const) {
      const error = await failure(callRaw(tyk.raw, id, { body: circle }));
      expect(error).toMatchObject({
        field: "body",
        operation: id,
        message: `${id}: body cannot be written as JSON or as a form`,
      });
    }
    expect(sent).toEqual([]);
  });

  test("is rejected if its query cannot be serialised", async () => {
    const { tyk, sent } = clientWithReplies([]);
    const query = { page: Object.create(null) as unknown };
    const error = await failure(callRaw(tyk.raw, "listKeys", { query }));
    expect(error).toMatchObject({
      field: "query",
      message: "listKeys: query cannot be written in a URL",
    });
    expect(sent).toEqual([]);
  });
});

describe("an operation that an API serves", () => {
  const onApi = operationIds.filter((id) => operations[id].servedBy === "api");

  test.each(onApi)("%s: sends nothing without a safe listen path", async (id) => {
    for (const path of [
      undefined,
      "orders",
      {},
      { listenPath: "orders" },
      { listenPath: "/a/../b" },
      { listenPath: "/{id}/" },
      { listenPath: 7 },
    ]) {
      const { tyk, sent } = clientWithReplies([]);
      const error = await failure(callRaw(tyk.raw, id, { ...(samples[id].input as object), path }));
      expect(error).toBeInstanceOf(TykInputError);
      expect(error).toMatchObject({ field: "path.listenPath", operation: id });
      expect(sent).toEqual([]);
    }
  });

  const body = { response_type: "code", client_id: "a" };

  test.each([
    [undefined, "/orders/", `${baseUrl}/orders/tyk/oauth/authorize-client/`],
    [undefined, "/", `${baseUrl}/tyk/oauth/authorize-client/`],
    [
      "https://apis.example/p/",
      "/orders",
      "https://apis.example/p/orders/tyk/oauth/authorize-client/",
    ],
  ])(
    "is sent to the client's apiBaseUrl (%s) and its listen path %s",
    async (apiBaseUrl, listenPath, url) => {
      const { tyk, sent } = clientWithReplies([text(JSON.stringify(code))], { apiBaseUrl });
      await tyk.raw.authorizeClient({ path: { listenPath }, body });
      expect(sent[0]?.url).toBe(url);
    },
  );

  test("can be sent to a base URL of the call, which is checked as the client's is", async () => {
    const { tyk, sent } = clientWithReplies(
      [text(JSON.stringify(code)), text(JSON.stringify(code))],
      {
        apiBaseUrl: () => "https://unused.example",
      },
    );
    await tyk.raw.authorizeClient({
      path: { listenPath: "/o/", apiBaseUrl: "https://apis.example" },
      body,
    });
    expect(sent[0]?.url).toBe("https://apis.example/o/tyk/oauth/authorize-client/");
    await tyk.raw.authorizeClient({
      path: { listenPath: "/o/", apiBaseUrl: "http://127.0.0.1:8080" },
      body,
    });
    const path = { listenPath: "/o/", apiBaseUrl: "http://apis.example" };
    const error = await failure(tyk.raw.authorizeClient({ path, body }));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toMatch(/^authorizeClient: apiBaseUrl /);
    expect(sent).toHaveLength(2);
  });

  test("accepts JSON labelled as plain text, and no other label", async () => {
    const { tyk } = clientWithReplies([
      text(JSON.stringify(code)),
      text(JSON.stringify(code), 200, { "content-type": "text/html" }),
    ]);
    const path = { listenPath: "/orders/" };
    expect(await tyk.raw.authorizeClient({ path, body })).toEqual(code);
    expect(await failure(tyk.raw.authorizeClient({ path, body }))).toMatchObject({
      code: "content-type",
    });
  });

  test("needs a base URL in the call if the client's is a function, because there is no definition for it", async () => {
    const { tyk, sent } = clientWithReplies([], { apiBaseUrl: () => "https://apis.example" });
    const error = await failure(tyk.raw.authorizeClient({ path: { listenPath: "/o/" }, body }));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error).toMatchObject({
      operation: "authorizeClient",
      message: saying(
        "authorizeClient: apiBaseUrl is a function of the API's definition: name path.apiBaseUrl",
      ),
    });
    expect(sent).toEqual([]);
  });
});

describe("an unforeseen failure", () => {
  test("after an attempt does not claim that nothing was sent", async () => {
    const runtime = new TestRuntime();
    // 429 by itself says that nothing was done.
    runtime.random = () => {
      throw new Error("no dice");
    };
    const { tyk } = clientWithReplies([json({}, 429)], {}, runtime);
    const error = await failure(tyk.raw.rotateOAuthClient({ path: { apiID: "a", keyName: "b" } }));
    expect(error).toBeInstanceOf(TykConnectionError);
    expect(error).toMatchObject({
      code: "connection",
      systemCode: undefined,
      outcome: "unknown",
      attempts: 1,
      message: saying("rotateOAuthClient: the request failed in an unforeseen way"),
    });
    expect(error.cause).toBeUndefined();
  });
});

describe("tyk.raw", () => {
  test("has every operation, and nothing else", () => {
    const { tyk } = clientWithReplies([]);
    expect(Object.keys(tyk.raw).sort()).toEqual(Object.keys(operations).sort());
  });

  test.each(operationIds)("%s: rejects a response of another shape", async (id) => {
    const { success, jsonAsText, retry } = operations[id];
    if (success === 307) return;
    const outcome = retry === "read" ? "not-sent" : "applied";
    const answer = jsonAsText ? text("{}") : json({});
    const { tyk } = clientWithReplies([answer]);
    const error = await failure(callRaw(tyk.raw, id));
    expect(error).toMatchObject({ code: "schema", status: 200, outcome, operation: id });
  });

  test.each(operationIds)(
    "%s: accepts JSON labelled as text only if the gateway sends it so",
    async (id) => {
      const { success, jsonAsText } = operations[id];
      if (success === 307) return;
      const { tyk } = clientWithReplies([text(JSON.stringify(samples[id].answer))]);
      const call = callRaw(tyk.raw, id);
      if (jsonAsText) expect(await call).toEqual(samples[id].answer);
      else expect((await failure(call)).code).toBe("content-type");
    },
  );

  test.each(operationIds)(
    "%s: recognises an OAuth error only if the gateway sends one",
    async (id) => {
      const { tyk } = clientWithReplies([
        json({ error: "access_denied", error_description: "no" }, 403),
      ]);
      const error = await failure(callRaw(tyk.raw, id));
      expect(error.code).toBe(operations[id].oauthErrors ? "oauth" : "permission");
    },
  );
});
