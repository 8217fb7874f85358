import { globSync } from "node:fs";
import * as sdk from "@tyk-oauth/sdk";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { cases } from "../conformance/cases/index.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

const file = "docs/gateway-traps.md";
/** The traps. No case shows that cached_session_timeout has no effect (35) and that notifications come again (37): both are not modelled. */
const numbers = Array.from({ length: 41 }, (_, index) => index + 1);
const { url: baseUrl, secret, fetch } = createGateway();
const tyk = new TykOAuth({ baseUrl, secret, fetch });

const source = globSync("src/{*,verbs/**/*,types/*,errors/*,notifications/*}.ts", { cwd: root })
  .map(readDocument)
  .join("\n");
/** What options, arguments, results and reports have: every name that a type of the source declares. */
const members = new Set([...source.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name));
/** What they can be: every text of a type, and of the words that are checked. */
const words = new Set([...source.matchAll(/"([\w-]+)"/g)].map(([, word]) => word));

/** Why a piece of code names nothing of ours, or `undefined` where it does. */
function whyStrange(code: string): string | undefined {
  const [, resource = "", name = ""] = /^(\w+)\.(\w+)$/.exec(code) ?? [];
  if (resource === "tyk") return name in tyk ? undefined : `the client has no ${name}`;
  if (resource !== "") {
    const verbs: unknown = Object.entries(tyk).find(([one]) => one === resource)?.[1];
    return typeof verbs === "object" && verbs !== null && name in verbs
      ? undefined
      : `there is no verb ${code}`;
  }
  const [, word] = /^"([\w-]+)"$/.exec(code) ?? [];
  if (word !== undefined) return words.has(word) ? undefined : `there is no word ${code}`;
  const [, named] = /^(\w+)\(\)$/.exec(code) ?? [];
  if (/^Tyk\w+$/.test(code) || named !== undefined)
    return (named ?? code) in sdk ? undefined : `the package does not export ${code}`;
  const [, member = "", value] = /^(\w+)(?:: (.+))?$/.exec(code) ?? [];
  if (!members.has(member)) return `nothing has ${code}`;
  return value === undefined || value === "true" || value === "false"
    ? undefined
    : whyStrange(value);
}

describe("the table of traps", () => {
  const rows = tableOf(file, "trap");

  test("has each trap once, in order", () => {
    expect(rows.map((row) => Number(row["trap"]))).toEqual(numbers);
    for (const row of rows) {
      for (const head of ["what it is", "a raw call", "the methods"])
        expect(row[head], `${row["trap"] ?? ""}: ${head}`).toMatch(/\w/);
    }
  });

  test.each(rows)("names verbs, options and results that there are: trap $trap", (row) => {
    const strange = coded(row["the methods"] ?? "").map(whyStrange);
    expect(strange.filter((why) => why !== undefined)).toEqual([]);
  });

  test.each(numbers)("a conformance case is about trap %i", (number) => {
    const about = new RegExp(`\\btraps? [^:]*\\b${number}\\b[^:]*:`);
    expect(cases.map(({ name }) => name).filter((name) => about.test(name))).not.toEqual([]);
  });
});

test("the table of states has every state", () => {
  const type = /export type TokenState =([^;]*);/.exec(source)?.[1] ?? "";
  const states = [...type.matchAll(/"([\w-]+)"/g)].map(([, state]) => state);
  expect(states).toHaveLength(4);
  expect(tableOf(file, "state").map((row) => coded(row["state"] ?? "")[0])).toEqual(states);
});

describe("the table of arguments that loosen a guard", () => {
  const rows = tableOf(file, "argument");

  test("has every argument of a verb but those that loosen none", () => {
    const none = ["apis", "secret", "stage", "activate"];
    const interfaces = source.matchAll(
      /export interface \w+Args(?: extends \w+)? \{([\s\S]*?)\n\}/g,
    );
    const names = [...interfaces].flatMap(([, body = ""]) =>
      [...body.matchAll(/readonly (\w+)\?:/g)].map(([, name = ""]) => name),
    );
    const told = rows.map((row) => /^\w+/.exec(coded(row["argument"] ?? "")[0] ?? "")?.[0] ?? "");
    expect(names.length).toBeGreaterThan(10);
    expect([...new Set([...told, ...none])].sort()).toEqual([...new Set(names)].sort());
  });

  test.each(rows)("names what there is: $argument", (row) => {
    const strange = [...coded(row["argument"] ?? ""), ...coded(row["of"] ?? "")].map(whyStrange);
    expect(strange.filter((why) => why !== undefined)).toEqual([]);
  });
});
