import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { TykInputError } from "../../../src/index.ts";
import { parseManifest } from "../../../src/manifest/index.ts";
import { problemsOf } from "../../support/manifest/problems.ts";

const redirect_uri = "https://shop.example/cb";

const example = `
version: 1
apis: [orders, billing]
defaults: { policy_id: gold }
clients:
  shop-web:
    apis: [orders, billing]
    redirect_uri: https://shop.example/cb
    description: Shop web front
    meta_data: { team: storefront }
    secret: { env: SHOP_WEB_SECRET }
    on_policy_change: revoke
    protected: true
environments:
  staging: { clients: { shop-web: { redirect_uri: "https://staging.shop.example/cb" } } }
removed: [old-app]
`;

describe("parseManifest", () => {
  test("applies the defaults and the environment", async () => {
    const document: unknown = parseYaml(example);
    const manifest = await parseManifest(document);
    const shop = {
      apis: ["orders", "billing"],
      redirect_uri,
      policy_id: "gold",
      description: "Shop web front",
      meta_data: { team: "storefront" },
      secret: { env: "SHOP_WEB_SECRET" },
      on_policy_change: "revoke",
      protected: true,
    };
    const apis = ["orders", "billing"];
    const expected = { version: 1, apis, clients: { "shop-web": shop }, removed: ["old-app"] };
    expect(manifest).toEqual(expected);

    const staging = await parseManifest(document, { environment: "staging" });
    expect(staging.clients["shop-web"]).toEqual({
      ...shop,
      redirect_uri: "https://staging.shop.example/cb",
    });
    expect(await parseManifest(JSON.parse(JSON.stringify(staging)))).toEqual(staging);
  });

  test("normalises null, empty strings, empty metadata and absent fields", async () => {
    const same = [
      {},
      { policy_id: null, description: "", meta_data: {}, secret: null, protected: false },
      { policy_id: "", description: null, meta_data: null, lint: "error", on_policy_change: null },
      { policy_id: undefined, description: undefined },
    ];
    for (const fields of same) {
      const clients = { a: { redirect_uri, ...fields } };
      const manifest = await parseManifest({ version: 1, apis: ["orders"], clients });
      expect(manifest.clients).toEqual({ a: { redirect_uri, apis: ["orders"] } });
    }
  });

  test("lets null clear a default, and leaves out a client that an environment sets to null", async () => {
    const document = {
      version: 1,
      apis: ["orders", "billing"],
      defaults: { policy_id: "gold", description: "x", redirect_uri },
      clients: { a: { policy_id: null }, b: null, c: {} },
      environments: {
        test: {
          apis: ["orders"],
          defaults: { description: "test" },
          clients: { c: null, b: { policy_id: null } },
          removed: ["old"],
        },
      },
    };
    const apis = ["orders", "billing"];
    const { clients } = await parseManifest(document);
    expect(clients).toEqual({
      a: { apis, redirect_uri, description: "x" },
      b: { apis, redirect_uri, description: "x", policy_id: "gold" },
      c: { apis, redirect_uri, description: "x", policy_id: "gold" },
    });
    const inTest = { apis: ["orders"], redirect_uri, description: "test" };
    expect(await parseManifest(document, { environment: "test" })).toEqual({
      version: 1,
      apis: ["orders"],
      clients: { a: inTest, b: inTest },
      removed: ["old"],
    });
  });

  test("merges documents, and reports a client that two of them name", async () => {
    const documents = [
      { file: "a.yaml", value: { version: 1, apis: ["orders"], clients: { a: { redirect_uri } } } },
      {
        file: "b.yaml",
        value: { version: 1, apis: ["billing"], clients: { b: { redirect_uri } } },
      },
    ];
    expect(await parseManifest(documents)).toEqual({
      version: 1,
      apis: ["orders", "billing"],
      clients: { a: { apis: ["orders"], redirect_uri }, b: { apis: ["billing"], redirect_uri } },
      removed: [],
    });
    const unnamed = documents.map(({ value }) => value);
    expect(await parseManifest(unnamed)).toEqual(await parseManifest(documents));
    const third = {
      file: "c.yaml",
      value: {
        version: 1,
        apis: ["vault"],
        clients: { a: { redirect_uri }, c: { redirect_uri, apis: ["orders"] } },
        removed: ["b"],
      },
    };
    expect(await problemsOf([...documents, third])).toEqual([
      "c.yaml/clients/a: the client is in a.yaml too: keep it in one",
      'c.yaml/clients/c/apis: names the API "orders", which is not in the scope (apis)',
      "c.yaml/removed/0: is in clients too: keep it in one of both",
    ]);
  });

  test("finds all problems at once, each with its pointer and a suggestion", async () => {
    const found = await problemsOf({
      version: 2,
      apis: ["orders", "orders"],
      cliens: {},
      defaults: { polcy_id: "gold" },
      clients: {
        a: { redirect_uri: 7, descripton: "x", apis: ["oders"] },
        "b/c": { redirect_uri },
        d: { redirect_uri: "/cb", on_policy_change: "drop", meta_data: [1] },
        e: {},
        "f:g": { redirect_uri: `${redirect_uri}#x`, lint: "warn" },
        h: "x",
      },
      environments: { staging: { clients: { z: {} }, remove: [] } },
      removed: [12, "h", ""],
    });
    expect(found).toEqual([
      "/version: must be 1",
      "/apis/1: is in the list twice",
      '/cliens: unknown field "cliens"; did you mean "clients"?',
      '/defaults/polcy_id: unknown field "polcy_id"; did you mean "policy_id"?',
      "/clients/a/redirect_uri: must be a string, not a number: put it in quotes",
      '/clients/a/descripton: unknown field "descripton"; did you mean "description"?',
      '/clients/d/on_policy_change: must be "revoke" or "keep"',
      "/clients/h: must be an object, not a string",
      '/environments/staging/remove: unknown field "remove"; did you mean "removed"?',
      "/removed/0: must be a string, not a number: put it in quotes",
      "/removed/2: must not be empty",
      '/clients/a/apis: names the API "oders", which is not in the scope (apis); did you mean "orders"?',
      expect.stringMatching(/^\/clients\/b~1c: the client_id must not hold a slash/),
      "/clients/d/redirect_uri: must be an absolute URI",
      expect.stringMatching(/^\/clients\/d\/meta_data: must be an object/),
      expect.stringMatching(/^\/clients\/e\/redirect_uri: must be given/),
    ]);
  });

  test("points to the part that is wrong, also if it is a default or an override", async () => {
    const document = {
      version: 1,
      apis: ["orders"],
      defaults: { redirect_uri: "/default" },
      clients: { a: {}, b: { redirect_uri } },
      environments: { staging: { clients: { b: { redirect_uri: "/override" }, bb: {} } } },
    };
    expect(await problemsOf(document, { environment: "staging" })).toEqual([
      '/environments/staging/clients/bb: is not in the clients of this document; did you mean "b"?. Put a client of one environment in a document of its own',
      "/defaults/redirect_uri: must be an absolute URI",
      "/environments/staging/clients/b/redirect_uri: must be an absolute URI",
    ]);
    expect(await problemsOf(document, { environment: "stagin" })).toContain(
      '/environments: must have "stagin"; did you mean "staging"?',
    );
  });

  test.each([
    [undefined, "must be an object, not undefined"],
    [null, "must be an object, not null"],
    ["text", "must be an object, not a string"],
    [[], "must have at least one document"],
    [new Map(), "must be an object, not an instance of a class"],
    [{ version: 1 }, 'must have the field "apis"'],
    [{ version: 1, apis: [] }, "without APIs nothing is managed"],
  ])("refuses %j", async (value, message) => {
    expect((await problemsOf(value)).join()).toContain(message);
  });

  test("keeps the scope if an environment has none, and ignores a polluted prototype", async () => {
    const value = {
      version: 1,
      apis: ["orders"],
      clients: { a: { redirect_uri } },
      environments: { test: { apis: null, clients: null } },
    };
    Object.defineProperty(Object.prototype, "policy_id", { value: "evil", configurable: true });
    try {
      const { apis, clients } = await parseManifest(value, { environment: "test" });
      expect(apis).toEqual(["orders"]);
      expect(Object.keys(clients["a"] ?? {})).toEqual(["redirect_uri", "apis"]);
    } finally {
      Reflect.deleteProperty(Object.prototype, "policy_id");
    }
  });

  test("reads own fields only, also those called __proto__", async () => {
    const document: unknown = JSON.parse(
      `{"version":1,"apis":["orders"],"clients":{"__proto__":{"redirect_uri":"${redirect_uri}"}}}`,
    );
    const { clients } = await parseManifest(document);
    expect(Object.keys(clients)).toEqual(["__proto__"]);
  });

  test("refuses wrong options", async () => {
    await expect(parseManifest({}, { env: "x" } as never)).rejects.toThrow(TykInputError);
    await expect(parseManifest({}, { environment: 1 } as never)).rejects.toMatchObject({
      field: "environment",
    });
  });

  test("accepts several redirect URIs with the separator", async () => {
    const value = {
      version: 1,
      apis: ["orders"],
      clients: { a: { redirect_uri: "https://a.example/1;https://a.example/2" } },
    };
    expect(await problemsOf(value)).toHaveLength(1);
    expect(await problemsOf(value, { redirectUriSeparator: ";" })).toEqual([]);
  });
});
