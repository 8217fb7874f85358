import { describe, expect, test } from "vitest";
import type { RetryClass } from "../../../../src/operations/operations.ts";
import type { FailureKind } from "../../../../src/transport/retry/failure-kind.ts";
import { RetryState, retryRuleOf } from "../../../../src/transport/retry/retry-rules.ts";
import type { RetryRule } from "../../../../src/transport/retry/retry-rules.ts";

/** Counts the attempts, 5 at most, if each fails at once with the same kind of failure. */
function attempts(rule: RetryRule, kind: FailureKind): number {
  const state = new RetryState(rule);
  let made = 1;
  while (made < 5 && state.allows(kind, 0)) made += 1;
  return made;
}

describe("RetryState.allows", () => {
  const kinds = ["unprocessed", "busy", "lost", "cut", "failed", "final"] as const;

  test.each<[RetryRule, readonly number[]]>([
    ["read", [5, 5, 5, 5, 5, 1]],
    ["idempotent", [5, 5, 5, 5, 1, 1]],
    ["idempotent-briefly", [5, 2, 2, 2, 1, 1]],
    ["exclusive", [5, 2, 1, 2, 1, 1]],
    ["once", [5, 1, 1, 1, 1, 1]],
  ])("%s", (rule, expected) => {
    expect(kinds.map((kind) => attempts(rule, kind))).toEqual(expected);
  });

  test("counts failures with an unknown outcome together, whatever their kind", () => {
    const state = new RetryState("idempotent-briefly");
    expect(state.allows("busy", 0)).toBe(true);
    expect(state.allows("unprocessed", 0)).toBe(true);
    expect(state.allows("lost", 0)).toBe(false);
  });

  test.each<[RetryRule, number, boolean]>([
    ["idempotent-briefly", 5_000, true],
    ["idempotent-briefly", 5_001, false],
    ["idempotent", 5_001, true],
  ])("%s, %i ms after the first attempt: %s", (rule, sinceFirstMs, expected) => {
    expect(new RetryState(rule).allows("lost", sinceFirstMs)).toBe(expected);
  });

  test("refuses a late retry if an earlier attempt may have been processed", () => {
    const state = new RetryState("idempotent-briefly");
    expect(state.allows("unprocessed", 9_000)).toBe(true);
    expect(state.allows("lost", 0)).toBe(true);
    expect(state.allows("unprocessed", 9_000)).toBe(false);
  });
});

describe("retryRuleOf", () => {
  test.each<[unknown, RetryRule]>([
    [{ client_id: "a", secret: "b" }, "idempotent"],
    [{ client_id: "a" }, "once"],
    [{ secret: "b" }, "once"],
    [{ client_id: "", secret: "b" }, "once"],
    [{ client_id: "a", secret: "" }, "once"],
    [{ client_id: 1, secret: "b" }, "once"],
    [null, "once"],
    [undefined, "once"],
  ])("a create with the body %j is %s", (body, expected) => {
    expect(retryRuleOf("create", body)).toBe(expected);
  });

  test("any other retry class is the rule, whatever the body", () => {
    const others: Exclude<RetryClass, "create">[] = [
      "read",
      "idempotent",
      "idempotent-briefly",
      "exclusive",
      "once",
    ];
    for (const retry of others)
      expect(retryRuleOf(retry, { client_id: "a", secret: "b" })).toBe(retry);
  });
});
