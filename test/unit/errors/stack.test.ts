import { afterEach, describe, expect, test, vi } from "vitest";
import { createTestBed } from "../../support/gateway/test-bed.ts";
import { allMethods } from "../../support/client/all-methods.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { TykInputError } from "../../../src/index.ts";
import type { TykOAuth } from "../../../src/index.ts";
import type { withMessage } from "../../../src/errors/change-error.ts";

/** Awaits a call in a function with a name of its own, and returns the stack of its error. */
async function stackOf(call: () => unknown): Promise<string> {
  // The frames of the test itself would be there without this wait.
  await Promise.resolve();
  try {
    await functionOfTheUser(call);
  } catch (error) {
    return (error as Error).stack ?? "";
  }
  throw new Error("the call did not fail");
}

async function functionOfTheUser(call: () => unknown): Promise<unknown> {
  await Promise.resolve();
  return await call();
}

const refusing = (): TykOAuth =>
  newClient({ fetch: () => Promise.reject(new TypeError("fetch failed")) });
const path = { apiID: "orders", keyName: "shop-web" };

/** `tokens.find` reports what it could not read, and does not throw. */
const throwingMethods = Object.entries(allMethods).filter(([name]) => name !== "tokens.find");

describe("the stack of an error", () => {
  test.each(throwingMethods)("of %s shows the caller", async (_, call) => {
    expect(await stackOf(() => call(refusing()))).toContain("functionOfTheUser");
    const { tyk, gateway } = createTestBed();
    gateway.fail({}, { status: 500, body: "down" }, 1_000);
    expect(await stackOf(() => call(tyk))).toContain("functionOfTheUser");
  });

  test.each<[string, (tyk: TykOAuth) => unknown]>([
    ["withResponse()", (tyk) => tyk.clients.get(refOf("c1")).withResponse()],
    ["Promise.all", (tyk) => Promise.all([tyk.apis.list(), tyk.clients.get(refOf("c1"))])],
    ["bad arguments", (tyk) => tyk.clients.get(refOf("a/b"))],
    ["tyk.raw", (tyk) => tyk.raw.getOAuthClient({ path })],
    ["tyk.raw and withResponse()", (tyk) => tyk.raw.getOAuthClient({ path }).withResponse()],
    ["a deadline", (tyk) => tyk.clients.get(refOf("c1"), { deadlineMs: 1 })],
    ["an abort", (tyk) => tyk.clients.get(refOf("c1"), { signal: AbortSignal.abort() })],
  ])("of %s shows the caller", async (_, call) => {
    const tyk = newClient({ fetch: rejectOnAbort, timeoutMs: 20, maxRetries: 0 });
    expect(await stackOf(() => call(tyk))).toContain("functionOfTheUser");
  });
});

describe("the message in the stack of an error", () => {
  test("is the final one", async () => {
    const error = await failure(createTestBed().tyk.clients.get(refOf("c1")));
    expect(error.stack).toContain(`${error.name}: ${error.message}\n`);
    expect(error.message).toContain("not found");
  });

  test("is the final one also where the stack is written at once, as in Bun", async () => {
    const stack = await withPrepareStackTrace(
      () => "Error: old\n    at a frame",
      async () => {
        // The query makes it another module, which has not tried the engine yet.
        const path: string = "../../../src/errors/change-error.ts?early";
        const early = (await import(path)) as { withMessage: typeof withMessage };
        return early.withMessage(new TykInputError("old", { field: "a" }), "has a $& and more")
          .stack;
      },
    );
    expect(stack).toBe("Error: has a $& and more\n    at a frame");
  });

  test("costs nothing if nobody reads the stack", async () => {
    const { tyk } = createTestBed();
    await failure(tyk.clients.get(refOf("c1")));
    const prepare = vi.fn(() => "");
    await withPrepareStackTrace(prepare, () => failure(tyk.clients.get(refOf("c2"))));
    expect(prepare).not.toHaveBeenCalled();
  });
});

/** Runs a function while stacks are written by another one. */
async function withPrepareStackTrace<T>(prepare: () => string, run: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Object.defineProperty(Error, "prepareStackTrace", { value: prepare, configurable: true });
  try {
    return await run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Object.defineProperty(Error, "prepareStackTrace", before);
  }
}

describe("the limit of stack frames", () => {
  const limit = Error.stackTraceLimit;
  afterEach(() => {
    Error.stackTraceLimit = limit;
  });

  test.each([1, 10, 500, Number.POSITIVE_INFINITY])("of %s is restored", (value) => {
    Error.stackTraceLimit = value;
    new TykInputError("bad", { field: "a" });
    expect(Error.stackTraceLimit).toBe(value);
  });

  test("of 0 stays, because the program wants no stacks", () => {
    Error.stackTraceLimit = 0;
    expect(new TykInputError("bad", { field: "a" }).stack).not.toContain("stack.test");
  });

  test("that cannot be written does no harm", () => {
    Object.defineProperty(Error, "stackTraceLimit", { writable: false, configurable: true });
    try {
      expect(new TykInputError("bad", { field: "a" }).message).toBe("bad");
    } finally {
      Object.defineProperty(Error, "stackTraceLimit", { writable: true });
    }
  });
});

/** A gateway that never responds. */
function rejectOnAbort(_url: unknown, { signal }: RequestInit): Promise<Response> {
  return new Promise((_, reject) => {
    const abort = (): void => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener("abort", abort);
  });
}

function refOf(clientId: string): { apiId: string; clientId: string } {
  return { apiId: "orders", clientId };
}
