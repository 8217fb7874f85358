import { describe, expect, test } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import { ArgumentChecks } from "../../../src/verbs/argument-checks.ts";
import { thrown } from "../../support/util/failure.ts";
import { isUnknown, sayingOf } from "../../support/util/saying.ts";

describe("an argument", () => {
  const slash = "must not hold a slash: the gateway would read it as another route";
  const list = "must be an object";

  /** What is checked, how, and what is said of it. */
  type Row = [string, (checks: ArgumentChecks) => unknown, field: string, why: string];
  const each = (
    name: string,
    values: readonly unknown[],
    check: (checks: ArgumentChecks, value: unknown) => unknown,
    field: string,
    why: string,
  ): Row[] =>
    values.map((value) => [
      `${name} ${String(value)}`,
      (checks) => check(checks, value),
      field,
      why,
    ]);
  const words = ["revoke", "keep"];

  test.each<Row>([
    ...each(
      "arguments like",
      [[], null, "a", 7],
      (checks, value) => checks.args(value as object, []),
      "args",
      list,
    ),
    [
      "an unknown option",
      (checks) => checks.args({ tokens: "keep", timeoutMs: 5 } as { tokens: string }, ["tokens"]),
      "timeoutMs",
      isUnknown,
    ],
    [
      "an unknown option with the value undefined",
      (checks) => checks.args({ timeoutMs: undefined }, ["lint", "wait"] as never),
      "timeoutMs",
      isUnknown,
    ],
    ...each(
      "a record like",
      [undefined, null, 7, "a", []],
      (checks: ArgumentChecks, value) => {
        checks.record(value, "target");
      },
      "target",
      list,
    ),
    ...each(
      "a word like",
      ["Keep", "", null, 7, {}, "toString"],
      (checks, value) => {
        checks.oneOf(value, "tokens", words);
      },
      "tokens",
      'must be "revoke" or "keep"',
    ),
    ...each(
      "a flag like",
      ["true", 0, null],
      (checks, value) => {
        checks.flag(value, "sweep");
      },
      "sweep",
      "must be true or false",
    ),
    ...each(
      "a function like",
      ["stage", null, {}],
      (checks, value) => {
        checks.callback(value, "stage");
      },
      "stage",
      "must be a function",
    ),
    [
      "an id with a slash",
      (checks: ArgumentChecks) => {
        checks.id("a/b", "apiId");
      },
      "apiId",
      slash,
    ],
    [
      "no id",
      (checks: ArgumentChecks) => {
        checks.id(undefined, "apiId");
      },
      "apiId",
      "must be a string",
    ],
    [
      "a string instead of a reference",
      (checks: ArgumentChecks) => {
        checks.ref("shop-web");
      },
      "ref",
      list,
    ],
    [
      "a reference without clientId",
      (checks: ArgumentChecks) => {
        checks.ref({ apiId: "a" });
      },
      "clientId",
      "must be a string",
    ],
    [
      "a reference without apiId",
      (checks: ArgumentChecks) => {
        checks.ref({ clientId: "a" });
      },
      "apiId",
      "must be a string",
    ],
    [
      "a reference with an unknown field",
      (checks: ArgumentChecks) => {
        checks.ref({ apiId: "a", clientId: "b", apis: "all" });
      },
      "apis",
      isUnknown,
    ],
    [
      "a reference with empty ids",
      (checks: ArgumentChecks) => {
        checks.ref({ apiId: "", clientId: "" });
      },
      "apiId",
      "must not be empty",
    ],
    ...each(
      "a text like",
      ["", 7, undefined, null],
      (checks: ArgumentChecks, value) => {
        checks.nonEmptyString(value, "token");
      },
      "token",
      "must be a non-empty string",
    ),
  ])("that is %s is rejected", async (_, check, field, why) => {
    const error = await thrown(() => check(new ArgumentChecks("test.method")));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field,
      operation: "test.method",
      outcome: "not-sent",
      message: sayingOf("test.method", field, why),
    });
  });

  test("that is valid is accepted", () => {
    const checks: ArgumentChecks = new ArgumentChecks("test.method");
    expect(checks.args(undefined, [])).toEqual({});
    const args = { tokens: "keep" as const, lint: undefined };
    expect(checks.args(args, ["tokens", "lint"])).toBe(args);
    expect(() => {
      checks.record({}, "target");
      checks.record({ a: 1 }, "target", ["a", "b"]);
      // What is not named at all may stay, where no names are given.
      checks.record({ anything: 1 }, "target");
      for (const word of ["revoke", "keep", undefined])
        checks.oneOf(word, "tokens", ["revoke", "keep"]);
      for (const flag of [true, false, undefined]) checks.flag(flag, "sweep");
      for (const stage of [() => undefined, undefined]) checks.callback(stage, "stage");
      checks.id("a b%?#", "apiId");
      checks.ref({ apiId: "a", clientId: "b" });
      checks.nonEmptyString(" ", "token");
    }).not.toThrow();
  });
});
