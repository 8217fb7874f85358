import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { YamlParts } from "../../src/cli/yaml/yaml-parts.ts";
import { controlCharacters } from "../../src/cli/output/printable.ts";
import * as yaml from "../../src/cli/later/yaml.ts";
import { createManifestFolder } from "../support/cli/manifest-folder.ts";
import { createShop, parseError, runCommand } from "../support/cli/run-command.ts";

const { folder, write } = createManifestFolder();

/** A manifest with a client whose metadata are these. */
function withMetaData(metaData: string): string {
  return `version: 1\napis: [orders]\nclients:\n  app: { redirect_uri: "https://a.example/cb", meta_data: ${metaData} }\n`;
}

describe("a manifest is refused", () => {
  test.each([
    ["an integer whose last digits would be lost", withMetaData("{ n: 9007199254740993 }")],
    ["a hexadecimal integer that is too large", withMetaData("{ n: 0xffffffffffffffffff }")],
    ["a number that is not finite", withMetaData("{ n: .inf }")],
    ["a number that is none", withMetaData("{ n: .nan }")],
    ["a number beyond every size", withMetaData("{ n: 1e999 }")],
    ["binary data", withMetaData("{ n: !!binary aGVsbG8= }")],
    ["a set", withMetaData("{ n: !!set { a, b } }")],
    ["a date", withMetaData("{ n: !!timestamp 2020-01-01 }")],
    ["a merge key", withMetaData("{ <<: { a: 1 } }")],
    ["a key that is in a flow map twice", withMetaData("{ a: 1, a: 2 }")],
    ["a key that is in quotes the second time", withMetaData('{ a: 1, "a": 2 }')],
    ["itself", withMetaData("&m { x: *m }")],
  ])("if it has %s", async (_, text) => {
    const { code, stderr } = await runCommand(`validate ${write("hostile.yaml", text)}`);
    expect([code, stderr]).toEqual([64, expect.stringMatching(/hostile\.yaml:4:\d+: /)]);
  });

  test.each([
    ["UTF-16", Buffer.from("\ufeffversion: 1\n", "utf16le")],
    ["Latin-1", Buffer.from(withMetaData('{ name: "caf\u00e9" }'), "latin1")],
  ])("if it is %s", async (_, bytes) => {
    const path = write("encoding.yaml", bytes);
    const { code, stderr } = await runCommand(`validate ${path}`);
    expect([code, stderr]).toEqual([64, expect.stringContaining("is not UTF-8 text")]);
  });
});

test.each([
  ["a byte order mark and Windows line breaks", `\ufeff${withMetaData("{ a: b }")}`],
  ["integers of 64 bits that a number can hold", withMetaData("{ a: 9007199254740992, b: +07 }")],
  ["merge signs in quotes", withMetaData('{ "<<": a }')],
])("a manifest can have %s", async (_, text) => {
  const path = write("accepted.yaml", text.replaceAll("\n", "\r\n"));
  expect(await runCommand(`validate ${path}`)).toMatchObject({ code: 0, stderr: "" });
});

test("one anchor can be used by every client, and a problem is found where it is written", async () => {
  const clients = Array.from({ length: 500 }, (_, at) => `  c${at}: { <<uri>>, meta_data: *m }`);
  const text = `version: 1\napis: [orders]\ndefaults: { meta_data: &m { team: a } }\nclients:\n${clients.join("\n")}\n`;
  const uri = 'redirect_uri: "https://a.example/cb"';
  const right = write("anchors.yaml", text.replaceAll("<<uri>>", uri));
  expect(await runCommand(`validate ${right}`)).toMatchObject({ code: 0 });
  const wrong = write("anchors.yaml", text.replaceAll("<<uri>>", "redirect_uri: nowhere"));
  const { problems } = parseError(await runCommand(`validate ${wrong} --json`));
  const lines = (problems as { line: number }[]).map(({ line }) => line);
  expect(lines).toEqual(clients.map((_, at) => at + 5));
});

test("the work for a file grows with its size, not with its square", () => {
  // Counted instead of timed: a document whose parts can be read once only.
  const count = 2_000;
  const text = Array.from({ length: count }, (_, at) => `c${at}: { a: &a${at} 1, b: *a${at} }`);
  const document = yaml.parseDocument(text.join("\n"), { uniqueKeys: false });
  let reads = 0;
  for (const part of (document.contents as yaml.YAMLMap).items) {
    const { key } = part;
    Object.defineProperty(part, "key", {
      get: () => {
        reads += 1;
        return key;
      },
    });
  }
  const parts = new YamlParts(document, yaml);
  expect(parts.traps).toEqual([]);
  for (let at = 0; at < count; at += 1)
    expect(parts.offsetOf(`/c${at}/b`)).toBeGreaterThan(parts.offsetOf(`/c${at}/a`) ?? Infinity);
  expect(reads).toBeLessThan(12 * count);
});

describe("export", () => {
  test("escapes control characters of every kind, and its plan changes nothing", async () => {
    const gateway = await createShop();
    const text = "\u001b]0;t\u0007 \u009b31m \u202e \u2028 a\nb";
    await gateway.client().raw.createOAuthClient({
      body: {
        client_id: "\u202eapp",
        api_id: "orders",
        redirect_uri: "https://a.example/cb",
        description: text,
        meta_data: { [text]: text },
      },
    });
    const { stdout } = await runCommand("export", { gateway });
    expect(stdout.replaceAll("\n", "")).not.toMatch(controlCharacters);
    const path = write("controls.yaml", stdout);
    expect((await runCommand(`drift ${path}`, { gateway })).code).toBe(0);
  });

  test("--secrets writes references, whose variables no two clients share", async () => {
    const gateway = await createShop();
    const { raw } = gateway.client();
    const create = async (client_id: string): Promise<unknown> =>
      raw.createOAuthClient({
        body: { client_id, api_id: "orders", redirect_uri: `https://a.example/${client_id}` },
      });
    for (const id of ["7up", "stra\u00dfe", "a~b"]) await create(id);
    const { stdout } = await runCommand("export --secrets env --json", { gateway });
    const { manifest } = JSON.parse(stdout) as {
      manifest: { clients: Record<string, { secret: object }> };
    };
    const names = Object.entries(manifest.clients).map(([id, { secret }]) => [id, secret]);
    expect(Object.fromEntries(names)).toEqual({
      "7up": { env: "CLIENT_7UP_SECRET" },
      "a~b": { env: "A_B_SECRET" },
      "shop-web": { env: "SHOP_WEB_SECRET" },
      "stra\u00dfe": { env: "STRASSE_SECRET" },
    });
    const generated = await runCommand("export --secrets generate", { gateway });
    expect(generated.stdout).toContain("generate: true");
    const path = write("generated.yaml", generated.stdout);
    expect((await runCommand(`drift ${path}`, { gateway })).code).toBe(0);
    await create("Shop.Web");
    const out = `${folder}/shared.yaml`;
    const refused = await runCommand(`export --secrets env --out ${out}`, { gateway });
    expect([refused.code, refused.stderr]).toEqual([
      64,
      expect.stringContaining("Shop.Web and shop-web (SHOP_WEB_SECRET)"),
    ]);
    expect(() => readFileSync(out)).toThrow("ENOENT");
  });

  test("--secrets env warns if the copies of a client have different secrets", async () => {
    const gateway = await createShop();
    await gateway.client().clients.rotateSecret({ apiId: "orders", clientId: "shop-web" });
    expect((await runCommand("export", { gateway })).code).toBe(0);
    const { code, stderr } = await runCommand("export --secrets env", { gateway });
    expect([code, stderr]).toEqual([3, expect.stringContaining("different secrets")]);
  });
});

test("audit checks a client whose id is no part of a path, and says what it cannot read", async () => {
  const gateway = await createShop();
  for (const client_id of [".", "a/b", "\u001b[31m"])
    await gateway.client().raw.createOAuthClient({ body: { client_id, api_id: "orders" } });
  const { code, stdout, stderr } = await runCommand("audit --tokens all", { gateway });
  expect(code).toBe(2);
  for (const id of [".", "a/b", "\\u001b[31m"]) {
    expect(stdout).toContain(`medium\tid-unusable\t\t${id}\t`);
    expect(stderr).toContain(`not checked: the tokens of ${id}: the client_id must not`);
  }
});
