import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import { copyArguments } from "../../../src/engine/copy-arguments.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";

// The first in this file, since an engine is loaded once.
test("a call that waits for the engine is sent with its original arguments", async () => {
  const { tyk, sent } = clientWithReplies(
    ["a", "b", "c"].map((id) => json({ ...client, client_id: id })),
  );
  const ref = { apiId: "orders", clientId: "a" };
  const path = { apiID: "orders", keyName: "b" };
  const calls: Promise<unknown>[] = [tyk.clients.get(ref), tyk.raw.getOAuthClient({ path })];
  ref.clientId = "c";
  path.keyName = "other";
  calls.push(tyk.clients.get(ref));
  ref.clientId = "other";
  expect(sent).toEqual([]);
  await Promise.all(calls);
  expect(sent.map((one) => one.path)).toEqual(
    ["a", "b", "c"].map((id) => `/tyk/oauth/clients/orders/${id}`),
  );
});

describe("a copied argument", () => {
  test("is the same JSON value, and shares or inherits no object", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = copyArguments("test.method", value)();
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
        expect(objectsOf(copy).filter((part) => objectsOf(value).includes(part))).toEqual([]);
        for (const part of objectsOf(copy))
          if (!Array.isArray(part)) expect(inherited(part)).toEqual([]);
      }),
    );
  });

  test("keeps a field named __proto__ as a field", () => {
    const copy = copyArguments(
      "test.method",
      JSON.parse('{"__proto__":{"admin":true}}') as object,
    )();
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
    expect("admin" in copy).toBe(false);
  });

  test("may contain itself", () => {
    const one: Record<string, unknown> = { list: [] as unknown[] };
    one["self"] = one;
    (one["list"] as unknown[]).push(one["list"]);
    const copy = copyArguments("test.method", one)();
    expect(copy["self"]).toBe(copy);
    expect((copy["list"] as unknown[])[0]).toBe(copy["list"]);
    expect(copy).not.toBe(one);
  });

  test("keeps a value that is no plain object unchanged", () => {
    class Ref {
      readonly apiId = "orders";
    }
    const given = [
      new Ref(),
      new Date(0),
      new AbortController().signal,
      /a/,
      new Map(),
      () => 7,
      7n,
    ];
    expect(copyArguments("test.method", given)().every((part, i) => part === given[i])).toBe(true);
  });

  test("can be an object of another realm", () => {
    const foreign = runInNewContext("({ apiId: 'orders', list: ['a'] })") as object;
    const copy = copyArguments("test.method", foreign)();
    expect(copy).not.toBe(foreign);
    expect(JSON.stringify(copy)).toBe('{"apiId":"orders","list":["a"]}');
  });
});

describe("an argument that cannot be read", () => {
  const broken = {
    get apiId(): string {
      throw new Error("s3cret");
    },
    clientId: "shop-web",
  };

  test.each([
    ["clients.get", () => clientWithReplies([]).tyk.clients.get(broken)],
    ["tokens.iterate", () => clientWithReplies([]).tyk.tokens.iterate(broken).next()],
    [
      "getOAuthClient",
      () => clientWithReplies([]).tyk.raw.getOAuthClient({ path: broken as never }),
    ],
  ])("rejects the call of %s when it is awaited", async (operation, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      operation,
      field: "arguments",
      message: `${operation}: an argument cannot be read`,
      outcome: "not-sent",
      attempts: 0,
    });
    expect(error.cause).toBeUndefined();
  });
});

/** A value's objects, itself among them. */
function objectsOf(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}

/** What an object has of others. */
function inherited(object: object): string[] {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null
    ? []
    : [...Object.getOwnPropertyNames(prototype), ...inherited(prototype)];
}
