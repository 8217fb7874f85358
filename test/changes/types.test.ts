import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareReports } from "../../scripts/changes/compare-reports.ts";

const root = new URL("../../", import.meta.url);

const report = (code: string): string => `## Report\n\n\`\`\`ts\n\n${code}\n\n\`\`\`\n`;

const before = `
export class Client {
    constructor(options: Options);
    get(args: { readonly apiId: string }, options?: CallOptions): Promise<Answer>;
    readonly #secret: string;
}
export interface Options {
    readonly baseUrl: string;
    readonly mode?: "fail" | "keep";
    readonly hooks?: Hooks;
}
export interface CallOptions {
    readonly timeoutMs?: number;
}
export interface Answer {
    readonly name: string;
    readonly note?: string;
}
export interface Hooks {
    onEvent?(event: HookEvent): void;
}
export interface HookEvent {
    readonly operation: string;
}
export const version: string;
export type Kind = "client" | "server";
interface Inner {
    readonly deep: number;
}
export function measure(inner: Inner): Kind;
`;

/** The level of a change of one piece of the declarations. */
function level(from: string, to: string): string[] {
  expect(before.split(from)).toHaveLength(2);
  const changes = compareReports("index", report(before), report(before.replace(from, to)));
  return [...new Set(changes.map((change) => change.level))].sort();
}

describe("the public types", () => {
  test.each([
    ["an exported name", "export const version: string;", ""],
    ["a type's name", "export type Kind", "type Kind"],
    [
      "a method",
      "    get(args: { readonly apiId: string }, options?: CallOptions): Promise<Answer>;\n",
      "",
    ],
    ["a field of what is given back", "    readonly name: string;\n", ""],
  ])("break if %s is removed", (_, from, to) => {
    expect(level(from, to)).toContain("breaking");
  });

  test.each([
    ["what is given back is another type", "readonly name: string;", "readonly name: number;"],
    [
      "what is given back may be missing",
      "    readonly name: string;",
      "    readonly name?: string;",
    ],
    [
      "what is given back can be more",
      "    readonly name: string;",
      "    readonly name: string | null;",
    ],
    ["an argument has to be given", "options?: CallOptions", "options: CallOptions"],
    ["an option has to be given", 'readonly mode?: "fail"', 'readonly mode: "fail"'],
    ["an option takes less", '"fail" | "keep"', '"fail"'],
    ["an argument takes less", "readonly apiId: string", 'readonly apiId: "orders"'],
    [
      "another field must be given",
      "readonly apiId: string",
      "readonly apiId: string; readonly orgId: string",
    ],
    ["a function gives more kinds", '"client" | "server"', '"client" | "server" | "proxy"'],
    ["a hook is told less", "    readonly operation: string;\n", ""],
    ["a hook has to be there", "onEvent?(", "onEvent("],
    [
      "what is not exported, and taken, is another",
      "readonly deep: number",
      "readonly deep: string",
    ],
    ["a value is another", "version: string", "version: number"],
  ])("break if %s", (_, from, to) => {
    expect(level(from, to)).toContain("breaking");
  });

  test.each([
    [
      "there is a new name",
      "export const version: string;",
      "export const version: string;\nexport const more: number;",
    ],
    [
      "there is a new method",
      "    readonly #secret",
      "    list(): Promise<Answer[]>;\n    readonly #secret",
    ],
    ["an option takes more", '"fail" | "keep"', '"fail" | "keep" | "replace"'],
    [
      "there is a new option",
      "readonly timeoutMs?: number;",
      "readonly timeoutMs?: number;\n    readonly signal?: AbortSignal;",
    ],
    [
      "what is given back has more in it",
      "readonly name: string;",
      "readonly name: string;\n    readonly id: string;",
    ],
    [
      "an argument may be left out",
      "args: { readonly apiId: string }, options",
      "args?: { readonly apiId: string }, options",
    ],
    [
      "a hook is told more",
      "readonly operation: string;",
      "readonly operation: string;\n    readonly attempt: number;",
    ],
    ["a private member is another", "readonly #secret: string", "readonly #key: number"],
  ])("are only extended if %s", (_, from, to) => {
    expect(level(from, to)).toEqual(["addition"]);
  });

  test("have not changed if they are the same", () => {
    expect(compareReports("index", report(before), report(before))).toEqual([]);
  });

  test("are named, with what does not match", () => {
    const after = before.replace("readonly name: string;", "readonly name: number;");
    expect(compareReports("index", report(before), report(after))).toContainEqual({
      where: "index: Answer",
      what: expect.stringContaining("name") as unknown,
      level: "breaking",
    });
  });

  test.each(["index", "node", "testing"])("of the entry %s can be compared", (entry) => {
    const real = readFileSync(new URL(`docs/api/${entry}.api.md`, root), "utf8");
    const [, name] = /^export (?:class|function|const) (\w+)/m.exec(real) ?? [];
    const renamed = real.replaceAll(new RegExp(`\\b${name ?? ""}\\b`, "g"), "Renamed");
    const changes = compareReports(entry, real, renamed);
    expect(changes).toContainEqual({
      where: `${entry}: ${name ?? ""}`,
      what: "was removed",
      level: "breaking",
    });
    expect(changes).toContainEqual({
      where: `${entry}: Renamed`,
      what: "is new",
      level: "addition",
    });
  });

  test("that do not compile cannot be compared", () => {
    const broken = before.replace("export type Kind", "type Sort");
    expect(() => compareReports("index", report(before), report(broken))).toThrow(
      "does not compile",
    );
  });
});
