import { describe, expect, test } from "vitest";
import { any, expectRefused as refused } from "../../support/client/expect-refused.ts";
import type { Wrong, WrongCall as Call } from "../../support/client/expect-refused.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { isUnknown } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const object = "must be an object";
const slash = "must not hold a slash: the gateway would read it as another route";
const text = "must be a non-empty string";

describe("the leading arguments", () => {
  const tokens = 'must be "revoke" or "keep"';
  const flag = "must be true or false";
  const wait = "must be true, false or a number of milliseconds up to 600000";
  const fn = "must be a function";
  const secret = "must be a string of printable ASCII characters without spaces";
  const change: readonly Wrong[] = [
    [{ tokens: "end" }, "tokens", tokens],
    [{ lint: true }, "lint", 'must be "error" or "warn"'],
  ];
  const ending: readonly Wrong[] = [
    [{ sweep: "no" }, "sweep", flag],
    ...["11s", 0, -1, 600_001, Number.NaN, null].map((value): Wrong => [
      { wait: value },
      "wait",
      wait,
    ]),
  ];

  const calls: [string, Call, readonly Wrong[]][] = [
    [
      "clients.create",
      (tyk, args) => tyk.clients.create({ api_id: "orders", redirect_uri }, any(args)),
      [
        [{ apis: [] }, "apis", "must be a list of at least one API id"],
        [{ apis: "all" }, "apis", "must be a list of at least one API id"],
        [{ apis: ["a", "a"] }, "apis", "must name each API once"],
        [{ apis: ["a"] }, "body.api_id", "and apis must not both be given"],
        [{ ifExists: "overwrite" }, "ifExists", 'must be "fail" or "keep" or "replace"'],
        ...change,
        ...ending,
      ],
    ],
    [
      "clients.update",
      (tyk, args) => tyk.clients.update(ref, {}, any(args)),
      [...change, ...ending],
    ],
    [
      "clients.replace",
      (tyk, args) => tyk.clients.replace(ref, { redirect_uri }, any(args)),
      [...change, ...ending, [{ blankRedirectUri: "yes" }, "blankRedirectUri", flag]],
    ],
    [
      "clients.rotateSecret",
      (tyk, args) => tyk.clients.rotateSecret(ref, any(args)),
      [
        [{ secret: "a b" }, "secret", secret],
        [{ secret: "" }, "secret", secret],
        [{ secret: null }, "secret", secret],
        [{ stage: "vault" }, "stage", fn],
        [{ activate: {} }, "activate", fn],
      ],
    ],
    [
      "clients.delete",
      (tyk, args) => tyk.clients.delete(ref, any(args)),
      [
        [{ tokens: "end" }, "tokens", tokens],
        ...ending,
        [{ ifUnproved: "report" }, "ifUnproved", 'must be "stop" or "go-on"'],
      ],
    ],
    [
      "clients.cutOff",
      (tyk, args) => tyk.clients.cutOff({ clientId: "a" }, any(args)),
      [
        [{ secret: "ü" }, "secret", secret],
        [{ stage: 7 }, "stage", fn],
        [{ ifUnproved: "stop" }, "ifUnproved", 'must be "throw" or "report"'],
        ...ending,
      ],
    ],
    [
      "tokens.revokeAll",
      (tyk, args) => tyk.tokens.revokeAll(ref, any(args)),
      [...ending, [{ ifUnproved: "stop" }, "ifUnproved", 'must be "throw" or "report"']],
    ],
  ];

  test.each(calls)("of %s are rejected if one of them is wrong", async (name, call, wrong) => {
    await refused(name, call, [
      ...[null, "keep", 7, []].map((value): Wrong => [value, "args", object]),
      ...wrong,
    ]);
  });

  test.each(calls)("of %s are no options, which come after them", async (name, call) => {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(call(tyk, { timeoutMs: 5 }));
    expect(error).toMatchObject({ code: "input", operation: name, field: "timeoutMs" });
    expect(error.message).toMatch(/: "timeoutMs" belongs in options, the \w+ argument: /);
    expect(sent).toEqual([]);
  });
});

describe("the single argument", () => {
  const page = "must be a whole number of 1 or more";
  const one = "must have exactly one of token, listedCode and refreshToken";
  test.each<[string, Call, readonly Wrong[]]>([
    [
      "clients.list",
      (tyk, args) => tyk.clients.list(any(args)),
      [
        [undefined, "args", object],
        ["orders", "args", object],
        [{ apiId: "" }, "apiId", "must not be empty"],
        [{ apiId: "a", orgId: "b" }, "orgId", isUnknown],
      ],
    ],
    [
      "clients.listApis",
      (tyk, args) => tyk.clients.listApis(any(args)),
      [
        [undefined, "args", object],
        [{ clientId: "a", apis: "all" }, "apis", isUnknown],
      ],
    ],
    [
      "clients.iterate",
      (tyk, args) => tyk.clients.iterate(any(args)).next(),
      [
        [undefined, "args", object],
        [{ apiId: "" }, "apiId", "must not be empty"],
        [{ apiId: "a", orgId: "b" }, "orgId", isUnknown],
      ],
    ],
    [
      "clients.iterateAll",
      (tyk, args) => tyk.clients.iterateAll(any(args)).next(),
      [
        [null, "args", object],
        [{ secrets: "true" }, "secrets", "must be true or false"],
        [{ orgId: 7 }, "orgId", "must be a string"],
        [{ apiId: "a" }, "apiId", isUnknown],
      ],
    ],
    [
      "clients.repairIndex",
      (tyk, input) => tyk.clients.repairIndex(any(input)),
      [
        [undefined, "input", object],
        [{ candidates: [] }, "apiId", "must be a string"],
        [{ apiId: "a" }, "candidates", "must be a list of client ids"],
        [{ apiId: "a", candidates: "b" }, "candidates", "must be a list of client ids"],
        [{ apiId: "a", candidates: ["b", "c/d"] }, "candidates", slash],
        [{ apiId: "a", candidates: [], force: true }, "force", isUnknown],
      ],
    ],
    [
      "tokens.page",
      (tyk, args) => tyk.tokens.page(any(args)),
      [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", undefined, null]
        .map((value): Wrong => [{ ...ref, page: value }, "page", page])
        .concat([
          [{ ...ref, page: 1, limit: 5 }, "limit", isUnknown],
          [{ apiId: "a", page: 1 }, "clientId", "must be a string"],
        ]),
    ],
    [
      "tokens.inspect",
      (tyk, target) => tyk.tokens.inspect(any(target)),
      [
        [undefined, "target", object],
        [{ token: "a" }, "apiId", "must be a string"],
        [{ apiId: "a" }, "target", "must have exactly one of token and listedCode"],
        [
          { apiId: "a", token: "b", listedCode: "c" },
          "target",
          "must have exactly one of token and listedCode",
        ],
        [{ apiId: "a", token: "b/c" }, "token", slash],
        [{ apiId: "a", listedCode: "" }, "listedCode", "must not be empty"],
        [{ apiId: "a", refreshToken: "b" }, "refreshToken", isUnknown],
      ],
    ],
    [
      "tokens.find",
      (tyk, input) => tyk.tokens.find(any(input)),
      [
        [undefined, "input", object],
        [{ where: {} }, "apiId", "must be a string"],
        [{ apiId: "a" }, "where", object],
        [{ apiId: "a", where: "user" }, "where", object],
        [{ apiId: "a", where: [] }, "where", object],
        [{ apiId: "a", where: {}, orgId: "b" }, "orgId", isUnknown],
      ],
    ],
    [
      "tokens.revoke",
      (tyk, target) => tyk.tokens.revoke(any(target)),
      [
        [undefined, "target", object],
        ["t0ken", "target", object],
        [{}, "target", one],
        [{ apiId: "orders" }, "target", one],
        [{ apiId: "orders", token: "a", clientId: "b", refreshToken: "c" }, "target", one],
        [{ apiId: "orders", listedCode: "a", refreshToken: "c" }, "target", one],
        [{ token: "a", clientId: "b", apiId: "c" }, "apiId", isUnknown],
        [{ token: "a", clientId: "b", tokenTypehint: "access_token" }, "tokenTypehint", isUnknown],
        [{ apiId: "a", listedCode: "b", clientId: "c" }, "clientId", isUnknown],
        [{ token: "a" }, "clientId", "must be a string"],
        [{ token: "a", clientId: "" }, "clientId", "must not be empty"],
        [{ token: "a", clientId: 7 }, "clientId", "must be a string"],
        [{ token: "", clientId: "b" }, "token", text],
        [{ token: "a", clientId: "b", tokenTypeHint: "" }, "tokenTypeHint", text],
        [{ token: "a", clientId: "b", tokenTypeHint: 7 }, "tokenTypeHint", text],
        [{ listedCode: "a" }, "apiId", "must be a string"],
        [{ apiId: "", listedCode: "a" }, "apiId", "must not be empty"],
        [{ apiId: "orders", listedCode: "" }, "listedCode", "must not be empty"],
        [{ apiId: "orders", listedCode: ".." }, "listedCode", "must not be a dot segment"],
        [{ refreshToken: "a" }, "apiId", "must be a string"],
        [{ apiId: "orders", refreshToken: "" }, "refreshToken", "must not be empty"],
        [{ apiId: "orders", refreshToken: "x/../../../keys/victim" }, "refreshToken", slash],
      ],
    ],
    [
      "apis.get",
      (tyk, args) => tyk.apis.get(any(args)),
      [
        [undefined, "args", object],
        ["orders", "args", object],
        [{}, "apiId", "must be a string"],
        [{ apiId: "a/b" }, "apiId", slash],
        [{ apiId: "a", oauth: true }, "oauth", isUnknown],
      ],
    ],
    [
      "apis.list",
      (tyk, args) => tyk.apis.list(any(args)),
      [
        [null, "args", object],
        [true, "args", object],
        [{ oauth: "true" }, "oauth", "must be true or false"],
        [{ oauth: null }, "oauth", "must be true or false"],
        [{ oAuth: true }, "oAuth", isUnknown],
      ],
    ],
    [
      "policies.get",
      (tyk, args) => tyk.policies.get(any(args)),
      [
        [undefined, "args", object],
        [{ policyId: "" }, "policyId", "must not be empty"],
        [{ policyId: ".." }, "policyId", "must not be a dot segment"],
        [{ policyId: "a", orgId: "b" }, "orgId", isUnknown],
      ],
    ],
  ])("of %s is rejected if it is wrong", async (name, call, wrong) => {
    await refused(name, call, wrong);
  });
});
