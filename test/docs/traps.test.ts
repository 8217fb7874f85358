import { globSync } from "node:fs";
import * as sdk from "@tyk-oauth/sdk";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { cases } from "../conformance/cases/index.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

const file = "docs/gateway-traps.md";
const page = readDocument(file);
const numbers = Array.from({ length: 41 }, (_, index) => index + 1);
const { url: baseUrl, secret, fetch } = createGateway();
const tyk = new TykOAuth({ baseUrl, secret, fetch });

const source = globSync("src/{*,verbs/**/*,types/*,errors/*,notifications/*}.ts", { cwd: root })
  .map(readDocument)
  .join("\n");
/** Every field that a type of the source declares: options, arguments, results and reports. */
const members = new Set([...source.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name));
/** Every string of the source, and so every value that such a field can have. */
const values = new Set([...source.matchAll(/"([\w-]+)"/g)].map(([, value]) => value));

/** Why a piece of code names nothing of this package; `undefined` if it names something. */
function whyUnknown(code: string): string | undefined {
  const [, resource = "", name = ""] = /^(\w+)\.(\w+)$/.exec(code) ?? [];
  if (resource === "tyk") return name in tyk ? undefined : `the client has no ${name}`;
  if (resource !== "") {
    const methods: unknown = Object.entries(tyk).find(([one]) => one === resource)?.[1];
    return typeof methods === "object" && methods !== null && name in methods
      ? undefined
      : `there is no method ${code}`;
  }
  const [, string] = /^"([\w-]+)"$/.exec(code) ?? [];
  if (string !== undefined) return values.has(string) ? undefined : `the source has no ${code}`;
  const [, called] = /^(\w+)\(\)$/.exec(code) ?? [];
  if (/^Tyk\w+$/.test(code) || called !== undefined)
    return (called ?? code) in sdk ? undefined : `the package does not export ${code}`;
  const [, member = "", value] = /^(\w+)(?:: (.+))?$/.exec(code) ?? [];
  if (!members.has(member)) return `no type of the source has ${code}`;
  return value === undefined || value === "true" || value === "false"
    ? undefined
    : whyUnknown(value);
}

function unknownNames(codes: readonly string[]): string[] {
  return codes.map(whyUnknown).filter((why) => why !== undefined);
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

interface Trap {
  readonly anchor: number;
  readonly number: number;
  readonly title: string;
  /** The parts of the section, by their names. */
  readonly parts: ReadonlyMap<string, string>;
}

const partNames = ["The gateway", "A raw call", "The methods"];

function trapsOf(text: string): Trap[] {
  const traps = /^## The traps$([\s\S]*?)^## /m.exec(text)?.[1] ?? "";
  return traps
    .split(/^(?=<a id=)/m)
    .slice(1)
    .map((section) => {
      const head = /^<a id="trap-(\d+)"><\/a>\n\n### Trap (\d+): (.+)$/m.exec(section);
      const [, anchor = "", number = "", title = ""] = head ?? [];
      const [, ...parts] = section.split(/^\*\*([\w ]+)\.\*\*/m);
      const named = parts.flatMap((part, at): [string, string][] =>
        at % 2 === 0 ? [[part, parts[at + 1] ?? ""]] : [],
      );
      return { anchor: Number(anchor), number: Number(number), title, parts: new Map(named) };
    });
}

describe("the sections of the traps", () => {
  const traps = trapsOf(page);

  test("are one for each trap, in order, each with its anchor", () => {
    expect(traps.map(({ number }) => number)).toEqual(numbers);
    expect(traps.map(({ anchor }) => anchor)).toEqual(numbers);
    expect(page.match(/^### Trap /gm)).toHaveLength(numbers.length);
    expect(page.match(/<a id=/g)).toHaveLength(numbers.length);
  });

  test("are in the index under the same titles", () => {
    const index = /^## Index$([\s\S]*?)^## /m.exec(page)?.[1] ?? "";
    const lines = [...index.matchAll(/^(\d+)\. \[(.+)\]\(#trap-(\d+)\)$/gm)].map(
      ([, number, title = "", link]) => [number, title.toLowerCase(), link].join(" "),
    );
    expect(lines).toEqual(
      traps.map(({ number, title }) => `${number} ${title.toLowerCase()} ${number}`),
    );
  });

  test.each(traps)("have three parts: trap $number", ({ parts }) => {
    expect([...parts.keys()]).toEqual(partNames);
    for (const [name, text] of parts) expect(text, name).toMatch(/\w{2,}[^:]*\.\s/);
  });

  test.each(traps)("show a raw call and the methods by code: trap $number", ({ parts }) => {
    for (const name of ["A raw call", "The methods"]) {
      const [, code = ""] = /^```ts$([\s\S]*?)^```$/m.exec(parts.get(name) ?? "") ?? [];
      expect(code, name).toContain("console.log(");
    }
  });

  test.each(traps)("name existing methods, options and results: trap $number", ({ parts }) => {
    expect(unknownNames(coded(withoutBlocks(parts.get("The methods") ?? "")))).toEqual([]);
  });

  test.each(numbers)("have a conformance case: trap %i", (number) => {
    const about = new RegExp(`\\btraps? [^:]*\\b${number}\\b[^:]*:`);
    expect(cases.map(({ name }) => name).filter((name) => about.test(name))).not.toEqual([]);
  });
});

test("every method and export that the page names exists", () => {
  const ours = coded(withoutBlocks(page)).filter((code) =>
    /^(?:tyk|clients|tokens|apis|policies|gateway)\.\w+$|^Tyk|^\w+\(\)$/.test(code),
  );
  expect(ours.length).toBeGreaterThan(50);
  expect(unknownNames(ours)).toEqual([]);
});

test("the table of states has every state", () => {
  const type = /export type TokenState =([^;]*);/.exec(source)?.[1] ?? "";
  const states = [...type.matchAll(/"([\w-]+)"/g)].map(([, state]) => state);
  expect(states).toHaveLength(4);
  expect(tableOf(file, "state").map((row) => coded(row["state"] ?? "")[0])).toEqual(states);
});

describe("the table of arguments that loosen a guard", () => {
  const rows = tableOf(file, "argument");

  test("has every argument of a method except those that loosen none", () => {
    const none = ["apis", "secret", "stage", "activate", "listenPath"];
    const interfaces = source.matchAll(
      /export interface \w+Args(?: extends \w+)? \{([\s\S]*?)\n\}/g,
    );
    const names = [...interfaces].flatMap(([, body = ""]) =>
      [...body.matchAll(/readonly (\w+)\?:/g)].map(([, name = ""]) => name),
    );
    const listed = rows.map((row) => /^\w+/.exec(coded(row["argument"] ?? "")[0] ?? "")?.[0] ?? "");
    expect(names.length).toBeGreaterThan(10);
    expect([...new Set([...listed, ...none])].sort()).toEqual([...new Set(names)].sort());
  });

  test.each(rows)("names existing arguments and methods: $argument", (row) => {
    const methods = coded(row["of"] ?? "");
    expect(methods).not.toEqual([]);
    expect(unknownNames([...coded(row["argument"] ?? ""), ...methods])).toEqual([]);
  });
});
