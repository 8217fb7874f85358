import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@tyk-oauth/sdk";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { resolveSettings } from "../../src/node/settings.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { root } from "../support/docs/root.ts";

const { url: baseUrl, secret, fetch } = createGateway();
const tyk = new TykOAuth({ baseUrl, secret, fetch });

describe("the README's table of the documented operations", () => {
  interface Operation {
    readonly operationId: string;
    readonly "x-tyk-documentation": { readonly call: string | null; readonly wrong: string | null };
  }
  /** A path's methods, and what is for all of them. */
  type PathItem = Record<string, Operation | readonly unknown[]>;
  const spec = parse(readDocument("openapi/tyk-oauth.yaml")) as {
    paths: Record<string, PathItem>;
  };
  const documented = Object.values(spec.paths)
    .flatMap((item) => Object.values(item))
    .filter((value): value is Operation => "operationId" in value)
    .filter((operation) => operation["x-tyk-documentation"].call !== null);
  const rows = tableOf("README.md", "documented");

  test("has those of the OpenAPI file, each with its operation of tyk.raw", () => {
    const told = rows.map((row) => [coded(row["documented"] ?? "")[0], namesIn(row).raw[0]]);
    const wanted = documented.map(({ operationId, "x-tyk-documentation": { call } }) => [
      call,
      operationId,
    ]);
    expect(told.sort()).toEqual(wanted.sort());
    expect(rows).toHaveLength(10);
  });

  test("tells of a mistake where the OpenAPI file does", () => {
    for (const {
      operationId,
      "x-tyk-documentation": { wrong },
    } of documented) {
      const row = rows.find((one) => namesIn(one).raw[0] === operationId);
      const told = row?.["what the documentation has wrong"];
      expect(told === "nothing", operationId).toBe(wrong === null);
    }
  });

  test("names operations and verbs that exist", () => {
    for (const row of rows) {
      for (const name of namesIn(row).raw) expect(tyk.raw).toHaveProperty(name);
      for (const verb of namesIn(row).verbs) expect(isVerb(verb), verb).toBe(true);
    }
  });

  function namesIn(row: Record<string, string>): { raw: string[]; verbs: string[] } {
    const names = coded(row["here"] ?? "").map((name) => name.replace(/\(.*$/, ""));
    return {
      raw: names.filter((name) => name.startsWith("raw.")).map((name) => name.slice(4)),
      verbs: names.filter((name) => !name.startsWith("raw.")),
    };
  }
});

test("the README's table of verbs has every verb there is", () => {
  const told = tableOf("README.md", "verb").flatMap((row) =>
    coded(row["verb"] ?? "").map((verb) => verb.replace(/\(.*$/, "")),
  );
  const there = (["clients", "tokens", "apis", "policies", "gateway"] as const).flatMap((name) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(tyk[name]))
      .filter((verb) => verb !== "constructor")
      .map((verb) => `${name}.${verb}`),
  );
  expect([...new Set(told)].sort()).toEqual(there.sort());
});

function isVerb(path: string): boolean {
  const [resource = "", verb = ""] = path.split(".");
  const verbs: unknown = Object.entries(tyk).find(([name]) => name === resource)?.[1];
  return typeof verbs === "object" && verbs !== null && verb in verbs;
}

describe("the README's table of options", () => {
  const source = readFileSync(join(root, "src/types/options.ts"), "utf8");
  const rows = new Map(
    tableOf("README.md", "option").map((row) => [coded(row["option"] ?? "")[0], row]),
  );
  // Each option with its comment, from the three interfaces that make up what can be given.
  const options = ["RequestOptions", "VerbOptions", "TykOAuthOptions"].flatMap((name) =>
    optionsOf(source, name).map((option) => ({ ...option, ofCalls: name !== "TykOAuthOptions" })),
  );

  test("has every option there is", () => {
    expect(options.length).toBeGreaterThan(15);
    expect([...rows.keys()].sort()).toEqual(options.map(({ option }) => option).sort());
  });

  test.each(options)("agrees with the source on $option", ({ option, required, ofCalls, told }) => {
    const row = rows.get(option) ?? {};
    const cell = (row["default"] ?? "").replaceAll("`", "");
    expect((row["option"] ?? "").includes("\\*")).toBe(ofCalls);
    if (required) expect(cell).toBe("required");
    // Every number of the one is in the other; where there is none, the first word says it all.
    else if (/\d/.test(told)) expect(numbersOf(cell)).toEqual(numbersOf(told));
    else expect(firstWords(cell)).toBe(firstWords(told));
  });

  test("the numbers are what the client goes by", async () => {
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
  });
});

/** The options of an interface, each with what its comment says of its default. */
function optionsOf(
  source: string,
  name: string,
): { option: string; required: boolean; told: string }[] {
  const body = new RegExp(`interface ${name}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  const members = body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)(\??):/g);
  return [...members].map(([, comment = "", option = "", optional = ""]) => ({
    option,
    required: optional === "",
    told: /@defaultValue (.*)/.exec(comment)?.[1] ?? "none",
  }));
}

function numbersOf(words: string): number[] {
  return [...words.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

function firstWords(words: string): string {
  return words.replaceAll("`", "").split(",")[0] ?? "";
}

describe("the README's table of the options of createNodeFetch", () => {
  const options = optionsOf(readDocument("src/node/options.ts"), "NodeFetchOptions");
  const head = "option of `createNodeFetch`";
  const told = new Map(
    tableOf("README.md", head).flatMap((row) =>
      coded(row[head] ?? "").map((option) => [option, row["default"] ?? ""]),
    ),
  );

  test("has every option there is", () => {
    expect([...told.keys()].sort()).toEqual(options.map(({ option }) => option).sort());
  });

  test.each(options)("agrees with the source on $option", ({ option, told: wanted }) => {
    const cell = told.get(option) ?? "";
    if (/\d/.test(wanted)) expect(numbersOf(cell)).toEqual(numbersOf(wanted));
    else expect(firstWords(cell)).toBe(firstWords(wanted));
  });

  test("the numbers are what the fetch goes by", () => {
    const { maxSockets, idleTimeoutMs, connectTimeoutMs } = resolveSettings({});
    for (const [option, value] of Object.entries({ maxSockets, idleTimeoutMs, connectTimeoutMs }))
      expect(numbersOf(told.get(option) ?? "")[0]).toBe(value);
  });
});

describe("the tables of errors", () => {
  const union =
    /type TykErrorCode =([\s\S]*?);/.exec(readDocument("src/errors/base.ts"))?.[1] ?? "";
  const codes = [...union.matchAll(/"([\w-]+)"/g)].map(([, code]) => code).sort();

  /** The codes of each class, as the sources of the errors have them. */
  const classes = new Map<string, string[]>();
  for (const file of ["api", "before-request", "connection", "response", "verb"]) {
    const source = readDocument(`src/errors/${file}.ts`);
    for (const [, name = "", body = ""] of source.matchAll(
      /export class (\w+)[^{]*\{([\s\S]*?)\n\}/g,
    )) {
      const code = /override readonly code(?::\s*([^=;]+))?(?:\s*=\s*("[\w-]+"))?;/.exec(body);
      const alias = /TykResponseErrorCode\b/.test(code?.[1] ?? "")
        ? (/type TykResponseErrorCode =([\s\S]*?);/.exec(source)?.[1] ?? "")
        : (code?.[2] ?? code?.[1] ?? "");
      classes.set(name, [...alias.matchAll(/"([\w-]+)"/g)].map(([, one = ""]) => one).sort());
    }
  }

  test("the README's has every class with its codes", () => {
    const told = tableOf("README.md", "class").map((row) => [
      coded(row["class"] ?? "")[0],
      coded(row["codes"] ?? "").sort(),
    ]);
    expect(codes.length).toBeGreaterThan(20);
    expect(new Map(told as [string, string[]][])).toEqual(classes);
    expect(told.flatMap(([, some]) => some).sort()).toEqual(codes);
    for (const [name] of told) expect(sdk).toHaveProperty(name as string);
  });

  test("the one of docs/errors.md has every code with its class", () => {
    const rows = tableOf("docs/errors.md", "code");
    expect(rows.map((row) => coded(row["code"] ?? "")[0]).sort()).toEqual(codes);
    for (const row of rows) {
      const [code = ""] = coded(row["code"] ?? "");
      expect(classes.get(coded(row["class"] ?? "")[0] ?? ""), code).toContain(code);
      expect(row["what to do"], code).toMatch(/\w/);
    }
  });

  test("both have every outcome", () => {
    const type = /type TykOutcome =(.*);/.exec(readDocument("src/errors/base.ts"))?.[1] ?? "";
    const outcomes = [...type.matchAll(/"([\w-]+)"/g)].map(([, outcome]) => outcome).sort();
    expect(outcomes).toHaveLength(4);
    expect(
      tableOf("docs/errors.md", "outcome")
        .map((row) => coded(row["outcome"] ?? "")[0])
        .sort(),
    ).toEqual(outcomes);
    const listed = [...readDocument("README.md").matchAll(/^- `([\w-]+)`: /gm)].map(
      ([, one]) => one,
    );
    expect(listed.sort()).toEqual(outcomes);
  });
});

describe("the documents", () => {
  const documents = [
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/errors.md",
    "docs/gateway-traps.md",
    "examples/README.md",
  ];

  test.each(documents)("%s links to what is there", (document) => {
    const text = readDocument(document);
    for (const [, path = "", anchor] of text.matchAll(/\]\(([^)#:]*)(?:#([\w-]+))?\)/g)) {
      const target = path === "" ? document : join(document, "..", path);
      expect(() => readDocument(target), target).not.toThrow();
      if (anchor !== undefined) expect(anchorsOf(readDocument(target)), target).toContain(anchor);
    }
  });

  /** What a link into a document can name: its headings and its own anchors. */
  function anchorsOf(text: string): string[] {
    const own = [...text.matchAll(/^<a id="([\w-]+)"><\/a>$/gm)].map(([, id = ""]) => id);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(" ", "-"),
    );
    return [...own, ...headings];
  }

  test("the README names the commands that the package has", () => {
    const { scripts } = JSON.parse(readDocument("package.json")) as {
      scripts: Record<string, string>;
    };
    for (const [, script = ""] of readDocument("README.md").matchAll(/npm run ([\w:]+)/g)) {
      expect(scripts).toHaveProperty([script]);
    }
  });
});
