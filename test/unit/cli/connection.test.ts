import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykOAuthOptions } from "@tyk-oauth/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createShop, runCommand } from "../../support/cli/run-command.ts";
import type { RunOptions } from "../../support/cli/run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));
const secret = "c4nary-gateway-secret";
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

let shop: Awaited<ReturnType<typeof createShop>>;

beforeAll(async () => {
  shop = await createShop({ secret });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command, and returns its result with the options of the client that it created. */
async function connect(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: Partial<RunOptions> = {},
): Promise<{ code: number; stderr: string; options: TykOAuthOptions | undefined }> {
  let seen: TykOAuthOptions | undefined;
  const { code, stderr } = await runCommand(
    ["clients", "get", "shop-web", "--api", "orders", ...words],
    {
      env,
      ...options,
      createClient: (clientOptions) => {
        // Checks the options as the SDK does.
        new TykOAuth(clientOptions);
        seen = clientOptions;
        return shop.client({ secret: clientOptions.secret });
      },
    },
  );
  return { code, stderr, options: seen };
}

const url = "https://gateway.example";
const profiles = file(
  "profiles.yaml",
  `profiles:
  staging:
    url: https://staging.example:8080
    org: acme
    secret: { env: STAGING_SECRET }
    read_only: true
  files: { url: https://files.example, secret: { file: secret.txt } }
  program: { url: https://program.example, secret: { command: [cat, ${folder}/secret.txt] } }
  literal: { url: https://a.example, secret: ${secret} }
  proxied: { url: https://a.example, secret: { file: secret.txt }, proxy: "http://u:${secret}@p.example" }
  misspelt: { urll: https://a.example }
`,
);
const secretFile = file("secret.txt", `${secret}\n`);

describe("the secret comes from", () => {
  test.each<[string, string[], Record<string, string>]>([
    ["a variable", [], { TYK_GATEWAY_SECRET: secret }],
    ["a file of a variable", [], { TYK_GATEWAY_SECRET_FILE: secretFile }],
    ["--secret-file", ["--secret-file", secretFile], {}],
    ["--secret-command", ["--secret-command", `cat ${secretFile}`], {}],
    ["--secret-stdin", ["--secret-stdin"], {}],
    [
      "an option rather than a variable",
      ["--secret-file", secretFile],
      { TYK_GATEWAY_SECRET: "x" },
    ],
  ])("%s", async (_, words, env) => {
    const { code, options, stderr } = await connect(["--url", url, ...words], env, {
      stdin: `${secret}\n`,
    });
    expect(stderr).toBe("");
    expect([code, options?.secret]).toEqual([0, secret]);
  });

  test.each<[string, string[], Record<string, string>]>([
    ["env", ["--profile", "staging"], { STAGING_SECRET: secret }],
    ["file", ["--profile", "files"], {}],
    ["command", ["--profile", "program"], {}],
    ["file, by a variable", [], { TYK_OAUTH_PROFILE: "files" }],
  ])("a profile: %s", async (_, words, env) => {
    const { code, options } = await connect(["--profiles", profiles, ...words], {
      // A profile replaces the variables: the secret of one gateway must not go to another one.
      TYK_GATEWAY_URL: "https://other.example",
      TYK_GATEWAY_SECRET: "other-secret",
      ...env,
    });
    expect([code, options?.secret]).toEqual([0, secret]);
    expect(String(options?.baseUrl)).toMatch(/^https:\/\/(?:staging|files|program)\.example/);
  });
});

describe("a mistake is refused before any request, and names the option or the variable", () => {
  const env = { TYK_GATEWAY_SECRET: secret };
  test.each<[string, string[], Record<string, string>]>([
    ["the gateway's address is missing", [], env],
    ["the gateway's secret is missing", ["--url", url], {}],
    ["--url must not hold credentials", ["--url", `https://u:${secret}@gateway.example`], env],
    ["--url is plain http", ["--url", "http://gateway.example"], env],
    ["TYK_GATEWAY_URL is not a URL", [], { ...env, TYK_GATEWAY_URL: "gateway" }],
    [
      "TYK_GATEWAY_SECRET contains characters",
      ["--url", url],
      { TYK_GATEWAY_SECRET: `${secret}\nx` },
    ],
    [
      "--secret-file: /no/such/file: no such file",
      ["--url", url, "--secret-file", "/no/such/file"],
      {},
    ],
    [`--secret-file: ${folder} is not a regular file`, ["--url", url, "--secret-file", folder], {}],
    [
      "--secret-command: false failed with exit code 1",
      ["--url", url, "--secret-command", "false"],
      {},
    ],
    [
      "--secret-command: no-such-program is not installed",
      ["--url", url, "--secret-command", "no-such-program"],
      {},
    ],
    ["--secret-command: the secret is empty", ["--url", url, "--secret-command", "true"], {}],
    ["exclude each other", ["--url", url, "--secret-stdin", "--secret-file", secretFile], {}],
    ["are both set", ["--url", url], { ...env, TYK_GATEWAY_SECRET_FILE: secretFile }],
    [
      "--proxy must not hold credentials",
      ["--url", url, "--proxy", `http://u:${secret}@p.example`],
      env,
    ],
    ["--ca contains no PEM block", ["--url", url, "--ca", secretFile], env],
    [
      "--cert needs the option",
      ["--url", url, "--cert", file("a.pem", "-----BEGIN CERTIFICATE-----\n")],
      env,
    ],
    ["--timeout must be a duration", ["--url", url, "--timeout", "soon"], env],
    ["must be a reference", ["--profiles", profiles, "--profile", "literal"], {}],
    ["proxy must not hold credentials", ["--profiles", profiles, "--profile", "proxied"], {}],
    [`unknown field "urll"`, ["--profiles", profiles, "--profile", "misspelt"], {}],
    [`there is no profile "stagin"`, ["--profiles", profiles, "--profile", "stagin"], {}],
    [
      "the variable STAGING_SECRET is not set",
      ["--profiles", profiles, "--profile", "staging"],
      {},
    ],
    [
      "bad.yaml:1:26: the indentation is wrong",
      ["--profiles", file("bad.yaml", `a: [${secret}`), "--profile", "a"],
      {},
    ],
  ])("%s", async (message, words, variables) => {
    const { code, stderr, options } = await connect(words, variables);
    expect(stderr).toContain(message);
    expect([code, options]).toEqual([64, undefined]);
    expect(stderr).not.toContain(secret);
  });
});

test("read_only of a profile refuses changes before any request", async () => {
  const { code, stderr } = await runCommand(
    [
      "clients",
      "rotate",
      "shop-web",
      "--all-apis",
      "--yes",
      "--profiles",
      profiles,
      "--profile",
      "staging",
    ],
    { env: { STAGING_SECRET: secret } },
  );
  expect([code, stderr]).toEqual([64, expect.stringContaining("read_only of the profile")]);
});

test("--timeout, --org and --allow-http are options of the client", async () => {
  const words = [
    "--url",
    "http://gateway.example",
    "--timeout",
    "2m",
    "--org",
    "acme",
    "--allow-http",
  ];
  const { options } = await connect(words, { TYK_GATEWAY_SECRET: secret });
  expect(options).toMatchObject({ timeoutMs: 120_000, orgId: "acme", allowInsecureHttp: true });
});
