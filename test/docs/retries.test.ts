import { describe, expect, test } from "vitest";
import { operations } from "../../src/operations/operations.ts";
import type { FailureKind } from "../../src/transport/retry/failure-kind.ts";
import { retryLimits } from "../../src/transport/retry/retry-rules.ts";
import type { RetryRule } from "../../src/transport/retry/retry-rules.ts";
import { coded, tableOf } from "../support/docs/markdown.ts";

const file = "docs/retries.md";
const words: Readonly<Record<number, string>> = { 0: "0", 1: "1", [Infinity]: "all" };

describe("what the documentation says of repeats", () => {
  test("names each operation with its kind", () => {
    const told = tableOf(file, "kind").map((row): [string, string[]] => [
      coded(row["kind"] ?? "")[0] ?? "",
      coded(row["operations of `tyk.raw`"] ?? ""),
    ]);
    const byKind: Record<string, string[]> = {};
    for (const [id, { retry }] of Object.entries(operations)) (byKind[retry] ??= []).push(id);
    for (const ids of Object.values(byKind)) ids.sort();
    expect(Object.fromEntries(told)).toEqual(byKind);
  });

  test("has each figure of the table that is gone by", () => {
    const rows = tableOf(file, "what is known of the attempt");
    const told = rows.map((row) => {
      const [fault = ""] = coded(row["what is known of the attempt"] ?? "");
      const figures = Object.keys(retryLimits).map((kind) => row[`\`${kind}\``]);
      return [fault, figures] as const;
    });
    const faults = Object.keys(retryLimits.read) as FailureKind[];
    const kinds = Object.keys(retryLimits) as RetryRule[];
    const wanted = faults.map(
      (fault) => [fault, kinds.map((kind) => words[retryLimits[kind][fault]])] as const,
    );
    expect(told).toEqual(wanted);
  });
});
