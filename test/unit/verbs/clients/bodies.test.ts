import { describe, expect, test } from "vitest";
import {
  checkNewClient,
  checkReplacement,
  checkSecret,
} from "../../../../src/verbs/clients/bodies.ts";
import type { Lint } from "../../../../src/verbs/clients/bodies.ts";
import type { MethodContext } from "../../../../src/verbs/method-context.ts";
import { thrown } from "../../../support/util/failure.ts";
import { client } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import { isUnknown, sayingOf } from "../../../support/util/saying.ts";

type Check = (context: MethodContext, body: unknown, lint?: Lint) => void;

const newClient: Check = (context, body, lint) => {
  checkNewClient(context, body, lint);
};
const replacement: Check = (context, body, lint) => {
  checkReplacement(context, body, lint, false);
};
const blanking: Check = (context, body, lint) => {
  checkReplacement(context, body, lint, true);
};

const redirect_uri = "https://shop.example/cb";
const right = { api_id: "orders", redirect_uri };
const unicode = "must be well-formed Unicode";
const notJson = "must not contain NaN, an infinite number, a function or a symbol";
const slash = "must not hold a slash: the gateway would read it as another route";
const odd = "must not contain \\, %, ?, # or a colon";
const noUri = "must be given: a client without a redirect URI gets no token";
const noObject = "must be an object: with anything else the token endpoint drops the connection";
const circle: Record<string, unknown> = {};
circle["self"] = circle;

/** What is wrong with a body, as an error says it. */
async function refused(check: Check, body: unknown, lint?: Lint): Promise<unknown> {
  const { context } = createMethodHarness();
  const error = await thrown(() => {
    check(context, body, lint);
  });
  expect(error).toMatchObject({ code: "input", operation: "test.method", outcome: "not-sent" });
  expect(context.warnings).toEqual([]);
  return { field: (error as { field?: string }).field, message: error.message };
}

/** What is warned of. */
function warnings(check: Check, body: unknown, lint?: Lint): readonly string[] {
  const { context } = createMethodHarness();
  check(context, body, lint);
  return context.warnings;
}

describe("the body of a new client", () => {
  test.each([
    right,
    { policy_id: "gold", redirect_uri },
    // The method itself checks which API the body is for.
    { redirect_uri },
    { ...right, policy_id: "" },
    { ...client, api_id: "orders" },
    { ...right, client_id: undefined, meta_data: undefined, secret: undefined },
    { ...right, meta_data: null },
    { ...right, meta_data: { deep: [{ a: null }] } },
    { ...right, meta_data: { toJSON: () => ({ a: 1 }) } },
    { ...right, redirect_uri: "app.shop:/cb" },
    { ...right, description: "\u{1f511}" },
  ])("accepts %j", (body) => {
    expect(warnings(newClient, body)).toEqual([]);
    expect(warnings(newClient, body, "error")).toEqual([]);
    expect(warnings(newClient, body, "warn")).toEqual([]);
  });

  test("rejects an id or a secret that libraries encode, unless lint is warn", async () => {
    for (const [field, text] of [
      ["client_id", "a b;c&d=e+ü"],
      ["secret", "p+q/r="],
    ] as const) {
      const body = { ...right, [field]: text };
      const message: unknown = expect.stringContaining(
        `body.${field} must have only characters of A-Z`,
      );
      for (const lint of [undefined, "error"] as const)
        expect(await refused(newClient, body, lint)).toEqual({ field: `body.${field}`, message });
      expect(warnings(newClient, body, "warn")).toEqual([message]);
    }
  });

  /** What is refused, whatever the lint. */
  const always: [unknown, string, string][] = [
    [undefined, "body", "must be an object"],
    [null, "body", "must be an object"],
    [[], "body", "must be an object"],
    ["orders", "body", "must be an object"],
    [{ ...right, redirectUri: "x" }, "body.redirectUri", isUnknown],
    [{ ...right, orgId: undefined }, "body.orgId", isUnknown],
    [JSON.parse('{"api_id":"orders","__proto__":{}}'), "body.__proto__", isUnknown],
    [{ api_id: "orders", redirect_uri: 7 }, "body.redirect_uri", "must be a string"],
    [{ api_id: "orders", redirect_uri: null }, "body.redirect_uri", "must be a string"],
    [{ ...right, description: {} }, "body.description", "must be a string"],
    [{ ...right, description: "a\ud800" }, "body.description", unicode],
    [{ ...right, policy_id: null }, "body.policy_id", "must be a string"],
    [{ ...right, policy_id: "a/b" }, "body.policy_id", slash],
    [{ ...right, policy_id: ".." }, "body.policy_id", "must not be a dot segment"],
    [{ ...right, api_id: 7 }, "body.api_id", "must be a string"],
    [{ ...right, api_id: "" }, "body.api_id", "must not be empty"],
    [{ ...right, api_id: "a/b" }, "body.api_id", slash],
    [{ ...right, client_id: 7 }, "body.client_id", "must be a string"],
    [{ ...right, client_id: "" }, "body.client_id", "must not be empty"],
    [{ ...right, client_id: ".." }, "body.client_id", "must not be a dot segment"],
    [{ ...right, client_id: "a/b" }, "body.client_id", slash],
    [{ ...right, client_id: "a\udc00b" }, "body.client_id", unicode],
    [
      { ...right, meta_data: circle },
      "body.meta_data",
      "must not be nested deeper than 500 levels, or contain itself",
    ],
    [{ ...right, meta_data: { a: 1n } }, "body.meta_data", "cannot be written as JSON"],
    [{ ...right, meta_data: { deep: ["a\ud800"] } }, "body.meta_data", unicode],
    [{ ...right, meta_data: { "\udc00": 1 } }, "body.meta_data", unicode],
    [{ ...right, meta_data: "\ud800" }, "body.meta_data", unicode],
    [{ ...right, meta_data: { a: Number.NaN } }, "body.meta_data", notJson],
    [{ ...right, meta_data: { a: [Number.NEGATIVE_INFINITY] } }, "body.meta_data", notJson],
    [{ ...right, meta_data: { a: { b: () => 1 } } }, "body.meta_data", notJson],
    [{ ...right, meta_data: { a: Symbol("b") } }, "body.meta_data", notJson],
    [{ ...right, meta_data: () => undefined }, "body.meta_data", "cannot be written as JSON"],
    [
      {
        ...right,
        meta_data: {
          toJSON: () => {
            throw new Error("s3cret");
          },
        },
      },
      "body.meta_data",
      "cannot be written as JSON",
    ],
  ];

  test.each(always.map((row, at) => [at, ...row] as const))(
    "rejects (%i) %s at every lint level: %s %s",
    async (_, body, field, why) => {
      const expected = { field, message: sayingOf("test.method", field, why) };
      expect(await refused(newClient, body)).toEqual(expected);
      expect(await refused(newClient, body, "error")).toEqual(expected);
      expect(await refused(newClient, body, "warn")).toEqual(expected);
    },
  );

  /** What is refused unless it is to be let through with a warning. */
  test.each<[unknown, string, string]>([
    ...["a\\b", "a%b", "a?b", "a#b", "a:b"].map((client_id): [unknown, string, string] => [
      { ...right, client_id },
      "body.client_id",
      odd,
    ]),
    [{ api_id: "orders" }, "body.redirect_uri", noUri],
    [{ api_id: "orders", redirect_uri: "" }, "body.redirect_uri", noUri],
    [{ api_id: "orders", redirect_uri: "/cb" }, "body.redirect_uri", "must be an absolute URI"],
    [
      { api_id: "orders", redirect_uri: `${redirect_uri}#a` },
      "body.redirect_uri",
      "must not have a fragment: the gateway refuses it",
    ],
    [{ ...right, meta_data: [1, "two"] }, "body.meta_data", noObject],
    [{ ...right, meta_data: "text" }, "body.meta_data", noObject],
    [{ ...right, meta_data: 0 }, "body.meta_data", noObject],
    [{ ...right, meta_data: new Date(0) }, "body.meta_data", noObject],
  ])("accepts %j with a warning only: %s %s", async (body, field, why) => {
    const expected = { field, message: sayingOf("test.method", field, why) };
    expect(await refused(newClient, body)).toEqual(expected);
    expect(await refused(newClient, body, "error")).toEqual(expected);
    expect(warnings(newClient, body, "warn")).toEqual([`${field} ${why}`]);
  });

  test("gets a warning for each problem", () => {
    const body = { api_id: "orders", client_id: "a?b", meta_data: [] };
    expect(warnings(newClient, body, "warn")).toEqual([
      `body.client_id ${odd}`,
      `body.redirect_uri ${noUri}`,
      `body.meta_data ${noObject}`,
    ]);
  });

  test("accepts several redirect URIs if the client has a separator", () => {
    const body = { api_id: "orders", redirect_uri: "https://a.example/1;https://a.example/2" };
    const { context } = createMethodHarness([], { redirectUriSeparator: ";" });
    expect(() => {
      newClient(context, body);
    }).not.toThrow();
    expect(() => {
      newClient(createMethodHarness().context, body);
    }).toThrow("looks like several URIs");
  });
});

describe("a secret that the caller chooses", () => {
  test.each(["a", "s3cret", "~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}", "x".repeat(500)])(
    "accepts %j",
    (secret) => {
      const { context } = createMethodHarness();
      checkSecret(context, secret, "secret", "warn");
      // What libraries encode is warned of.
      const isPlain = /^[\w.~-]+$/.test(secret);
      expect(context.warnings).toHaveLength(isPlain ? 0 : 1);
    },
  );

  test.each(["", " ", "a b", "a\n", "\u0000", "a\u007f", "ü", "\u{1f511}", 7, null, ["a"], {}])(
    "rejects %j",
    async (secret) => {
      const error = await thrown(() => {
        checkSecret(createMethodHarness().context, secret, "secret", "warn");
      });
      expect(error).toMatchObject({
        code: "input",
        field: "secret",
        message:
          "test.method: secret must be a string of printable ASCII characters without spaces",
      });
      if (typeof secret !== "string") return;
      for (const lint of ["error", "warn"] as const)
        expect(await refused(newClient, { ...right, secret }, lint)).toMatchObject({
          field: "body.secret",
        });
    },
  );
});

describe("the body of a replacement", () => {
  test.each([
    { redirect_uri },
    { redirect_uri, policy_id: "gold", description: "", meta_data: null },
  ])("accepts %j", (body) => {
    expect(warnings(replacement, body)).toEqual([]);
    expect(warnings(blanking, body)).toEqual([]);
  });

  const blank =
    "must be given: a client without a redirect URI gets no token. To store none, set blankRedirectUri";

  test.each<[object]>([
    [{}],
    [{ redirect_uri: "" }],
    [{ redirect_uri: undefined, description: "a" }],
  ])("accepts %j only if the redirect URI may be blanked", async (body) => {
    const expected = {
      field: "body.redirect_uri",
      message: `test.method: body.redirect_uri ${blank}`,
    };
    for (const lint of [undefined, "error", "warn"] as const) {
      expect(await refused(replacement, body, lint)).toEqual(expected);
      expect(warnings(blanking, body, lint)).toEqual([]);
    }
  });

  test.each<[unknown, string, string]>([
    [undefined, "body", "must be an object"],
    [[], "body", "must be an object"],
    [{ redirect_uri, client_id: "a" }, "body.client_id", isUnknown],
    [{ redirect_uri, secret: "a" }, "body.secret", isUnknown],
    [{ redirect_uri, api_id: "a" }, "body.api_id", isUnknown],
    [{ redirect_uri, description: null }, "body.description", "must be a string"],
    [{ redirect_uri, description: "\ud800" }, "body.description", unicode],
    [{ redirect_uri: ["a"] }, "body.redirect_uri", "must be a string"],
    [{ redirect_uri, meta_data: { a: 1n } }, "body.meta_data", "cannot be written as JSON"],
  ])("rejects (%s) at every lint level: %s %s", async (body, field, why) => {
    const expected = { field, message: sayingOf("test.method", field, why) };
    for (const check of [replacement, blanking])
      for (const lint of [undefined, "warn"] as const)
        expect(await refused(check, body, lint)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ redirect_uri: "/cb" }, "body.redirect_uri must be an absolute URI"],
    [{ redirect_uri, meta_data: "a" }, `body.meta_data ${noObject}`],
  ])("accepts %j with a warning only", async (body, warning) => {
    for (const check of [replacement, blanking]) {
      expect(await refused(check, body)).toMatchObject({ message: `test.method: ${warning}` });
      expect(warnings(check, body, "warn")).toEqual([warning]);
    }
  });

  test("has its metadata checked even if the redirect URI is blanked", async () => {
    expect(await refused(blanking, { meta_data: [] })).toMatchObject({ field: "body.meta_data" });
    expect(warnings(blanking, { meta_data: [] }, "warn")).toEqual([`body.meta_data ${noObject}`]);
  });
});
