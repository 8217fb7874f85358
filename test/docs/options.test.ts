import { describe, expect, test } from "vitest";
import { resolveSettings } from "../../src/node/settings.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { firstWords, numbersOf, optionsOf } from "../support/docs/option-defaults.ts";

const baseUrl = "https://gateway.example";
const secret = "s3cret";

describe("docs/options.md", () => {
  const source = readDocument("src/types/options.ts");
  const rows = new Map(
    tableOf("docs/options.md", "option").map((row) => [coded(row["option"] ?? "")[0], row]),
  );
  // The options of the three interfaces that a client or a call takes, each with its comment.
  const options = ["RequestOptions", "VerbOptions", "TykOAuthOptions"].flatMap((name) =>
    optionsOf(source, name).map((option) => ({ ...option, ofCalls: name !== "TykOAuthOptions" })),
  );

  test("has every option", () => {
    expect(options.length).toBeGreaterThan(15);
    expect([...rows.keys()].sort()).toEqual(options.map(({ option }) => option).sort());
    for (const [option, row] of rows) expect(row["what it is"], option).toMatch(/\w/);
  });

  test.each(options)(
    "has the default of $option as in the source",
    ({ option, required, ofCalls, defaultValue }) => {
      const row = rows.get(option) ?? {};
      const cell = (row["default"] ?? "").replaceAll("`", "");
      expect((row["option"] ?? "").includes("\\*")).toBe(ofCalls);
      if (required) expect(cell).toBe("required");
      // All numbers must be the same. Without numbers, the words up to the first comma must be.
      else if (/\d/.test(defaultValue)) expect(numbersOf(cell)).toEqual(numbersOf(defaultValue));
      else expect(firstWords(cell)).toBe(firstWords(defaultValue));
    },
  );

  test("has the numbers that the client uses", async () => {
    const { resolveConfig } = await import("../../src/config/config.ts");
    const { resolveLimits } = await import("../../src/transport/request/request-options.ts");
    const { operations } = await import("../../src/operations/operations.ts");
    const config = resolveConfig({ baseUrl, secret });
    const limitsOf = (id: "getApi" | "purgeOAuthTokens"): { timeoutMs: number } =>
      resolveLimits({}, operations[id], config, (field, why) => {
        throw new Error(`${field} ${why}`);
      });
    const { timeoutMs, ...more } = { ...limitsOf("getApi"), ...config };
    const numbers = (option: string): number[] => numbersOf(rows.get(option)?.["default"] ?? "");
    expect([
      timeoutMs ?? limitsOf("getApi").timeoutMs,
      limitsOf("purgeOAuthTokens").timeoutMs,
    ]).toEqual(numbers("timeoutMs"));
    expect([more.maxRetries]).toEqual(numbers("maxRetries"));
    expect([more.maxConcurrency]).toEqual(numbers("maxConcurrency"));
    expect(more.maxResponseBytes).toBe(numbers("maxResponseBytes")[0]);
    expect(more.maxListBytes).toBe(numbers("maxListBytes")[0]);
  });

  test("has every variable of the environment", () => {
    const inSource = readDocument("src/config/env.ts").matchAll(/\("(TYK_\w+)"\)/g);
    const variables = new Set([...inSource].map(([, name]) => name));
    const listed = tableOf("docs/options.md", "variable").map(
      (row) => coded(row["variable"] ?? "")[0],
    );
    expect(variables.size).toBeGreaterThan(4);
    expect(listed.sort()).toEqual([...variables].sort());
  });
});

describe("docs/node-transport.md", () => {
  const options = optionsOf(readDocument("src/node/options.ts"), "NodeFetchOptions");
  const head = "option of `createNodeFetch`";
  const defaults = new Map(
    tableOf("docs/node-transport.md", head).flatMap((row) =>
      coded(row[head] ?? "").map((option) => [option, row["default"] ?? ""]),
    ),
  );

  test("has every option", () => {
    expect(options.length).toBeGreaterThan(5);
    expect([...defaults.keys()].sort()).toEqual(options.map(({ option }) => option).sort());
  });

  test.each(options)("has the default of $option as in the source", ({ option, defaultValue }) => {
    const cell = defaults.get(option) ?? "";
    if (/\d/.test(defaultValue)) expect(numbersOf(cell)).toEqual(numbersOf(defaultValue));
    else expect(firstWords(cell)).toBe(firstWords(defaultValue));
  });

  test("has the numbers that the fetch uses", () => {
    const { maxSockets, idleTimeoutMs, connectTimeoutMs } = resolveSettings({});
    for (const [option, value] of Object.entries({ maxSockets, idleTimeoutMs, connectTimeoutMs }))
      expect(numbersOf(defaults.get(option) ?? "")[0]).toBe(value);
  });
});
