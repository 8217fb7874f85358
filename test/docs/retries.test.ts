import { describe, expect, test } from "vitest";
import { operations } from "../../src/operations/operations.ts";
import type { FailureKind } from "../../src/transport/retry/failure-kind.ts";
import { retryLimits } from "../../src/transport/retry/retry-rules.ts";
import type { RetryRule } from "../../src/transport/retry/retry-rules.ts";
import { coded, tableOf } from "../support/docs/markdown.ts";

const file = "docs/retries.md";
const figureNames: Readonly<Record<number, string>> = { 0: "0", 1: "1", [Infinity]: "all" };

describe("docs/retries.md", () => {
  test("names each operation with its kind", () => {
    const documented = tableOf(file, "kind").map((row): [string, string[]] => [
      coded(row["kind"] ?? "")[0] ?? "",
      coded(row["operations of `tyk.raw`"] ?? ""),
    ]);
    const byKind: Record<string, string[]> = {};
    for (const [id, { retry }] of Object.entries(operations)) (byKind[retry] ??= []).push(id);
    for (const ids of Object.values(byKind)) ids.sort();
    expect(Object.fromEntries(documented)).toEqual(byKind);
  });

  test("has each figure of the code's retry table", () => {
    const rows = tableOf(file, "what is known of the attempt");
    const documented = rows.map((row) => {
      const [failure = ""] = coded(row["what is known of the attempt"] ?? "");
      const figures = Object.keys(retryLimits).map((kind) => row[`\`${kind}\``]);
      return [failure, figures] as const;
    });
    const failures = Object.keys(retryLimits.read) as FailureKind[];
    const kinds = Object.keys(retryLimits) as RetryRule[];
    const expected = failures.map(
      (failure) => [failure, kinds.map((kind) => figureNames[retryLimits[kind][failure]])] as const,
    );
    expect(documented).toEqual(expected);
  });
});
