import { describe, expect, test } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import { any } from "../../support/client/expect-refused.ts";

describe("fail", () => {
  test.each<[unknown, unknown, string]>([
    [{}, "dorp", 'unknown fault "dorp"; did you mean "drop"?'],
    [
      {},
      "timeout",
      'unknown fault "timeout"; the faults are drop, applied-then-drop, cut-json, empty, html',
    ],
    [{}, undefined, "fault must be a name or an object"],
    [
      { operatoin: "hello" },
      "drop",
      'unknown field "operatoin" in match; did you mean "operation"?',
    ],
    [{ url: "/hello" }, "drop", 'unknown field "url" in match; did you mean "path"?'],
    [
      { operation: "createClient" },
      "drop",
      'unknown operation "createClient"; did you mean "createOAuthClient"?',
    ],
    [
      { operation: undefined },
      "drop",
      "match: operation must be a string; leave the field out to match every request",
    ],
    [{ method: "GTE" }, "drop", 'unknown method "GTE"; did you mean "GET"?'],
    [{ path: "hello" }, "drop", "match: path must begin with a slash and have no query"],
    [{ path: "/hello?a=1" }, "drop", "match: path must begin with a slash and have no query"],
    ["hello", "drop", 'match must be an object or a function, such as { operation: "hello" }'],
    [/hello/, "drop", 'match must be an object or a function, such as { operation: "hello" }'],
    [{}, { statusCode: 500 }, 'unknown field "statusCode" in fault; did you mean "status"?'],
    [{}, { delay: 5 }, 'unknown field "delay" in fault; did you mean "delayMs"?'],
    [{}, { status: "500" }, "status must be a status from 200 to 599"],
    [{}, { body: "busy" }, "fault needs a status if it has a body or headers"],
    [{}, {}, "fault needs status, delayMs or storage: otherwise nothing goes wrong"],
    [{}, { delayMs: -1 }, "delayMs must be a number of milliseconds, 0 or more"],
    [{}, { status: 500, headers: { "retry-after": 1 } }, "headers must be an object of strings"],
    [{}, { storage: "dwon" }, 'storage must be "down"'],
    [{}, { storage: "down", took: 5 }, 'unknown field "took" in fault; did you mean "tookMs"?'],
  ])("refuses %j with %j", async (match, fault, message) => {
    const gateway = createGateway();
    expect(() => gateway.fail(any(match), any(fault))).toThrow(new TypeError(`fail: ${message}`));
    // Nothing was installed.
    expect((await gateway.fetch(`${gateway.url}/hello`)).status).toBe(200);
  });

  test("accepts each name", () => {
    const gateway = createGateway();
    gateway.fail({ operation: "hello", method: "get", path: /^\/hello/ }, "drop");
    gateway.fail({ path: (path) => path === "/hello" }, { delayMs: 0 });
    gateway.fail(() => true, { status: 500, body: { a: 1 }, headers: { "x-a": "b" } }, Infinity);
  });
});

describe("createGateway", () => {
  test.each<[unknown, string]>([
    [null, "options must be an object"],
    [{ hashkeys: true }, 'unknown option "hashkeys"; did you mean "hashKeys"?'],
    [
      { apis: [{ api_id: "a", listen_pth: "/a/" }] },
      'unknown field "listen_pth" in apis; did you mean "listen_path"?',
    ],
    [{ apis: [{ apiId: "a" }] }, 'unknown field "apiId" in apis; did you mean "api_id"?'],
    [{ apis: [7] }, "apis must be a list of ids or of API definitions"],
    [
      { apis: [{ api_id: "a", notifications: { secret: "s" } }] },
      'unknown field "secret" in apis: a: notifications; did you mean "shared_secret"?',
    ],
    [
      { policies: { gold: { acess_rights: [] } } },
      'unknown field "acess_rights" in policies: gold; did you mean "access_rights"?',
    ],
    [{ policies: { gold: 7 } }, "policies: gold must be a list of API ids or an object"],
    [
      { policies: { gold: { access_rights: { orders: { version: ["Default"] } } } } },
      'unknown field "version" in policies: gold: access_rights: orders; did you mean "versions"?',
    ],
  ])("refuses %j", (options, message) => {
    expect(() => createGateway(any(options))).toThrow(new TypeError(`createGateway: ${message}`));
  });

  test("accepts the other fields of real definitions", () => {
    const api = { api_id: "a", id: "65f", name: "A", active: true, slug: "a", auth: {}, tags: [] };
    const policy = {
      access_rights: ["a"],
      id: "gold",
      name: "Gold",
      rate: 5,
      per: 1,
      active: true,
    };
    expect(createGateway(any({ apis: [api], policies: { gold: policy } })).requests).toEqual([]);
  });
});

test("listen refuses unknown options and ports", async () => {
  const gateway = createGateway();
  await expect(gateway.listen(any({ prot: 0 }))).rejects.toThrow(
    'listen: unknown option "prot"; did you mean "port"?',
  );
  await expect(gateway.listen({ host: "" })).rejects.toThrow("listen: host must be an address");
  await expect(gateway.listen(any({ onRequest: "log" }))).rejects.toThrow(
    "listen: onRequest must be a function",
  );
  await expect(gateway.listen({ port: 65_536 })).rejects.toThrow("listen: port must be a port");
});

test("client refuses a misspelt option", () => {
  expect(() => createGateway().client(any({ retries: 0 }))).toThrow(
    'unknown option "retries"; did you mean "maxRetries"?',
  );
});
