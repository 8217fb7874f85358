import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { afterAll, describe, expect, test } from "vitest";
import { commandSpecs } from "../../src/cli/commands/index.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { createLiveToken } from "../support/cli/create-live-token.ts";
import {
  clientSecret,
  createShop,
  parseDocument,
  parseError,
  runCommand,
  shopManifest,
} from "../support/cli/run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A command line for each command that asks. */
const asking: Readonly<Record<string, string>> = {
  "clients update": "clients update shop-web --all-apis --policy silver --tokens revoke",
  "clients rotate": "clients rotate shop-web --all-apis",
  "clients delete": "clients delete shop-web --all-apis",
  "tokens revoke": "tokens revoke 0123abcd --api orders",
  "tokens revoke-all": "tokens revoke-all shop-web --all-apis",
  "tokens purge": "tokens purge",
  "cut-off": "cut-off shop-web",
  apply: `apply ${shopManifest}`,
};

describe("a command that destroys something", () => {
  test("has a line here", () => {
    const names = commandSpecs.filter(({ asks }) => asks === true).map(({ name }) => name);
    expect(Object.keys(asking).sort()).toEqual(names.sort());
  });

  test.each(Object.entries(asking))(
    "%s is refused without a terminal and --yes",
    async (_, line) => {
      const gateway = await createShop();
      const before = gateway.requests.length;
      const result = await runCommand(`${line} --json`, { gateway });
      expect([result.code, result.stdout, gateway.requests.length]).toEqual([64, "", before]);
      expect(parseError(result)).toMatchObject({
        code: "usage",
        exitCode: 64,
        outcome: "not-sent",
      });
    },
  );

  test.each(Object.entries(asking))("%s changes nothing in a dry run", async (_, line) => {
    const gateway = await createShop({ listHashedKeys: true });
    await createLiveToken(gateway);
    const code = line.includes("0123abcd") ? await firstCode(gateway) : "";
    const before = gateway.requests.length;
    const result = await runCommand(`${line.replace("0123abcd", code)} --dry-run --json`, {
      gateway,
    });
    expect(result.code).toBe(0);
    expect(parseDocument(result)).toMatchObject({ dryRun: true });
    const writes = gateway.requests.slice(before).filter(({ method }) => method !== "GET");
    expect(writes.map(({ operation }) => operation)).toEqual([]);
  });

  test.each(Object.entries(asking))("%s is refused by --read-only", async (_, line) => {
    const gateway = await createShop();
    const before = gateway.requests.length;
    const { code, stderr } = await runCommand(`${line} --yes --read-only`, { gateway });
    expect([code, gateway.requests.length]).toEqual([64, before]);
    expect(stderr).toContain("--read-only");
  });
});

async function firstCode(gateway: Awaited<ReturnType<typeof createShop>>): Promise<string> {
  const [token] = await gateway.client().tokens.list({ apiId: "orders", clientId: "shop-web" });
  return token?.code ?? "";
}

describe("secrets", () => {
  test("a stored secret is shown by --reveal-secrets only", async () => {
    const gateway = await createShop();
    for (const line of [
      "clients list",
      "clients get shop-web --api orders",
      "clients inspect shop-web",
    ])
      for (const words of [line, `${line} --json`, `${line} --verbose`]) {
        const { stdout, stderr, code } = await runCommand(words, { gateway });
        expect(code).toBe(0);
        expect(stdout + stderr).not.toContain(clientSecret);
      }
    const { stdout } = await runCommand("clients list --reveal-secrets", { gateway });
    expect(stdout).toContain(clientSecret);
  });

  test("a listed code that is the token itself is hidden", async () => {
    const gateway = await createShop({ hashKeys: false });
    const token = await createLiveToken(gateway);
    for (const line of [
      "tokens list shop-web --api orders",
      'tokens find --api orders --where {"oauth_client_id":"shop-web"}',
      "tokens revoke-all shop-web --all-apis --yes --verbose",
    ])
      for (const words of [line, `${line} --json`]) {
        const { stdout, stderr } = await runCommand(words, { gateway });
        expect(stdout + stderr, words).not.toContain(token);
      }
  });

  test("a new secret is printed by --print-secret only, and --secret-out writes a private file", async () => {
    const gateway = await createShop();
    const path = join(folder, "new.secret");
    writeFileSync(path, "old", { mode: 0o644 });
    const rotate = "clients rotate shop-web --all-apis --yes --json";
    const hidden = parseDocument(await runCommand(`${rotate} --secret-out ${path}`, { gateway }));
    expect(hidden).toEqual({ clientId: "shop-web", apis: ["billing", "orders"] });
    const secret = readFileSync(path, "utf8").trim();
    const ref = { apiId: "orders", clientId: "shop-web" };
    expect((await gateway.client().clients.get(ref)).secret).toBe(secret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const shown = parseDocument(await runCommand(`${rotate} --print-secret`, { gateway }));
    expect((await gateway.client().clients.get(ref)).secret).toBe(shown["secret"]);
  });

  test("a file that cannot be written is found before any request, and leaves nothing behind", async () => {
    const gateway = await createShop();
    const before = [gateway.requests.length, readdirSync(folder).length];
    for (const option of ["--secret-out", "--evidence"]) {
      const line = `cut-off shop-web --yes ${option} ${folder}`;
      const { code, stderr } = await runCommand(line, { gateway });
      expect([code, stderr]).toEqual([64, expect.stringContaining(`${option}: ${folder}`)]);
    }
    expect([gateway.requests.length, readdirSync(folder).length]).toEqual(before);
  });
});

describe("cut-off", () => {
  test("is proved if the gateway lists its keys: exit code 0, and evidence without secrets", async () => {
    const gateway = await createShop({ listHashedKeys: true });
    const token = await createLiveToken(gateway);
    const path = join(folder, "evidence.json");
    const line = `cut-off shop-web --yes --json --evidence ${path}`;
    const result = await runCommand(line, { gateway });
    expect([result.code, result.stderr]).toEqual([0, ""]);
    const text = readFileSync(path, "utf8");
    const { proved, report, nextSteps, command } = JSON.parse(text) as Record<string, unknown>;
    expect([proved, nextSteps, command]).toEqual([true, [], "cut-off"]);
    expect(report).toEqual(parseDocument(result)["report"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { secret } = await gateway
      .client()
      .clients.get({ apiId: "orders", clientId: "shop-web" });
    for (const one of [secret, token, clientSecret, gateway.secret]) {
      expect(text).not.toContain(one);
      expect(result.stdout).not.toContain(one);
    }
  });

  test("that is not proved has exit code 3 and says what to do", async () => {
    const gateway = await createShop();
    const { code, stderr, stdout } = await runCommand("cut-off shop-web --yes", { gateway });
    expect(code).toBe(3);
    expect(stdout).toContain("orders\treplaced\tunverified");
    expect(stderr).toContain("NOT PROVED");
    expect(stderr).toContain("enable_hashed_keys_listing");
  });

  test("that is interrupted reports what is done, keeps the evidence, and has exit code 130", async () => {
    const gateway = await createShop({ listHashedKeys: true });
    const stop = new AbortController();
    const path = join(folder, "interrupted.json");
    // The first request after the secrets: what was done must be reported.
    gateway.fail(
      (request) => {
        if (request.operation === "listKeys") stop.abort(new Error("Ctrl-C"));
        return false;
      },
      "drop",
      Number.POSITIVE_INFINITY,
    );
    const line = `cut-off shop-web --yes --evidence ${path}`;
    const { code, stdout, stderr } = await runCommand(line, { gateway, signal: stop.signal });
    expect([code, stdout]).toEqual([130, expect.stringContaining("orders\treplaced")]);
    expect(stderr).toContain("run tyk-oauth cut-off shop-web again");
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ proved: false });
  });
});

test("every exit code is reached by a command", async () => {
  const gateway = await createShop();
  await gateway
    .client()
    .clients.update({ apiId: "orders", clientId: "shop-web" }, { description: "x" });
  const other = createGateway({ secret: "another-secret" });
  const runs: [keyof typeof exitCodes, string, Parameters<typeof runCommand>[1]][] = [
    ["done", "clients list", { gateway }],
    ["failed", "clients get nope --api orders", { gateway }],
    ["differences", "clients inspect shop-web --exit-code", { gateway }],
    ["unproved", "tokens find --api orders --where {}", { gateway }],
    ["authentication", "clients list", { gateway: other, env: { TYK_GATEWAY_SECRET: "wrong" } }],
    ["usage", "clients get", { gateway }],
    ["interrupted", "clients list", { gateway, signal: AbortSignal.abort() }],
  ];
  expect(runs.map(([name]) => name).sort()).toEqual(Object.keys(exitCodes).sort());
  for (const [name, line, options] of runs)
    expect((await runCommand(line, options)).code, name).toBe(exitCodes[name].code);
});

test("with --json stdout is one document, and stderr nothing or one line of JSON", async () => {
  const gateway = await createShop({ listHashedKeys: true });
  const lines = [
    "clients list",
    "clients get nope --api orders",
    "cut-off shop-web --yes",
    "clients",
  ];
  for (const line of lines) {
    const result = await runCommand(`${line} --json`, { gateway });
    if (result.stdout !== "") expect(parseDocument(result)).toBeTypeOf("object");
    if (line !== "clients" && result.stderr !== "") {
      expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(parseError(result)).toHaveProperty("message");
    }
  }
});

test("an option works before and after the words of the command", async () => {
  const gateway = await createShop();
  const [before, after] = [
    await runCommand("--json clients list", { gateway }),
    await runCommand("clients list --json", { gateway }),
  ];
  expect(before).toEqual(after);
  expect(parseDocument(after)["clients"]).toHaveLength(2);
});

test("colours follow NO_COLOR, FORCE_COLOR, CI and the terminal", async () => {
  const gateway = await createShop();
  const hasColor = async (env: Record<string, string>, width?: number): Promise<boolean> => {
    const terminal = width === undefined ? {} : { width };
    const { stdout } = await runCommand("clients list", { gateway, env, ...terminal });
    const forced = await runCommand("doctor --jsn", { env, ...terminal });
    return stdout.includes("\u001b") || forced.stderr.includes("\u001b");
  };
  expect(await hasColor({}, 80)).toBe(true);
  expect(await hasColor({})).toBe(false);
  expect(await hasColor({ NO_COLOR: "1" }, 80)).toBe(false);
  expect(await hasColor({ CI: "true" }, 80)).toBe(false);
  expect(await hasColor({ TERM: "dumb" }, 80)).toBe(false);
  expect(await hasColor({ FORCE_COLOR: "1" })).toBe(true);
  expect(await hasColor({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});

test("--verbose shows each request with its status and time, and --quiet leaves notes out", async () => {
  const gateway = await createShop();
  const verbose = await runCommand("clients list --verbose", { gateway });
  expect(verbose.stderr).toMatch(/^listApis 200 \d+ ms$/m);
  const quiet = await runCommand("clients list --quiet", { gateway });
  expect([quiet.stderr, quiet.stdout]).toEqual(["", verbose.stdout]);
});

test("--secret-out keeps the old file if a rotation is rolled back", async () => {
  const gateway = await createShop();
  const path = join(folder, "kept.secret");
  writeFileSync(path, clientSecret);
  let writes = 0;
  gateway.fail(({ method }) => method === "POST" && (writes += 1) === 2, { status: 500 }, 9);
  const line = `clients rotate shop-web --all-apis --yes --secret-out ${path}`;
  const { code, stderr } = await runCommand(line, { gateway });
  expect(code).toBe(3);
  expect(readFileSync(path, "utf8")).toBe(clientSecret);
  expect(stderr).toContain(`${path}.unconfirmed`);
  expect(readFileSync(`${path}.unconfirmed`, "utf8")).toMatch(/^[\da-f]{64}\n$/);
  expect(statSync(`${path}.unconfirmed`).mode & 0o777).toBe(0o600);
});
