import {
  TykAbortError,
  TykAuthenticationError,
  TykConfigError,
  TykConnectionError,
  TykIncompleteError,
  TykInputError,
  TykNotFoundError,
} from "@tyk-oauth/sdk";
import type { TykOutcome } from "@tyk-oauth/sdk";
import { expect, test } from "vitest";
import { CommandError, UsageError } from "../../../src/cli/errors/command-error.ts";
import { describeError } from "../../../src/cli/errors/error-report.ts";
import { hints } from "../../../src/cli/errors/hints.ts";

const { signal } = new AbortController();
const connection = (outcome: TykOutcome): TykConnectionError =>
  new TykConnectionError("the connection failed", {
    code: "connection",
    systemCode: "ECONNRESET",
    outcome,
  });
const report = { kind: "absence", state: "unverified", reason: "storage" } as const;

test.each([
  [new TykConfigError("x"), "usage"],
  [new TykInputError("x", { field: "apiId" }), "usage"],
  [new TykAuthenticationError("x", { status: 403 }), "authentication"],
  [new TykAuthenticationError("x", { status: 403, outcome: "applied" }), "unproved"],
  [new TykNotFoundError("x", { status: 404, outcome: "refused" }), "failed"],
  [new TykIncompleteError("x", { report }), "unproved"],
  [connection("not-sent"), "failed"],
  // A change that may have happened must not look like one that failed.
  [connection("unknown"), "unproved"],
  [connection("applied"), "unproved"],
  [new UsageError("x"), "usage"],
  [new CommandError("x", { exit: "failed", code: "listen" }), "failed"],
  [new TypeError("x"), "failed"],
])("%s has the exit code of %s", async (error, exit) => {
  expect((await describeError(error, signal)).exit).toBe(exit);
});

test("an aborted call is interrupted only if the person pressed Ctrl-C", async () => {
  const error = new TykAbortError("aborted", { outcome: "unknown" });
  expect((await describeError(error, AbortSignal.abort())).exit).toBe("interrupted");
  expect((await describeError(error, signal)).exit).toBe("unproved");
});

test("an unexpected error shows its name, and never its message", async () => {
  const described = await describeError(new RangeError("s3cret"), signal);
  expect(JSON.stringify(described)).not.toContain("s3cret");
  expect(described.message).toBe("unexpected RangeError");
});

test("the message names commands and ids, without the advice for programs", async () => {
  const error = new TykNotFoundError(
    "not found (404). clients.list shows the clients of an API [getOAuthClient; client a; API b]",
    { status: 404, operation: "clients.get" },
  );
  const { message, details } = await describeError(error, signal);
  expect(message).toBe("not found (404) (client a, API b)");
  expect(details).toBe(error.message);
});

test("every code has a hint, except those whose message says what to do", () => {
  const without = Object.entries(hints).filter(([, hint]) => hint === undefined);
  expect(without.map(([code]) => code)).toEqual(["config", "aborted"]);
});
