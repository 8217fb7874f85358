import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createManifestFolder } from "../support/cli/manifest-folder.ts";
import { createShop, parseError, runCommand } from "../support/cli/run-command.ts";

const { folder, write, inSync, changing } = createManifestFolder();

describe("validate", () => {
  test("names every problem of every file with its line and column, and sends nothing", async () => {
    const gateway = await createShop();
    const before = gateway.requests.length;
    const one = write(
      "one.yaml",
      `version: 1
apis: [orders]
clients:
  app:
    redirect_url: https://a.example/cb
    redirect_uri: https://a.example/cb
  007: { redirect_uri: https://a.example/cb }
`,
    );
    const two = write(
      "two.yaml",
      `version: 1
apis: [orders, orders]
clients:
  app: { redirect_uri: https://b.example/cb }
  job:
    redirect_uri: https://b.example/cb
    secret: c4nary-secret
  web:
    redirect_uri: https://b.example/cb
    redirect_uri: https://c.example/cb
`,
    );
    const three = write(
      "three.yaml",
      readFileSync(two, "utf8").replace(/ +redirect_uri: https:\/\/c.*\n/, ""),
    );
    const result = await runCommand(`validate ${one} ${two} ${three} --json`, { gateway });
    expect([result.code, result.stdout, gateway.requests.length]).toEqual([64, "", before]);
    const { problems, code } = parseError(result);
    const places = (
      problems as { file: string; line: number; column: number; message: string }[]
    ).map(({ file, line, column, message }) => [file, line, column, message.slice(0, 30)]);
    expect(code).toBe("manifest");
    expect(places).toEqual([
      [one, 7, 3, "YAML reads this key as another"],
      [three, 2, 16, "is in the list twice"],
      [three, 7, 5, "must be a reference to a secre"],
      [two, 10, 5, "the key is in this map twice"],
    ]);
    expect(result.stderr).not.toContain("c4nary");
    const text = await runCommand(`validate ${two}`, { gateway });
    expect(text.stderr).toContain(`${two}:10:5: the key is in this map twice`);
  });

  test.each([
    ["a tag", "version: !custom 1\n", "1:10: tags of your own"],
    ["two documents", "version: 1\n---\nversion: 1\n", "the file must have one document"],
    ["a broken line", 'version: "1\n', "this is not valid YAML"],
    ["an alias without an anchor", "version: *none\n", "1:10: the alias has no anchor"],
    ["a list as a key", "? [c4nary]\n: 1\n", "1:3: a key must be a string"],
    ["a key without a name", "version: 1\n: 1\n", "2:1: YAML reads this key as another value"],
    ["an empty file", "", "must be an object"],
    ["a file without a version", "apis: [orders]\n", "1:1: must have the field"],
    [
      "aliases that stand for gigabytes",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from("bcdefghi")
        .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(",")}]\n`)
        .join("")}`,
      "the aliases stand for too much data",
    ],
    ["thousands of nested lists", `version: ${"[".repeat(50_000)}`, "broken.yaml"],
  ])("refuses %s", async (_, text, message) => {
    const { code, stderr } = await runCommand(`validate ${write("broken.yaml", text)}`);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("unexpected");
  });

  test("resolves references: variables, and files beside the manifest", async () => {
    mkdirSync(join(folder, "sub"), { recursive: true });
    write("sub/app.secret", "c4nary-file-secret\n");
    write("sub/large.secret", "x".repeat(65_537));
    const manifest = (app: string, job: string): string =>
      write(
        "sub/secrets.yaml",
        `version: 1
apis: [orders]
clients:
  app:
    redirect_uri: https://a.example/cb
    secret: &shared { file: ${app} }
  twin: { redirect_uri: https://c.example/cb, secret: *shared }
  job:
    redirect_uri: https://b.example/cb
    secret: { env: ${job} }
`,
      );
    const env = { JOB_SECRET: "c4nary-variable" };
    const right = await runCommand(`validate ${manifest("app.secret", "JOB_SECRET")}`, { env });
    expect([right.code, right.stdout]).toEqual([0, "valid: 3 clients, 0 removed, on orders\n"]);
    const path = manifest("large.secret", "MISSING");
    const wrong = await runCommand(`validate ${path}`, { env });
    expect(wrong.code).toBe(64);
    expect(wrong.stderr).toContain(`${path}:6:5: /clients/app/secret: the secret: `);
    expect(wrong.stderr).toContain("is larger than 65536 bytes");
    expect(wrong.stderr).toContain(
      `${path}:10:5: /clients/job/secret: the environment variable MISSING`,
    );
    expect((await runCommand(`validate ${path} --skip-references`)).code).toBe(0);
    const none = manifest("none.secret", "JOB_SECRET");
    expect((await runCommand(`validate ${none}`, { env })).stderr).toContain(
      "no such file or folder",
    );
  });

  test("--online finds APIs and policies that the gateway does not have", async () => {
    const gateway = await createShop();
    const path = write(
      "online.yaml",
      "version: 1\napis: [orders, bilings]\nclients:\n  app:\n    apis: [orders]\n    redirect_uri: https://a.example/cb\n    policy_id: golld\n",
    );
    expect((await runCommand(`validate ${path}`)).code).toBe(0);
    const { code, stderr } = await runCommand(`validate ${inSync} ${path} --online`, { gateway });
    expect(code).toBe(64);
    expect(stderr).toContain(`${path}:2:16: /apis/1: `);
    expect(stderr).toContain(
      `${path}:7:5: /clients/app/policy_id: the gateway has no policy "golld"`,
    );
  });

  test("reads JSON with tabs", async () => {
    const value = { version: 1, apis: ["orders"], clients: {} };
    const path = write("tabs.json", JSON.stringify(value, undefined, "\t"));
    expect((await runCommand(`validate ${path}`)).code).toBe(0);
  });
});

describe("plan and drift", () => {
  test("name a client in sync whose copies have different secrets", async () => {
    const gateway = await createShop();
    const ref = { apiId: "orders", clientId: "shop-web" };
    await gateway.client().clients.rotateSecret(ref);
    for (const line of ["plan", "plan --exit-code", "drift"]) {
      const { code, stdout } = await runCommand(`${line} ${inSync}`, { gateway });
      expect([code, stdout]).toEqual([
        0,
        expect.stringContaining("The copies of shop-web differ in secret."),
      ]);
    }
  });

  test("exit with 2 if there are differences, and only read", async () => {
    const gateway = await createShop();
    const before = gateway.requests.length;
    const codes: number[] = [];
    for (const line of ["plan", "plan --exit-code", "drift"])
      for (const file of [inSync, changing])
        codes.push((await runCommand(`${line} ${file}`, { gateway })).code);
    expect(codes).toEqual([0, 0, 0, 2, 0, 2]);
    const methods = gateway.requests.slice(before).map(({ method }) => method);
    expect([...new Set(methods)]).toEqual(["GET"]);
  });

  test("shows each change, its old and its new value", async () => {
    const gateway = await createShop();
    const { stdout } = await runCommand(`plan ${changing}`, { gateway });
    expect(stdout).toContain("~ update shop-web\n    update on orders, billing\n");
    expect(stdout).toContain('      description: "Shop web front" -> "Shop"\n');
    expect(stdout).toContain("+ create shop-app\n");
    expect(stdout).toContain("      secret: a generated one\n");
    expect(stdout).toContain("1 to create, 1 to update, 0 to delete, 0 in sync, 0 unmanaged.");
  });

  test("unmanaged clients are named, and are deleted with --prune only", async () => {
    const gateway = await createShop();
    const empty = write("empty.yaml", "version: 1\napis: [orders, billing]\n");
    const kept = await runCommand(`drift ${empty}`, { gateway });
    expect([kept.code, kept.stdout]).toEqual([
      0,
      expect.stringContaining("? shop-web on orders, billing: unmanaged"),
    ]);
    const pruned = await runCommand(`drift ${empty} --prune`, { gateway });
    expect([pruned.code, pruned.stdout]).toEqual([
      2,
      expect.stringContaining("- delete shop-web (pruned)"),
    ]);
  });
});
