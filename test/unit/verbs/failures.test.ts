import { describe, expect, test } from "vitest";
import {
  TykAbortError,
  TykApiError,
  TykAuthenticationError,
  TykConfigError,
  TykConnectionError,
  TykNotFoundError,
  TykTimeoutError,
} from "../../../src/index.ts";
import type { TykError } from "../../../src/index.ts";
import { isFatal, createNoClientError, rethrowFatal } from "../../../src/verbs/failures.ts";
import { MethodContext } from "../../../src/verbs/method-context.ts";
import { thrown } from "../../support/util/failure.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const ending: TykError[] = [
  new TykAuthenticationError("m", { status: 403 }),
  new TykAbortError("m"),
];
const passable: TykError[] = [
  new TykNotFoundError("m", { status: 404 }),
  new TykApiError("m", { status: 500 }),
  new TykConnectionError("m", { code: "connection", systemCode: undefined }),
  // One request's own limit.
  new TykTimeoutError("m", { phase: "response", limitMs: 5 }),
  new TykConfigError("m"),
];

describe("a failure of one request of a method", () => {
  test.each(ending.map((error) => [error.name, error] as const))(
    "ends the method if it is a %s, because every other request would fail too",
    async (_, error) => {
      const { context } = createMethodHarness();
      expect(isFatal(context, error)).toBe(true);
      expect(await thrown(() => rethrowFatal(context, error))).toBe(error);
    },
  );

  test.each(passable.map((error) => [error.name, error] as const))(
    "does not end the method if it is a %s, unless the method itself has ended",
    async (_, error) => {
      const { context, deps } = createMethodHarness();
      expect(isFatal(context, error)).toBe(false);
      expect(rethrowFatal(context, error)).toBe(error);
      const { signal } = new AbortController();
      expect(isFatal(new MethodContext("test.method", deps, { signal }), error)).toBe(false);
      const ended = new MethodContext("test.method", deps, { signal: AbortSignal.abort() });
      expect(isFatal(ended, error)).toBe(true);
      expect(await thrown(() => rethrowFatal(ended, error))).toBe(error);
    },
  );

  test("is thrown if it is not an error of the package", () => {
    const foreign = new TypeError("no");
    expect(() => rethrowFatal(createMethodHarness().context, foreign)).toThrow(foreign);
  });
});

test("a client that no API has is not found, and nothing was changed", () => {
  const error = createNoClientError(createMethodHarness().context);
  expect(error).toBeInstanceOf(TykNotFoundError);
  expect(error).toMatchObject({
    operation: "test.method",
    outcome: "not-sent",
    status: 404,
    message: "test.method: no API has this client",
  });
});
