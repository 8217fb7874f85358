import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createManifestFolder } from "../support/cli/manifest-folder.ts";
import { clientSecret, createShop, parseDocument, runCommand } from "../support/cli/run-command.ts";

const { folder, write } = createManifestFolder();

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
