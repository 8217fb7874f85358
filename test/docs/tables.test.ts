import { globSync } from "node:fs";
import { basename } from "node:path";
import * as sdk from "@tyk-oauth/sdk";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { auditRules } from "../../src/manifest/audit/rules.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { optionsOf } from "../support/docs/option-defaults.ts";
import { root } from "../support/docs/root.ts";

const gateway = createGateway();
const { url: baseUrl, secret, fetch } = gateway;
const tyk = new TykOAuth({ baseUrl, secret, fetch });

describe("docs/from-curl.md: the documented operations", () => {
  interface Operation {
    readonly operationId: string;
    readonly "x-tyk-documentation": { readonly call: string | null; readonly wrong: string | null };
  }
  /** The methods of a path, and what all of them share. */
  type PathItem = Record<string, Operation | readonly unknown[]>;
  const spec = parse(readDocument("openapi/tyk-oauth.yaml")) as {
    paths: Record<string, PathItem>;
  };
  const documented = Object.values(spec.paths)
    .flatMap((item) => Object.values(item))
    .filter((value): value is Operation => "operationId" in value)
    .filter((operation) => operation["x-tyk-documentation"].call !== null);
  const rows = tableOf("docs/from-curl.md", "documented");

  test("the table has those of the OpenAPI file, each with its operation of tyk.raw", () => {
    const listed = rows.map((row) => [coded(row["documented"] ?? "")[0], namesIn(row).raw[0]]);
    const expected = documented.map(({ operationId, "x-tyk-documentation": { call } }) => [
      call,
      operationId,
    ]);
    expect(listed.sort()).toEqual(expected.sort());
    expect(rows).toHaveLength(10);
  });

  test("the table names a mistake if the OpenAPI file does", () => {
    for (const {
      operationId,
      "x-tyk-documentation": { wrong },
    } of documented) {
      const row = rows.find((one) => namesIn(one).raw[0] === operationId);
      const mistake = row?.["what the documentation has wrong"];
      expect(mistake, operationId).toMatch(/\w/);
      expect(mistake === "nothing", operationId).toBe(wrong === null);
    }
  });

  test("the table names operations and methods that exist", () => {
    for (const row of rows) {
      for (const name of namesIn(row).raw) expect(tyk.raw).toHaveProperty(name);
      expect(namesIn(row).methods, row["documented"]).not.toEqual([]);
      for (const method of namesIn(row).methods) expect(methods, method).toContain(method);
    }
  });

  function namesIn(row: Record<string, string>): { raw: string[]; methods: string[] } {
    const names = coded(row["here"] ?? "").map((name) => name.replace(/\(.*$/, ""));
    return {
      raw: names.filter((name) => name.startsWith("raw.")).map((name) => name.slice(4)),
      methods: names.filter((name) => !name.startsWith("raw.")),
    };
  }
});

/** Every method of a resource, such as `clients.create`. */
const methods = (["clients", "tokens", "apis", "policies", "gateway"] as const).flatMap((name) =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(tyk[name]))
    .filter((method) => method !== "constructor")
    .map((method) => `${name}.${method}`),
);

describe("the tables of methods", () => {
  test("the README has every method", () => {
    const listed = tableOf("README.md", "to do")
      .flatMap((row) => coded(row["methods"] ?? ""))
      .filter((name) => /^\w+\.\w+$/.test(name) && name !== "tyk.raw");
    expect(methods.length).toBeGreaterThan(20);
    expect(listed.sort()).toEqual(methods.toSorted());
  });

  test.each([
    ["docs/clients.md", ["clients"]],
    ["docs/tokens.md", ["tokens"]],
    ["docs/gateway.md", ["apis", "policies", "gateway"]],
  ])("%s has every method of its resources", (file, resources) => {
    const rows = tableOf(file, "method");
    const listed = rows.flatMap((row) =>
      coded(row["method"] ?? "").map((method) => method.replace(/\(.*$/, "")),
    );
    const expected = methods.filter((method) => resources.includes(method.split(".")[0] ?? ""));
    expect([...new Set(listed)].sort()).toEqual(expected.toSorted());
    for (const row of rows) expect(row["what it does"], row["method"]).toMatch(/\w/);
  });
});

describe("docs/testing.md", () => {
  test("has every option of the embedded gateway", () => {
    const source = readDocument("src/testing/options.ts");
    const options = optionsOf(source, "GatewayOptions").map(({ option }) => option);
    const listed = tableOf("docs/testing.md", "option").map((row) => coded(row["option"] ?? "")[0]);
    expect(options.length).toBeGreaterThan(15);
    expect(listed.sort()).toEqual(options.sort());
  });

  test("has every member of the embedded gateway", () => {
    const listed = tableOf("docs/testing.md", "member").flatMap((row) =>
      coded(row["member"] ?? "").map((member) => member.replace(/\(.*$/, "")),
    );
    expect(listed.sort()).toEqual(Object.keys(gateway).sort());
  });
});

test("docs/gateway.md has every field of the capabilities", async () => {
  const listed = tableOf("docs/gateway.md", "field").map((row) => coded(row["field"] ?? "")[0]);
  expect(listed.sort()).toEqual(Object.keys(await tyk.gateway.capabilities()).sort());
});

test("docs/audit.md has every rule with its severity", () => {
  const listed = tableOf("docs/audit.md", "rule").map((row) => [
    coded(row["rule"] ?? "")[0],
    row["severity"],
  ]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(auditRules).map(([rule, { severity }]) => [rule, severity])),
  );
});

test("docs/tokens.md has every value of life", () => {
  const sources = globSync("src/**/*.ts", { cwd: root }).map(readDocument).join("\n");
  const type = /type TokenLife =([\s\S]*?);/.exec(sources)?.[1];
  const values = [...(type ?? "").matchAll(/"([\w-]+)"/g)].map(([, value]) => value);
  expect(values.length).toBeGreaterThan(5);
  const listed = tableOf("docs/tokens.md", "life").map((row) => coded(row["life"] ?? "")[0]);
  expect(listed.sort()).toEqual(values.sort());
});

describe("docs/errors.md", () => {
  const union =
    /type TykErrorCode =([\s\S]*?);/.exec(readDocument("src/errors/codes.ts"))?.[1] ?? "";
  const codes = [...union.matchAll(/"([\w-]+)"/g)].map(([, code]) => code).sort();

  /** The codes of each class, and the fields that it declares itself, as in the source. */
  const classes = new Map<string, string[]>();
  const fields = new Map<string, string[]>();
  for (const file of globSync("src/errors/*.ts", { cwd: root })) {
    // The base class is abstract: it has no code and no row.
    if (basename(file) === "base.ts") continue;
    const source = readDocument(file);
    for (const [, name = "", body = ""] of source.matchAll(
      /export class (\w+)[^{]*\{([\s\S]*?)\n\}/g,
    )) {
      const code = /override readonly code(?::\s*([^=;]+))?(?:\s*=\s*("[\w-]+"))?;/.exec(body);
      const alias = /TykResponseErrorCode\b/.test(code?.[1] ?? "")
        ? (/type TykResponseErrorCode =([\s\S]*?);/.exec(source)?.[1] ?? "")
        : (code?.[2] ?? code?.[1] ?? "");
      classes.set(name, [...alias.matchAll(/"([\w-]+)"/g)].map(([, one = ""]) => one).sort());
      const declared = body.matchAll(/^ {2}(?:declare )?readonly (\w+)\??:/gm);
      fields.set(name, [...declared].map(([, field = ""]) => field).sort());
    }
  }
  const classRows = tableOf("docs/errors.md", "class");
  const classOf = (row: Record<string, string>): string => coded(row["class"] ?? "")[0] ?? "";

  test("has every class with its codes", () => {
    const listed = classRows.map((row): [string, string[]] => [
      classOf(row),
      coded(row["codes"] ?? "").sort(),
    ]);
    expect(codes.length).toBeGreaterThan(20);
    expect(new Map(listed)).toEqual(classes);
    expect(listed.flatMap(([, some]) => some).sort()).toEqual(codes);
    for (const [name] of listed) expect(sdk).toHaveProperty(name);
  });

  test("has every class with the fields of its own", () => {
    const listed = classRows.map((row): [string, string[]] => [
      classOf(row),
      coded(row["fields of its own"] ?? "").sort(),
    ]);
    expect(fields.get("TykTimeoutError")).toEqual(["limitMs", "phase"]);
    expect(new Map(listed)).toEqual(fields);
  });

  test("has every code with its class, and what to do", () => {
    const rows = tableOf("docs/errors.md", "code");
    expect(rows.map((row) => coded(row["code"] ?? "")[0]).sort()).toEqual(codes);
    for (const row of rows) {
      const [code = ""] = coded(row["code"] ?? "");
      expect(classes.get(classOf(row)), code).toContain(code);
      expect(row["what happened"], code).toMatch(/\w/);
      expect(row["what to do"], code).toMatch(/\w/);
    }
  });

  test("has every outcome", () => {
    const type = /type TykOutcome =(.*);/.exec(readDocument("src/errors/codes.ts"))?.[1] ?? "";
    const outcomes = [...type.matchAll(/"([\w-]+)"/g)].map(([, outcome]) => outcome).sort();
    expect(outcomes).toHaveLength(4);
    const rows = tableOf("docs/errors.md", "outcome");
    expect(rows.map((row) => coded(row["outcome"] ?? "")[0]).sort()).toEqual(outcomes);
    for (const row of rows) expect(row["what to do"], row["outcome"]).toMatch(/\w/);
  });

  test("names types of reports that are exported", () => {
    const exported = readDocument("src/index.ts");
    const types = tableOf("docs/errors.md", "methods").map(
      (row) => coded(row["type"] ?? "")[0] ?? "",
    );
    expect(types.length).toBeGreaterThan(5);
    for (const type of types) expect(exported).toMatch(new RegExp(`\\b${type}\\b`));
  });
});
