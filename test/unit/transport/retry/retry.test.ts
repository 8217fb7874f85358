import { describe, expect, test } from "vitest";
import type { RetryClass } from "../../../../src/operations/operations.ts";
import { RetryState, failureKindOf, retryRuleOf } from "../../../../src/transport/retry/retry.ts";
import type { FailureKind, RetryRule } from "../../../../src/transport/retry/retry.ts";
import {
  TykAbortError,
  TykApiError,
  TykConfigError,
  TykConnectionError,
  TykRateLimitError,
  TykRedirectError,
  TykResponseError,
  TykServerError,
  TykTimeoutError,
} from "../../../../src/index.ts";
import type {
  TykError,
  TykOutcome,
  TykPhase,
  TykResponseErrorCode,
} from "../../../../src/index.ts";

const status = (value: number): TykApiError => new TykApiError("", { status: value });
const server = (value: number): TykError => new TykServerError("", { status: value });
const connection = (code: "connection" | "tls"): TykError =>
  new TykConnectionError("", { code, systemCode: undefined });
const timeout = (phase: TykPhase): TykError => new TykTimeoutError("", { phase, limitMs: 1 });
const unusable = (code: TykResponseErrorCode): TykError =>
  new TykResponseError("", { code, status: 200 });

describe("what kind of failure it is", () => {
  test.each<[string, TykError, TykOutcome, FailureKind]>([
    ["a connection that was not made", connection("connection"), "not-sent", "unprocessed"],
    ["a connection that broke", connection("connection"), "unknown", "lost"],
    ["a TLS handshake that failed", connection("tls"), "not-sent", "final"],
    ["a TLS error later", connection("tls"), "unknown", "final"],
    ["425", status(425), "refused", "unprocessed"],
    ["429", new TykRateLimitError("", { status: 429 }), "refused", "unprocessed"],
    ["408", status(408), "unknown", "busy"],
    ["502", server(502), "unknown", "busy"],
    ["503", server(503), "unknown", "busy"],
    ["504", server(504), "unknown", "busy"],
    ["500", server(500), "unknown", "failed"],
    ["500 for a body that was not parsed", server(500), "refused", "final"],
    ["501", server(501), "refused", "final"],
    ["505", server(505), "refused", "final"],
    ["400", status(400), "refused", "final"],
    ["403", status(403), "refused", "final"],
    ["404", status(404), "refused", "final"],
    ["409", status(409), "refused", "final"],
    ["no answer in time", timeout("response"), "unknown", "lost"],
    ["an answer that does not end in time", timeout("body"), "applied", "cut"],
    ["a time that was up in the queue", timeout("queue"), "not-sent", "final"],
    ["a secret that did not come in time", timeout("secret"), "not-sent", "final"],
    ["a time that was up between attempts", timeout("backoff"), "not-sent", "final"],
    ["an abort", new TykAbortError(""), "unknown", "final"],
    ["a secret function that failed", new TykConfigError(""), "not-sent", "final"],
    [
      "a redirect",
      new TykRedirectError("", { status: 301, targetOrigin: undefined }),
      "refused",
      "final",
    ],
    ["a cut answer", unusable("truncated"), "applied", "cut"],
    ["broken HTTP", unusable("protocol"), "unknown", "final"],
    ["broken JSON", unusable("invalid-json"), "applied", "final"],
    ["an empty answer", unusable("empty-body"), "applied", "final"],
    ["an answer of another type", unusable("content-type"), "applied", "final"],
    ["a compressed answer", unusable("encoding"), "applied", "final"],
    ["an answer that is too large", unusable("too-large"), "applied", "final"],
    ["an answer of another shape", unusable("schema"), "applied", "final"],
  ])("%s", (_, error, outcome, expected) => {
    expect(failureKindOf(error, outcome)).toBe(expected);
  });
});

/** How many attempts there are where each fails like that, at once, and 5 are the most. */
function attempts(repeatability: RetryRule, fault: FailureKind): number {
  const repeats = new RetryState(repeatability);
  let made = 1;
  while (made < 5 && repeats.allows(fault, 0)) made += 1;
  return made;
}

describe("how often it may be repeated", () => {
  const faults = ["unprocessed", "busy", "lost", "cut", "failed", "final"] as const;

  test.each<[RetryRule, readonly number[]]>([
    ["read", [5, 5, 5, 5, 5, 1]],
    ["repeatable", [5, 5, 5, 5, 1, 1]],
    ["repeatable-soon", [5, 2, 2, 2, 1, 1]],
    ["exclusive", [5, 2, 1, 2, 1, 1]],
    ["once", [5, 1, 1, 1, 1, 1]],
  ])("%s", (repeatability, expected) => {
    expect(faults.map((fault) => attempts(repeatability, fault))).toEqual(expected);
  });

  test("counts failures of which nobody knows together, whatever they are", () => {
    const repeats = new RetryState("repeatable-soon");
    expect(repeats.allows("busy", 0)).toBe(true);
    expect(repeats.allows("unprocessed", 0)).toBe(true);
    expect(repeats.allows("lost", 0)).toBe(false);
  });

  test.each<[RetryRule, number, boolean]>([
    ["repeatable-soon", 5_000, true],
    ["repeatable-soon", 5_001, false],
    ["repeatable", 5_001, true],
  ])("%s, %i ms after the first attempt: %s", (repeatability, sinceFirstMs, expected) => {
    expect(new RetryState(repeatability).allows("lost", sinceFirstMs)).toBe(expected);
  });

  test("a late repeat is none where an attempt before may have been processed", () => {
    const repeats = new RetryState("repeatable-soon");
    expect(repeats.allows("unprocessed", 9_000)).toBe(true);
    expect(repeats.allows("lost", 0)).toBe(true);
    expect(repeats.allows("unprocessed", 9_000)).toBe(false);
  });
});

describe("a create", () => {
  test.each<[unknown, RetryRule]>([
    [{ client_id: "a", secret: "b" }, "repeatable"],
    [{ client_id: "a" }, "once"],
    [{ secret: "b" }, "once"],
    [{ client_id: "", secret: "b" }, "once"],
    [{ client_id: "a", secret: "" }, "once"],
    [{ client_id: 1, secret: "b" }, "once"],
    [null, "once"],
    [undefined, "once"],
  ])("of %j is %s", (body, expected) => {
    expect(retryRuleOf("create", body)).toBe(expected);
  });

  test("is the one that its body tells of", () => {
    const others: Exclude<RetryClass, "create">[] = [
      "read",
      "repeatable",
      "repeatable-soon",
      "once",
    ];
    for (const retry of others)
      expect(retryRuleOf(retry, { client_id: "a", secret: "b" })).toBe(retry);
  });
});
