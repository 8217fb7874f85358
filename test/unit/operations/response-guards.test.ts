import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operations } from "../../../src/operations/operations.ts";
import type { OperationId } from "../../../src/operations/operations.ts";
import { elementGuardOf, responseGuards } from "../../../src/operations/response-guards.ts";
import { answersOf, operations as specified, spec } from "../../support/spec/spec.ts";
import { omit } from "../../support/util/omit.ts";
import * as sample from "../../support/samples/samples.ts";
import { samples } from "../../support/samples/samples.ts";

describe("all response guards", () => {
  test("fields that are not checked can be anything", () => {
    for (const meta_data of [null, undefined, 7, "text", [1], { __proto__: null }]) {
      expect(responseGuards.getOAuthClient({ ...sample.client, meta_data })).toBe(true);
    }
  });

  test("a policy can grant nothing, as null or as an empty object", () => {
    expect(responseGuards.getPolicy({ ...sample.policy, access_rights: null })).toBe(true);
    expect(responseGuards.getPolicy({ ...sample.policy, access_rights: [] })).toBe(false);
  });

  test("an ordinary key has no client, and omits empty fields", () => {
    const rights = { vault: { api_id: "vault", api_name: "vault", versions: ["Default"] } };
    expect(responseGuards.getKey({ access_rights: rights })).toBe(true);
    expect(responseGuards.getKey({ last_updated: "1767225600", rate: 1000, per: 1 })).toBe(true);
    expect(responseGuards.getKey({ access_rights: null, apply_policies: null, org_id: "" })).toBe(
      true,
    );
  });

  test("a refusal with status 200 is neither a session nor a policy nor a client", () => {
    const refusal = { status: "error", message: "Key not found" };
    for (const guard of [
      responseGuards.getKey,
      responseGuards.getPolicy,
      responseGuards.getOAuthClient,
      responseGuards.getApi,
    ]) {
      expect(guard(refusal)).toBe(false);
      expect(guard({ error: "access_denied" })).toBe(false);
    }
  });

  test("a list that a report relies on is never null", () => {
    expect(responseGuards.listKeys({ keys: [] })).toBe(true);
    expect(responseGuards.listKeys({ keys: null })).toBe(false);
    expect(responseGuards.listKeys({})).toBe(false);
    expect(responseGuards.getOAuthClientTokens({ ...sample.page, Tokens: null })).toBe(false);
  });

  test.each([
    ["clients", responseGuards.listOAuthClients, sample.client],
    ["apiIds", responseGuards.listOAuthClientApis, "orders"],
    ["tokens", responseGuards.getOAuthClientTokens, { code: "a", expires: 1 }],
    ["apis", responseGuards.listApis, sample.api],
    ["policies", responseGuards.listPolicies, sample.policy],
  ])("%s has a list of its items, never null", (_, guard, item) => {
    expect(guard([])).toBe(true);
    expect(guard([item, item])).toBe(true);
    expect(guard([item, null])).toBe(false);
    expect(guard(null)).toBe(false);
    expect(guard({})).toBe(false);
    expect(guard({ 0: item, length: 1 })).toBe(false);
  });

  test("each list has a guard of its elements", () => {
    const element: Readonly<Record<string, unknown>> = {
      listOAuthClients: sample.client,
      listOAuthClientApis: "orders",
      getOAuthClientTokens: { code: "a", expires: 1 },
      listApis: sample.api,
      listPolicies: sample.policy,
      listKeys: "0f1e2d3c4b5a6978",
    };
    const lists = (Object.keys(operations) as OperationId[]).filter(
      (id) => operations[id].list !== undefined,
    );
    expect(lists.sort()).toEqual(Object.keys(element).sort());
    for (const id of lists) {
      expect(elementGuardOf(id)(element[id]), id).toBe(true);
      for (const other of [null, {}, [element[id]], 7])
        expect(elementGuardOf(id)(other)).toBe(false);
      // With an empty list in its place, the rest of the response passes the guard of the whole.
      const { list = "" } = operations[id];
      expect(responseGuards[id](list === "" ? [] : { [list.slice(1)]: [] }), id).toBe(true);
    }
    expect(elementGuardOf("getApi")(sample.api)).toBe(false);
  });

  test("tokens come as a list or as a page", () => {
    expect(responseGuards.getOAuthClientTokens([])).toBe(true);
    expect(responseGuards.getOAuthClientTokens(sample.page)).toBe(true);
    expect(responseGuards.getOAuthClientTokens({ Tokens: [] })).toBe(false);
    expect(responseGuards.getOAuthClientTokens([{ code: 1 }])).toBe(false);
  });

  test("no body is valid, and null is not", () => {
    expect(responseGuards.oauthAuthorize(undefined)).toBe(true);
    expect(responseGuards.oauthAuthorize(null)).toBe(false);
    expect(responseGuards.oauthAuthorize({})).toBe(false);
  });

  test("a number that JSON has changed is invalid", () => {
    const list = (expires: string): unknown => JSON.parse(`[{"code":"a","expires":${expires}}]`);
    expect(responseGuards.getOAuthClientTokens(list("9007199254740991"))).toBe(true);
    expect(responseGuards.getOAuthClientTokens(list("9007199254740993"))).toBe(false);
    expect(responseGuards.getOAuthClientTokens(list("-1"))).toBe(true);
    expect(responseGuards.getOAuthClientTokens(list("1e400"))).toBe(false);
  });

  test("only the document's own fields count", () => {
    const inherited: unknown = Object.create(sample.client);
    expect(responseGuards.getOAuthClient(inherited)).toBe(false);
    const own = JSON.parse(`{"__proto__":${JSON.stringify(sample.client)}}`) as unknown;
    expect(responseGuards.getOAuthClient(own)).toBe(false);
    expect(
      responseGuards.getOAuthClient(
        Object.assign(Object.create({ policy_id: 7 }) as object, {
          ...sample.client,
          policy_id: undefined,
        }),
      ),
    ).toBe(false);
    const without = omit(sample.client, "policy_id");
    expect(
      responseGuards.getOAuthClient(
        Object.assign(Object.create({ policy_id: 7 }) as object, without),
      ),
    ).toBe(true);
  });

  test("documents with keys of prototypes change no prototype", () => {
    const text = JSON.stringify(sample.client).slice(0, -1);
    const evil = JSON.parse(
      `${text},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`,
    ) as unknown;
    expect(responseGuards.getOAuthClient(evil)).toBe(true);
    expect("polluted" in {}).toBe(false);
  });

  test("no guard throws, whatever the JSON, and none accepts what no operation responds with", () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc
        .constantFrom('{"__proto__":1}', '{"constructor":null}', '{"toString":1,"client_id":{}}')
        .map((text) => JSON.parse(text) as unknown),
    );
    fc.assert(
      fc.property(json, (value) => {
        for (const guard of Object.values(responseGuards)) {
          const taken = guard(value);
          expect(typeof taken).toBe("boolean");
          // By chance only an empty list, or a list of texts, can be an answer.
          if (!Array.isArray(value)) expect(taken).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test.each(specified.map((operation) => [operation.id, operation] as const))(
  "%s accepts every response that the spec has an example of",
  (id, operation) => {
    const guard = responseGuards[id as OperationId];
    const { success } = operations[id as OperationId];
    const media = Object.values(answersOf(operation).get(success)?.content ?? {});
    const examples = media.flatMap(({ examples = {} }) => Object.values(examples));
    const values = examples.map((example) =>
      "$ref" in example
        ? spec.components.examples[example.$ref.split("/").at(-1) ?? ""]?.value
        : example.value,
    );
    for (const value of values) expect(guard(value), JSON.stringify(value)).toBe(true);
    expect(guard(samples[id as OperationId].answer)).toBe(true);
  },
);
