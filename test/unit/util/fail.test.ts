import { describe, expect, test } from "vitest";
import { thrownName } from "../../../src/util/fail.ts";
import { isInstance } from "../../../src/util/is-instance.ts";
import { createRevokedProxy } from "../../support/util/revoked-proxy.ts";

const named = (name: unknown): Error =>
  Object.defineProperty(new Error("s3cret"), "name", { value: name });

describe("the description of a thrown value", () => {
  test.each([
    [new Error("s3cret"), "Error"],
    [new TypeError("s3cret"), "TypeError"],
    [new AggregateError([], "s3cret"), "AggregateError"],
    [new DOMException("s3cret", "AbortError"), "AbortError"],
    [new DOMException("s3cret", "TimeoutError"), "TimeoutError"],
    ["s3cret", "string"],
    [undefined, "undefined"],
    [null, "object"],
    [Object.freeze({ name: "s3cret" }), "object"],
    [Object.freeze(new RangeError("s3cret")), "RangeError"],
  ])("%s gives its standard name or its type", (thrown, expected) => {
    expect(thrownName(thrown)).toBe(expected);
  });

  test.each([
    ["a custom name", named("s3cret")],
    ["a standard name with a suffix", named("TypeError: s3cret")],
    ["a standard name in other letters", named("typeerror")],
    ["no name", named("")],
    ["a name that is an object", named({ toString: () => "s3cret" })],
    [
      "a name whose getter throws",
      Object.defineProperty(new Error("s3cret"), "name", {
        get: () => {
          throw new Error("s3cret");
        },
      }),
    ],
  ])('an error with %s gives "an error"', (_, thrown) => {
    expect(thrownName(thrown)).toBe("an error");
  });

  test("gives the type if the value cannot be examined", () => {
    expect(thrownName(createRevokedProxy())).toBe("object");
  });
});

describe("the check whether a value is an instance", () => {
  test("agrees with instanceof", () => {
    expect(isInstance(new TypeError(), Error)).toBe(true);
    expect(isInstance({}, Error)).toBe(false);
    expect(isInstance(undefined, Error)).toBe(false);
  });

  test("does not throw", () => {
    expect(isInstance(createRevokedProxy(), Error)).toBe(false);
  });
});
