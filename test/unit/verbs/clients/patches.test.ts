import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClientPatch, ClientReplacement, OAuthClient } from "../../../../src/index.ts";
import {
  checkPatch,
  checkReplacement,
  differences,
  mergePatch,
  toStoredClient,
} from "../../../../src/verbs/clients/bodies.ts";
import { changeable } from "../../../../src/verbs/parameters.ts";
import type { Lint } from "../../../../src/verbs/clients/bodies.ts";
import { thrown } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { client } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import { isUnknown, sayingOf } from "../../../support/util/saying.ts";

const redirect_uri = "https://shop.example/cb";
const noObject = "must be an object: with anything else the token endpoint drops the connection";

function warnings(patch: unknown, lint?: Lint): readonly string[] {
  const { context } = createMethodHarness();
  checkPatch(context, patch, lint);
  return context.warnings;
}

describe("a patch", () => {
  test.each([
    {},
    { redirect_uri: null, policy_id: null, meta_data: null, description: null },
    { redirect_uri, policy_id: "gold", meta_data: { a: 1 }, description: undefined },
    { redirect_uri: undefined, meta_data: undefined },
    { policy_id: "", description: "" },
  ])("accepts %j", (patch) => {
    expect(warnings(patch)).toEqual([]);
  });

  test.each<[unknown, string, string]>([
    [undefined, "patch", "must be an object"],
    [null, "patch", "must be an object"],
    [[], "patch", "must be an object"],
    [Promise.resolve({}), "patch", "must be an object"],
    [{ meta_data: { a: "\ud800" } }, "patch.meta_data", "must be well-formed Unicode"],
    [{ secret: "a" }, "patch.secret", isUnknown],
    [{ secret: null }, "patch.secret", isUnknown],
    [{ client_id: undefined }, "patch.client_id", isUnknown],
    [JSON.parse('{"__proto__":null}'), "patch.__proto__", isUnknown],
    [{ description: 7 }, "patch.description", "must be a string"],
    [{ description: "\ud800" }, "patch.description", "must be well-formed Unicode"],
    [{ policy_id: {} }, "patch.policy_id", "must be a string"],
    [{ redirect_uri: false }, "patch.redirect_uri", "must be a string"],
    [{ meta_data: 1n }, "patch.meta_data", "cannot be written as JSON"],
    [{ meta_data: { a: 1n }, redirect_uri }, "patch.meta_data", "cannot be written as JSON"],
  ])("rejects (%s) at every lint level: %s %s", async (patch, field, why) => {
    for (const lint of [undefined, "error", "warn"] as const) {
      const error = await thrown(() => warnings(patch, lint));
      expect(error).toMatchObject({
        code: "input",
        field,
        outcome: "not-sent",
        message: sayingOf("test.method", field, why),
      });
    }
  });

  test.each<[object, string, string]>([
    [
      { redirect_uri: "" },
      "patch.redirect_uri",
      "must be given: a client without a redirect URI gets no token",
    ],
    [{ redirect_uri: "/cb" }, "patch.redirect_uri", "must be an absolute URI"],
    [{ meta_data: [] }, "patch.meta_data", noObject],
    [{ redirect_uri, meta_data: "a" }, "patch.meta_data", noObject],
  ])("accepts %j with a warning only: %s %s", async (patch, field, why) => {
    for (const lint of [undefined, "error"] as const)
      expect(await thrown(() => warnings(patch, lint))).toMatchObject({
        field,
        message: `test.method: ${field} ${why}`,
      });
    expect(warnings(patch, "warn")).toEqual([`${field} ${why}`]);
  });
});

describe("a patch applied to a client", () => {
  test("changes only the named fields, and clears those that are null", () => {
    expect(mergePatch(client, {})).toEqual({
      redirect_uri: client.redirect_uri,
      policy_id: client.policy_id,
      meta_data: client.meta_data,
      description: client.description,
    });
    const cleared = { redirect_uri: null, policy_id: null, meta_data: null, description: null };
    expect(mergePatch(client, cleared)).toEqual({
      redirect_uri: "",
      policy_id: "",
      meta_data: null,
      description: "",
    });
    const kept = { redirect_uri: undefined, meta_data: undefined } as unknown as ClientPatch;
    expect(mergePatch(client, kept)).toEqual(mergePatch(client, {}));
  });

  test("leaves a client without a policy without one", () => {
    const without = omit(client, "policy_id");
    expect(mergePatch(without, { description: "new" })).toMatchObject({
      policy_id: "",
      description: "new",
    });
  });

  const text = fc.string({ maxLength: 5 });
  // As JSON writes it, which has no sign of zero.
  const value = fc
    .json()
    .map((written) => JSON.parse(JSON.stringify(JSON.parse(written))) as unknown);
  const meta = fc.option(fc.dictionary(fc.string(), value), { nil: null });
  const clients = fc.record<OAuthClient>(
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
  const patches = fc.record<ClientPatch>(
    { redirect_uri: maybe, policy_id: maybe, meta_data: meta, description: maybe },
    { requiredKeys: [] },
  );

  test("gives what the model gives, and changes neither document", () => {
    fc.assert(
      fc.property(clients, patches, (before, patch) => {
        const copies = structuredClone({ before, patch });
        const merged = mergePatch(before, patch);
        const field = (name: "redirect_uri" | "policy_id" | "description"): string =>
          name in patch ? (patch[name] ?? "") : (before[name] ?? "");
        expect(merged).toStrictEqual({
          redirect_uri: field("redirect_uri"),
          policy_id: field("policy_id"),
          meta_data: "meta_data" in patch ? patch.meta_data : before.meta_data,
          description: field("description"),
        });
        expect({ before, patch }).toEqual(copies);
        // What was merged can be sent.
        checkReplacement(createMethodHarness().context, merged, "warn", true);
      }),
    );
  });

  test("differs from the client only in the changed fields", () => {
    fc.assert(
      fc.property(clients, patches, (before, patch) => {
        const stored = toStoredClient(mergePatch(before, patch), before.client_id, before.secret);
        const named = changeable.filter((name) => name in patch);
        for (const name of differences(before, stored)) expect(named).toContain(name);
        expect(differences(stored, stored)).toEqual([]);
        expect(differences(before, stored)).toEqual(differences(stored, before));
        const same = toStoredClient(mergePatch(before, {}), before.client_id, before.secret);
        expect(differences(before, same)).toEqual([]);
      }),
    );
  });
});

describe("a client as it will be stored", () => {
  test("has every field, and a policy only if there is one", () => {
    const bare = {
      client_id: "a",
      secret: "s",
      redirect_uri: "",
      meta_data: null,
      description: "",
    };
    expect(toStoredClient({}, "a", "s")).toStrictEqual(bare);
    expect(toStoredClient({ policy_id: "" }, "a", "s")).toStrictEqual(bare);
    expect(toStoredClient({ policy_id: "gold" }, "a", "s")).toStrictEqual({
      ...bare,
      policy_id: "gold",
    });
    expect(toStoredClient({ redirect_uri: "r", description: "d" }, "a", "s")).toMatchObject({
      redirect_uri: "r",
      description: "d",
    });
  });

  test("takes from a body only what a replacement takes", () => {
    const body = { api_id: "orders", client_id: "b", secret: "t" } as ClientReplacement;
    expect(toStoredClient(body, "a", "s")).toMatchObject({ client_id: "a", secret: "s" });
    expect(Object.keys(toStoredClient(body, "a", "s"))).not.toContain("api_id");
  });

  test("has metadata as JSON carries it", () => {
    const meta_data = { gone: undefined, at: new Date(0), not: Number.NaN, list: [undefined] };
    expect(toStoredClient({ meta_data }, "a", "s").meta_data).toStrictEqual({
      at: "1970-01-01T00:00:00.000Z",
      not: null,
      list: [null],
    });
  });
});

describe("the fields in which clients differ", () => {
  test.each<[string, Partial<OAuthClient>, string[]]>([
    ["redirect_uri", { redirect_uri: "https://shop.example/2" }, ["redirect_uri"]],
    ["policy_id", { policy_id: "silver" }, ["policy_id"]],
    ["meta_data", { meta_data: { tier: 2 } }, ["meta_data"]],
    ["no meta_data", { meta_data: null }, ["meta_data"]],
    ["description", { description: "" }, ["description"]],
    [
      "all",
      { redirect_uri: "", policy_id: "", meta_data: {}, description: "" },
      ["redirect_uri", "policy_id", "meta_data", "description"],
    ],
    ["neither secret nor id", { secret: "other", client_id: "other" }, []],
    ["not the order", { meta_data: { tier: 2, team: "storefront" } }, []],
  ])("are listed: %s", (_, change, expected) => {
    const other = { ...client, ...change };
    expect(differences(client, other)).toEqual(expected);
    expect(differences(other, client)).toEqual(expected);
  });

  test("do not include a policy that is missing in one and empty in the other", () => {
    const without = omit(client, "policy_id");
    expect(differences(without, { ...client, policy_id: "" })).toEqual([]);
    expect(differences(without, client)).toEqual(["policy_id"]);
  });
});
