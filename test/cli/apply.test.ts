import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplyReport, Plan } from "@tyk-oauth/sdk/manifest";
import { describe, expect, test } from "vitest";
import { createManifestFolder } from "../support/cli/manifest-folder.ts";
import { clientSecret, createShop, parseDocument, runCommand } from "../support/cli/run-command.ts";

const { folder, write, inSync, inSyncText, changing, changingText, removing } =
  createManifestFolder();

describe("apply", () => {
  test("does what the plan says, and a second one has nothing to do", async () => {
    const gateway = await createShop();
    const secrets = join(folder, "generated");
    const line = `apply ${changing} --yes --json --secret-out ${secrets}`;
    const result = await runCommand(line, { gateway });
    expect([result.code, result.stderr]).toEqual([0, ""]);
    // The command's JSON has no type of its own. The assertions below read what the cast claims.
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
    // The terminal's width may break the line.
    expect([refused.code, refused.stderr.replaceAll("\n", " ")]).toEqual([
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
      changingText
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
    const path = write("replace.yaml", `${inSyncText}    secret: { env: NEW }\n`);
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
