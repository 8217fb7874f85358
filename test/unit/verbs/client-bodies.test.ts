import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClientPatch, OAuthClient } from "../../../src/index.ts";
import {
  checkNewClient,
  checkPatch,
  checkReplacement,
  holdsChangedNumber,
  mergePatch,
} from "../../../src/internal/client-bodies.ts";
import { Verb } from "../../../src/internal/verb.ts";
import { client } from "../support/samples.ts";
import { omit } from "../support/omit.ts";
import { thrown } from "../support/failure.ts";

type Check = (verb: Verb, body: unknown) => void;

const newClient: Check = (verb, body) => {
  checkNewClient(verb, body);
};
const replacement: Check = (verb, body) => {
  checkReplacement(verb, body);
};
const patch: Check = (verb, body) => {
  checkPatch(verb, body);
};

function verb(): Verb {
  return new Verb("clients.test", {});
}

const creatable = "client_id, secret, api_id, redirect_uri, policy_id, meta_data, description";
const replaceable = "redirect_uri, policy_id, meta_data, description";

async function refused(check: Check, body: unknown): Promise<unknown> {
  const error = await thrown(() => {
    check(verb(), body);
  });
  expect(error).toMatchObject({ code: "input", operation: "clients.test", outcome: "not-sent" });
  return { field: (error as { field?: string }).field, message: error.message };
}

describe("the body of a new client", () => {
  test.each([
    { api_id: "orders" },
    { policy_id: "gold" },
    { api_id: "orders", policy_id: "" },
    { ...client, api_id: "orders" },
    { api_id: "orders", client_id: undefined, meta_data: undefined, secret: undefined },
    { api_id: "orders", meta_data: null },
    { api_id: "orders", meta_data: [1, "two"] },
    { api_id: "orders", client_id: "a b;c&d=e", redirect_uri: "" },
  ])("may be %j", (body) => {
    expect(() => {
      newClient(verb(), body);
    }).not.toThrow();
  });

  test.each([
    [undefined, "body", "must be an object"],
    [null, "body", "must be an object"],
    [[], "body", "must be an object"],
    ["orders", "body", "must be an object"],
    [{ api_id: "orders", redirectUri: "x" }, "body.redirectUri", `is not one of ${creatable}`],
    [{ api_id: "orders", orgId: undefined }, "body.orgId", `is not one of ${creatable}`],
    [
      JSON.parse('{"api_id":"orders","__proto__":{}}'),
      "body.__proto__",
      `is not one of ${creatable}`,
    ],
    [{ api_id: "orders", redirect_uri: 7 }, "body.redirect_uri", "must be a text"],
    [{ api_id: "orders", redirect_uri: null }, "body.redirect_uri", "must be a text"],
    [{ api_id: "orders", description: {} }, "body.description", "must be a text"],
    [{ api_id: "orders", policy_id: null }, "body.policy_id", "must be a text"],
    [{ api_id: 7 }, "body.api_id", "must be a text"],
    [{ api_id: "" }, "body.api_id", "must not be empty"],
    [
      { api_id: "a/b" },
      "body.api_id",
      "must not hold a slash: the gateway would read it as another route",
    ],
    [{ api_id: "orders", client_id: "" }, "body.client_id", "must not be empty"],
    [{ api_id: "orders", client_id: ".." }, "body.client_id", "must not be a dot segment"],
    [{ api_id: "orders", client_id: "a\\b" }, "body.client_id", "must not hold \\, %, ? or #"],
    [{ api_id: "orders", client_id: "a%b" }, "body.client_id", "must not hold \\, %, ? or #"],
    [{ api_id: "orders", client_id: "a?b" }, "body.client_id", "must not hold \\, %, ? or #"],
    [{ api_id: "orders", client_id: "a#b" }, "body.client_id", "must not hold \\, %, ? or #"],
    [{ api_id: "orders", secret: "" }, "body.secret", "must not be empty"],
    [
      {},
      "body.api_id",
      "or body.policy_id must be given: the gateway would not know for which API the client is",
    ],
    [
      { policy_id: "" },
      "body.api_id",
      "or body.policy_id must be given: the gateway would not know for which API the client is",
    ],
  ])("may not be %j: %s %s", async (body: unknown, field, why) => {
    expect(await refused(newClient, body)).toEqual({
      field,
      message: `clients.test: ${field} ${why}`,
    });
  });
});

describe("the body of a replacement", () => {
  test.each([{}, { redirect_uri: "" }, { policy_id: "gold", description: "", meta_data: null }])(
    "may be %j",
    (body) => {
      expect(() => {
        replacement(verb(), body);
      }).not.toThrow();
    },
  );

  test.each([
    [undefined, "body", "must be an object"],
    [[], "body", "must be an object"],
    [{ client_id: "a" }, "body.client_id", `is not one of ${replaceable}`],
    [{ secret: "a" }, "body.secret", `is not one of ${replaceable}`],
    [{ api_id: "a" }, "body.api_id", `is not one of ${replaceable}`],
    [{ description: null }, "body.description", "must be a text"],
    [{ redirect_uri: ["a"] }, "body.redirect_uri", "must be a text"],
  ])("may not be %j: %s %s", async (body: unknown, field, why) => {
    expect(await refused(replacement, body)).toEqual({
      field,
      message: `clients.test: ${field} ${why}`,
    });
  });
});

describe("a number that JSON has changed", () => {
  test.each([
    ["1", false],
    ["1.5", false],
    ["9007199254740991", false],
    ["-9007199254740991", false],
    ["9007199254740992", true],
    ["-12345678901234567890", true],
    ["1e300", true],
    ["null", false],
    ["true", false],
    ['"12345678901234567890"', false],
    ["[]", false],
    ["{}", false],
    ['[1,{"a":[12345678901234567890]}]', true],
    ['{"a":1,"b":{"c":9007199254740993}}', true],
  ])("is in %s: %s", (text, expected) => {
    expect(holdsChangedNumber(JSON.parse(text))).toBe(expected);
  });
});

describe("a patch", () => {
  test.each([
    {},
    { redirect_uri: null, policy_id: null, meta_data: null, description: null },
    { redirect_uri: "", policy_id: "gold", meta_data: { a: 1 }, description: undefined },
  ])("may be %j", (body) => {
    expect(() => {
      patch(verb(), body);
    }).not.toThrow();
  });

  test.each([
    [undefined, "patch", "must be an object"],
    [null, "patch", "must be an object"],
    [[], "patch", "must be an object"],
    [{ secret: "a" }, "patch.secret", `is not one of ${replaceable}`],
    [{ secret: null }, "patch.secret", `is not one of ${replaceable}`],
    [{ client_id: undefined }, "patch.client_id", `is not one of ${replaceable}`],
    [{ description: 7 }, "patch.description", "must be a text"],
    [{ policy_id: {} }, "patch.policy_id", "must be a text"],
  ])("may not be %j: %s %s", async (body: unknown, field, why) => {
    expect(await refused(patch, body)).toEqual({
      field,
      message: `clients.test: ${field} ${why}`,
    });
  });

  test("takes only what it names, and clears what it names with null", () => {
    expect(mergePatch(client, {})).toEqual({
      redirect_uri: client.redirect_uri,
      policy_id: client.policy_id,
      meta_data: client.meta_data,
      description: client.description,
    });
    expect(
      mergePatch(client, {
        redirect_uri: null,
        policy_id: null,
        meta_data: null,
        description: null,
      }),
    ).toEqual({ redirect_uri: "", policy_id: "", meta_data: null, description: "" });
  });

  test("leaves a client without a policy without one", () => {
    const without = omit(client, "policy_id");
    expect(mergePatch(without, { description: "new" })).toMatchObject({
      policy_id: "",
      description: "new",
    });
  });

  test("merges as the model does, and touches neither document", () => {
    const text = fc.string({ maxLength: 5 });
    const meta = fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: null });
    const current = fc.record<OAuthClient>(
      {
        client_id: text,
        redirect_uri: text,
        policy_id: text,
        secret: text,
        meta_data: meta,
        description: text,
      },
      { requiredKeys: ["client_id", "redirect_uri", "secret", "meta_data", "description"] },
    );
    const maybe = fc.option(text, { nil: null });
    const change = fc.record<ClientPatch>(
      { redirect_uri: maybe, policy_id: maybe, meta_data: meta, description: maybe },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(current, change, (before, patched) => {
        const copies = structuredClone({ before, patched });
        const merged = mergePatch(before, patched);
        const field = (name: "redirect_uri" | "policy_id" | "description"): string =>
          name in patched ? (patched[name] ?? "") : (before[name] ?? "");
        expect(merged).toStrictEqual({
          redirect_uri: field("redirect_uri"),
          policy_id: field("policy_id"),
          meta_data: "meta_data" in patched ? patched.meta_data : before.meta_data,
          description: field("description"),
        });
        expect({ before, patched }).toEqual(copies);
        // What was merged can be sent.
        replacement(verb(), merged);
      }),
    );
  });
});
