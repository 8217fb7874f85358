import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idProblem, listenPathProblem } from "../../../../src/transport/request/ids.ts";
import { fakeFetch } from "../../../support/network/fake-fetch.ts";
import { newClient } from "../../../support/client/client.ts";
import { callRaw, operationIds, samples } from "../../../support/samples/samples.ts";
import { operations } from "../../../../src/operations/operations.ts";
import { routeOf } from "../../../support/network/route-of.ts";
import { failure } from "../../../support/util/failure.ts";

/** Texts that are likely to mean something to a URL parser or a router, and any other. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      ".",
      "/",
      "\\",
      "%2e",
      "%2f",
      "%5c",
      "%",
      "?",
      "#",
      ";",
      "a",
      "rotate",
      "tokens",
      "\n",
      "\t",
      " ",
      "\ud800",
      "\udc00",
      ":",
      "@",
      "*",
      "ü",
      "\u0000",
      "\u007f",
      "{apiID}",
      "$&",
    ),
    maxLength: 8,
  }),
);

describe("an id", () => {
  test.each([
    "a",
    "shop-web",
    "...",
    ".a",
    "a.",
    "a..b",
    "a b",
    " ",
    "%2e%2e",
    "%2F",
    "a\\b",
    "a?b",
    "a#b",
    "a%b",
    "a;b",
    "ü",
    "\u{1f511}",
    "\u0080",
    "create",
    "x".repeat(4096),
  ])("can be %j", (value) => {
    expect(idProblem(value)).toBeUndefined();
  });

  test.each([
    [undefined, "must be a string"],
    [null, "must be a string"],
    [7, "must be a string"],
    [["a"], "must be a string"],
    ["", "must not be empty"],
    [".", "must not be a dot segment"],
    ["..", "must not be a dot segment"],
    ["/", "must not hold a slash: the gateway would read it as another route"],
    ["a/rotate", "must not hold a slash: the gateway would read it as another route"],
    ["../../../keys/victim", "must not hold a slash: the gateway would read it as another route"],
    ["\ud800", "must be well-formed Unicode"],
    ["a\udc00b", "must be well-formed Unicode"],
    ["\udc00\ud800", "must be well-formed Unicode"],
  ])("rejects %j: it %s", (value, why) => {
    expect(idProblem(value)).toBe(why);
  });

  test("rejects control characters", () => {
    for (const code of [...Array(32).keys(), 127]) {
      expect(idProblem(`a${String.fromCharCode(code)}`)).toBe("must not hold control characters");
    }
    expect(idProblem("a\u0020\u007e\u0080")).toBeUndefined();
  });

  test("that is accepted is one segment, encoded and decoded", () => {
    fc.assert(
      fc.property(anyText, (id) => {
        fc.pre(idProblem(id) === undefined);
        const { origin, pathname } = new URL(`https://gw.example/tyk/${encodeURIComponent(id)}/x`);
        expect(origin).toBe("https://gw.example");
        expect(pathname.split("/").map(decodeURIComponent)).toEqual(["", "tyk", id, "x"]);
      }),
      { numRuns: 1_000 },
    );
  });

  const withPath = operationIds.filter((id) => operations[id].template.includes("{"));

  test("reaches the intended route, or nothing is sent: any text in each parameter of each operation", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...withPath),
        fc.array(anyText, { minLength: 2, maxLength: 2 }),
        async (operationId, texts) => {
          const { method, template } = operations[operationId];
          const { query, path } = samples[operationId].input as { query?: object; path: object };
          const names = Object.keys(path);
          const values = Object.fromEntries(names.map((name, at) => [name, texts[at]]));
          const { fetch, sent } = fakeFetch(() => new Response("", { status: 404 }));
          const tyk = newClient({ fetch, baseUrl: "https://gw.example/prefix" });
          const error = await failure(callRaw(tyk.raw, operationId, { path: values, query }));
          if (error.code === "input") {
            expect(sent).toEqual([]);
            return;
          }
          const [request] = sent;
          const url = new URL(request?.url ?? "");
          expect(url.origin).toBe("https://gw.example");
          expect(url.pathname.startsWith("/prefix/")).toBe(true);
          const reached = routeOf(`${method} ${url.pathname.slice("/prefix".length)}`);
          // The router has routes of its own for these two texts in the place of an API's id.
          const special = texts[0] === "apis" || texts[0] === "create";
          if (!special)
            expect(reached).toEqual({
              route: `${method} ${template}`,
              values: Object.values(values),
            });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a listen path", () => {
  test.each([
    "/",
    "/orders/",
    "/orders",
    "/a/b/c/",
    "//orders/",
    "/ü/",
    "/a%20b/",
    "/a..b/",
    "/.well-known/",
    "/.../",
    "/a:b@c/",
    "/a%2e/",
    `/${"a".repeat(999)}`,
  ])("can be %j", (value) => {
    expect(listenPathProblem(value)).toBeUndefined();
  });

  test.each([
    [undefined, "must be a string"],
    [7, "must be a string"],
    ["", "must begin with a slash"],
    ["orders/", "must begin with a slash"],
    ["https://evil.example/", "must begin with a slash"],
    ["/orders?a", "must be a plain path, without a pattern, a query or a fragment"],
    ["/orders#a", "must be a plain path, without a pattern, a query or a fragment"],
    ["/orders\\", "must be a plain path, without a pattern, a query or a fragment"],
    ["/{id}/", "must be a plain path, without a pattern, a query or a fragment"],
    ["/id}/", "must be a plain path, without a pattern, a query or a fragment"],
    ["/a b/", "must be a plain path, without a pattern, a query or a fragment"],
    ["/a\n/", "must be a plain path, without a pattern, a query or a fragment"],
    [`/${"a".repeat(1_000)}`, "must not be longer than 1000 characters"],
    ["/./", "must not hold dot segments"],
    ["/..", "must not hold dot segments"],
    ["/a/../b/", "must not hold dot segments"],
    ["/%2e/", "must not hold dot segments"],
    ["/%2E%2e/", "must not hold dot segments"],
    ["/.%2e/", "must not hold dot segments"],
    ["/a/%2e./", "must not hold dot segments"],
  ])("rejects %j: it %s", (value, why) => {
    expect(listenPathProblem(value)).toBe(why);
  });

  test("that is accepted keeps the origin and every segment", () => {
    fc.assert(
      fc.property(anyText, (rest) => {
        const listenPath = `/${rest}`;
        fc.pre(listenPathProblem(listenPath) === undefined);
        const url = new URL(`https://gw.example${listenPath}/tyk/oauth/authorize-client/`);
        expect(url.origin).toBe("https://gw.example");
        expect(url.search + url.hash).toBe("");
        expect(url.pathname.split("/")).toHaveLength(listenPath.split("/").length + 4);
        expect(url.pathname.endsWith("/tyk/oauth/authorize-client/")).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
