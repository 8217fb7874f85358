import { describe, expect, test } from "vitest";
import { operations } from "../../src/operations/operations.ts";
import { repeats } from "../../src/transport/retry/retry.ts";
import type { Fault, Repeatability } from "../../src/transport/retry/retry.ts";
import { coded, tableOf } from "./support/markdown.ts";

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
      const [fault = ""] = coded(row["what is known of the attempt"] ?? "");
      const figures = Object.keys(repeats).map((kind) => row[`\`${kind}\``]);
      return [fault, figures] as const;
    });
    const faults = Object.keys(repeats.read) as Fault[];
    const kinds = Object.keys(repeats) as Repeatability[];
    const expected = faults.map(
      (fault) => [fault, kinds.map((kind) => figureNames[repeats[kind][fault]])] as const,
    );
    expect(documented).toEqual(expected);
  });
});
