import { describe, test } from "vitest";
import { any, expectRefused as refused } from "../../support/client/expect-refused.ts";
import type { Wrong, WrongCall as Call } from "../../support/client/expect-refused.ts";
import { isUnknown } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const object = "must be an object";
const slash = "must not hold a slash: the gateway would read it as another route";

/** What is wrong with the two ids of a client on one API. */
function wrongIds(more: object = {}): Wrong[] {
  return [
    [{ ...more }, "apiId", "must be a string"],
    [{ ...more, apiId: "", clientId: "a" }, "apiId", "must not be empty"],
    [{ ...more, apiId: "a/b", clientId: "a" }, "apiId", slash],
    [{ ...more, apiId: "..", clientId: "a" }, "apiId", "must not be a dot segment"],
    [{ ...more, apiId: "orders" }, "clientId", "must be a string"],
    [{ ...more, apiId: "orders", clientId: "" }, "clientId", "must not be empty"],
    [{ ...more, apiId: "orders", clientId: "a/rotate" }, "clientId", slash],
    [{ ...more, apiId: "orders", clientId: "." }, "clientId", "must not be a dot segment"],
    [{ ...more, apiId: "orders", clientId: 7 }, "clientId", "must be a string"],
    [{ ...more, apiId: "orders", clientId: "a\n" }, "clientId", "must not hold control characters"],
    [{ ...more, apiId: "orders", clientId: "\ud800" }, "clientId", "must be well-formed Unicode"],
  ];
}

describe("a client on one API", () => {
  const byRef: [string, Call][] = [
    ["clients.get", (tyk, of) => tyk.clients.get(any(of))],
    [
      "clients.authorize",
      (tyk, of) => tyk.clients.authorize(any(of), { redirectUri: "https://a" }),
    ],
    ["tokens.list", (tyk, of) => tyk.tokens.list(any(of))],
    ["tokens.iterate", (tyk, of) => tyk.tokens.iterate(any(of)).next()],
  ];

  test.each(byRef)("is rejected by %s if a part of it is wrong", async (name, call) => {
    await refused(name, call, [
      ...[undefined, null, "shop-web", []].map((value): Wrong => [value, "ref", object]),
      ...wrongIds(),
    ]);
  });

  test("is rejected by tokens.page too", async () => {
    await refused("tokens.page", (tyk, of) => tyk.tokens.page(any(of)), [
      ...[undefined, null, "shop-web", []].map((value): Wrong => [value, "args", object]),
      ...wrongIds({ page: 1 }),
    ]);
  });
});

describe("a client on one API or on several", () => {
  const byTarget: [string, Call][] = [
    ["clients.update", (tyk, of) => tyk.clients.update(any(of), {})],
    ["clients.replace", (tyk, of) => tyk.clients.replace(any(of), { redirect_uri })],
    ["clients.rotateSecret", (tyk, of) => tyk.clients.rotateSecret(any(of))],
    ["clients.delete", (tyk, of) => tyk.clients.delete(any(of))],
    ["tokens.revokeAll", (tyk, of) => tyk.tokens.revokeAll(any(of))],
  ];
  const list = "must be a list of at least one API id";

  test.each(byTarget)("is rejected by %s if a part of it is wrong", async (name, call) => {
    await refused(name, call, [
      ...[undefined, null, "shop-web", []].map((value): Wrong => [value, "target", object]),
      ...wrongIds(),
      [{ ...ref, orgId: "acme" }, "orgId", isUnknown],
      [{ ...ref, api: "a" }, "api", isUnknown],
      [{ ...ref, apis: "all" }, "apiId", isUnknown],
      [{ apis: "all" }, "clientId", "must be a string"],
      [{ apis: "all", clientId: "a/b" }, "clientId", slash],
      [{ apis: "all", clientId: "" }, "clientId", "must not be empty"],
      [{ apis: "all", clientId: "a", orgId: 7 }, "orgId", "must be a string"],
      [{ apis: ["orders"], clientId: "a", orgId: null }, "orgId", "must be a string"],
      [{ apis: "All", clientId: "a" }, "apis", list],
      [{ apis: "orders", clientId: "a" }, "apis", list],
      [{ apis: [], clientId: "a" }, "apis", list],
      [{ apis: null, clientId: "a" }, "apis", list],
      [{ apis: new Set(["orders"]), clientId: "a" }, "apis", list],
      [{ apis: ["orders", ""], clientId: "a" }, "apis", "must not be empty"],
      [{ apis: ["orders", "a/b"], clientId: "a" }, "apis", slash],
      [{ apis: ["orders", 7], clientId: "a" }, "apis", "must be a string"],
      [{ apis: ["orders", "orders"], clientId: "a" }, "apis", "must name each API once"],
    ]);
  });
});

describe("a client by its id", () => {
  test.each<[string, Call]>([
    ["clients.inspect", (tyk, of) => tyk.clients.inspect(any(of))],
    ["clients.cutOff", (tyk, of) => tyk.clients.cutOff(any(of))],
  ])("is rejected by %s if a part of it is wrong", async (name, call) => {
    await refused(name, call, [
      ...[undefined, null, "shop-web", []].map((value): Wrong => [value, "client", object]),
      [{}, "clientId", "must be a string"],
      [{ clientId: "" }, "clientId", "must not be empty"],
      [{ clientId: "a/b" }, "clientId", slash],
      [{ clientId: "a", orgId: null }, "orgId", "must be a string"],
      [{ clientId: "a", apis: "all" }, "apis", isUnknown],
    ]);
  });

  test("is rejected by clients.listApis too", async () => {
    await refused("clients.listApis", (tyk, of) => tyk.clients.listApis(any(of)), [
      [undefined, "args", object],
      [{ clientId: "" }, "clientId", "must not be empty"],
      [{ clientId: "a", orgId: 7 }, "orgId", "must be a string"],
      [{ clientId: "a", orgId: null }, "orgId", "must be a string"],
    ]);
  });
});
