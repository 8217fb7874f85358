import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApplyReport, Plan } from "@tyk-oauth/sdk/manifest";
import { afterAll, describe, expect, test } from "vitest";
import {
  clientSecret,
  createShop,
  parseDocument,
  parseError,
  runCommand,
} from "../support/cli/run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const inSync = write(
  "in-sync.yaml",
  `version: 1
apis: [orders, billing]
clients:
  shop-web:
    policy_id: gold
    redirect_uri: https://shop.example/cb
    description: Shop web front
    meta_data: { team: storefront }
`,
);
const changing = write(
  "changing.yaml",
  readFileSync(inSync, "utf8")
    .replace("Shop web front", "Shop")
    .concat("  shop-app:\n    policy_id: gold\n    redirect_uri: https://app.example/cb\n"),
);
const removing = write(
  "removing.yaml",
  "version: 1\napis: [orders, billing]\nremoved: [shop-web]\n",
);

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
    ["an empty file", "", "must be an object"],
    ["a file without a version", "apis: [orders]\n", "1:1: must have the field"],
    [
      "aliases that stand for gigabytes",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcde"[at]}`).join(",")}]\n`).join("")}`,
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

describe("apply", () => {
  test("does what the plan says, and a second one has nothing to do", async () => {
    const gateway = await createShop();
    const secrets = join(folder, "generated");
    const line = `apply ${changing} --yes --json --secret-out ${secrets}`;
    const result = await runCommand(line, { gateway });
    expect([result.code, result.stderr]).toEqual([0, ""]);
    const { report } = parseDocument(result) as unknown as { report: ApplyReport };
    expect(report.clients.map(({ clientId, state }) => [clientId, state])).toEqual([
      ["shop-app", "done"],
      ["shop-web", "done"],
    ]);
    const path = join(secrets, "shop-app.secret");
    expect([readdirSync(secrets), statSync(path).mode & 0o777]).toEqual([
      ["shop-app.secret"],
      0o600,
    ]);
    const { secret } = await gateway
      .client()
      .clients.get({ apiId: "orders", clientId: "shop-app" });
    expect(readFileSync(path, "utf8")).toBe(`${secret}\n`);
    expect(result.stdout).not.toContain(secret);
    const before = gateway.requests.length;
    const again = await runCommand(line, { gateway });
    expect(parseDocument(again)).toMatchObject({ inSync: true, complete: true });
    expect(gateway.requests.slice(before).filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("executes a saved plan and nothing else, and leaves clients alone that have changed since", async () => {
    const gateway = await createShop();
    const path = join(folder, "plan.json");
    await runCommand(`plan ${changing} --out ${path}`, { gateway });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await gateway
      .client()
      .clients.update({ apiId: "orders", clientId: "shop-web" }, { description: "In use" });
    const result = await runCommand(`apply --plan ${path} --yes`, { gateway });
    expect(result.code).toBe(3);
    expect(result.stdout).toContain("shop-web\tupdate\tchanged since, left alone");
    expect(result.stdout).toContain("shop-app\tcreate\tdone");
    const edited = JSON.parse(readFileSync(path, "utf8")) as Plan;
    const wrong = write("edited.json", JSON.stringify({ ...edited, prune: true }));
    const before = gateway.requests.length;
    const refused = await runCommand(`apply --plan ${wrong} --yes`, { gateway });
    expect([refused.code, refused.stderr]).toEqual([
      64,
      expect.stringContaining(`${wrong}: /signature: `),
    ]);
    expect(gateway.requests.length).toBe(before);
    const form = await runCommand(`apply --plan ${write("form.json", "{}")} --yes`, { gateway });
    expect([form.code, form.stderr]).toEqual([64, expect.stringContaining("must have the field")]);
  });

  test("needs files or a plan, and a plan has its own environment", async () => {
    for (const line of ["apply", `apply ${inSync} --plan x.json`, "apply --plan x.json --prune"]) {
      const { code, stderr } = await runCommand(`${line} --yes`);
      expect([line, code, stderr]).toEqual([
        line,
        64,
        expect.stringMatching(/one of both|exclude each other/),
      ]);
    }
  });

  test("refuses more deletions than --max-deletes, before it asks", async () => {
    const gateway = await createShop();
    const before = gateway.requests.length;
    const line = `apply ${removing} --skip-wait --max-deletes`;
    const refused = await runCommand(`${line} 0`, { gateway, isInteractive: true });
    expect([refused.code, refused.stderr]).toEqual([
      64,
      expect.stringContaining("--max-deletes is 0: nothing was changed"),
    ]);
    expect(gateway.requests.slice(before).filter(({ method }) => method !== "GET")).toEqual([]);
    const applied = await runCommand(`${line} 1 --yes --if-unproved go-on`, { gateway });
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringContaining("shop-web\tdelete\tdone"),
    ]);
  });

  test("that fails wholly exits with 1, and leaves no file of a secret", async () => {
    const gateway = await createShop();
    gateway.fail({ operation: "createOAuthClient" }, { status: 400 }, 9);
    const path = write(
      "create.yaml",
      readFileSync(changing, "utf8")
        .replace('"Shop"', "")
        .replace("description: Shop\n", "description: Shop web front\n"),
    );
    const secrets = join(folder, "unused");
    const result = await runCommand(`apply ${path} --yes --secret-out ${secrets}`, { gateway });
    expect([result.code, result.stdout]).toEqual([
      1,
      expect.stringContaining("shop-app\tcreate\tnot done"),
    ]);
    expect(readdirSync(secrets)).toEqual([]);
    const kept = join(secrets, "shop-app.secret");
    writeFileSync(kept, "of an earlier client");
    await runCommand(`apply ${path} --yes --secret-out ${secrets}`, { gateway });
    expect([readdirSync(secrets), readFileSync(kept, "utf8")]).toEqual([
      ["shop-app.secret"],
      "of an earlier client",
    ]);
    expect(result.stderr).toContain("Run it again");
  });

  test("that is interrupted reports what is done, and exits with 130", async () => {
    const gateway = await createShop();
    const stop = new AbortController();
    gateway.fail(
      ({ method }) => {
        if (method === "POST") stop.abort(new Error("Ctrl-C"));
        return false;
      },
      "drop",
      Number.POSITIVE_INFINITY,
    );
    const line = `apply ${changing} --yes --concurrency 1`;
    const { code, stdout, stderr } = await runCommand(line, { gateway, signal: stop.signal });
    expect([code, stderr]).toEqual([130, expect.stringContaining("Stopped: ")]);
    expect(stdout).toContain("shop-web\tupdate\tnot done");
    const rest = await runCommand(`apply ${changing} --yes`, { gateway });
    expect(rest.code).toBe(0);
    expect((await runCommand(`drift ${changing}`, { gateway })).code).toBe(0);
  });

  test("replaces a secret by the one of the reference, and shows neither", async () => {
    const gateway = await createShop();
    const path = write("replace.yaml", `${readFileSync(inSync, "utf8")}    secret: { env: NEW }\n`);
    const env = { NEW: "c4nary-new-secret" };
    const plan = join(folder, "replace.json");
    const shown = await runCommand(`plan ${path} --out ${plan}`, { gateway, env });
    expect(shown.stdout).toContain("secret: replaced");
    const missing = await runCommand(`apply --plan ${plan} --yes`, { gateway });
    expect([missing.code, missing.stderr]).toEqual([64, expect.stringContaining("NEW is not set")]);
    const applied = await runCommand(`apply --plan ${plan} --yes`, { gateway, env });
    expect(applied.code).toBe(0);
    const outputs = [shown, applied].map(({ stdout, stderr }) => stdout + stderr).join();
    for (const text of [outputs, readFileSync(plan, "utf8")])
      for (const secret of [clientSecret, env.NEW]) expect(text).not.toContain(secret);
    const { secret } = await gateway
      .client()
      .clients.get({ apiId: "billing", clientId: "shop-web" });
    expect(secret).toBe(env.NEW);
  });
});

describe("export", () => {
  test("writes a manifest whose plan changes nothing", async () => {
    const gateway = await createShop();
    const { code, stdout } = await runCommand("export", { gateway });
    expect([code, stdout]).toEqual([0, expect.stringContaining("yaml-language-server")]);
    expect(stdout).not.toContain(clientSecret);
    const path = write("export.yaml", stdout);
    expect((await runCommand(`drift ${path}`, { gateway })).code).toBe(0);
  });

  test("says what a manifest cannot say, with exit code 3", async () => {
    const gateway = await createShop();
    await gateway
      .client()
      .clients.update({ apiId: "orders", clientId: "shop-web" }, { description: "x" });
    const { code, stderr } = await runCommand("export", { gateway });
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining("the copies differ in description"),
    ]);
  });

  test("--reveal-secrets writes to a private file only", async () => {
    const gateway = await createShop();
    expect((await runCommand("export --reveal-secrets", { gateway })).code).toBe(64);
    const path = join(folder, "revealed.yaml");
    const result = await runCommand(`export --reveal-secrets --out ${path}`, { gateway });
    expect([result.code, result.stdout]).toEqual([0, ""]);
    expect(readFileSync(path, "utf8")).toContain(clientSecret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { code, stderr } = await runCommand(`plan ${path}`, { gateway });
    expect([code, stderr.includes(clientSecret)]).toEqual([64, false]);
  });
});

describe("audit", () => {
  test("exits with 2 if there are findings, which a baseline accepts", async () => {
    const gateway = await createShop({ listHashedKeys: true });
    const found = await runCommand("audit --tokens none", { gateway });
    expect(found.code).toBe(2);
    expect(found.stdout).toMatch(/^(high|medium|low)\t[\w-]+\t/m);
    expect(found.stderr).toContain("To fix: ");
    const path = join(folder, "baseline.json");
    expect(
      (await runCommand(`audit --tokens none --write-baseline ${path}`, { gateway })).code,
    ).toBe(0);
    const accepted = await runCommand(`audit --tokens none --baseline ${path} --json`, { gateway });
    expect([accepted.code, parseDocument(accepted)["findings"]]).toEqual([0, []]);
    const wrong = write("wrong-baseline.json", "{}");
    const refused = await runCommand(`audit --baseline ${wrong}`, { gateway });
    expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining("baseline")]);
  });

  test("writes SARIF and Markdown, and shows what was not checked", async () => {
    const gateway = await createShop();
    const sarif = await runCommand("audit --format sarif", { gateway });
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0" });
    const markdown = await runCommand("audit --format markdown", { gateway });
    expect(markdown.stdout).toMatch(/^# /);
    gateway.fail({ operation: "listOAuthClients" }, { status: 500, body: "down" }, 99);
    expect((await runCommand("audit", { gateway })).stderr).toContain("warning: not checked: ");
  });
});
