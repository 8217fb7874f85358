import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { clientSecret, createShop, runCommand } from "../support/cli/run-command.ts";
import type { CommandResult } from "../support/cli/run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const load = (name: string, value: unknown): string => write(name, JSON.stringify(value));

/** Serves a gateway by the command, and calls it. */
async function serve(
  words: readonly string[],
  call: (tyk: TykOAuth) => Promise<void>,
): Promise<CommandResult> {
  const stop = new AbortController();
  let called: Promise<void> | undefined;
  const result = await runCommand(["gateway", "--port", "0", ...words], {
    signal: stop.signal,
    onOutput: (stdout) => {
      // The result is complete when it has the version.
      const pairs = stdout.split("\n").map((line) => line.split("\t"));
      const address = Object.fromEntries(pairs) as Record<string, string>;
      const { url = "", secret = "", version } = address;
      if (version === undefined || called !== undefined) return;
      const tyk = new TykOAuth({ baseUrl: url, secret, maxRetries: 0 });
      called = call(tyk).finally(() => {
        stop.abort();
      });
    },
  });
  await called;
  return result;
}

const file = {
  hashKeys: false,
  version: "5.3.0",
  apis: ["orders", { api_id: "billing", listen_path: "/pay/" }],
  policies: { gold: ["orders", "billing"] },
  clients: [
    {
      apiId: "orders",
      client: {
        client_id: "shop-web",
        policy_id: "gold",
        secret: "s",
        redirect_uri: "https://a.example",
      },
    },
    { apiId: "billing", client: { client_id: "shop-web", policy_id: "gold" } },
  ],
};

test("--load has APIs, policies, settings and clients", async () => {
  const { code } = await serve(["--load", load("shop.json", file)], async (tyk) => {
    const clients = await tyk.clients.iterateAll({ secrets: true }).toArray({ limit: 9 });
    expect(clients.map(({ apiId, client }) => [apiId, client.client_id])).toEqual([
      ["orders", "shop-web"],
      ["billing", "shop-web"],
    ]);
    expect(clients[0]?.client.secret).toBe("s");
    const { version, hashedKeys } = await tyk.gateway.capabilities();
    expect([version, hashedKeys]).toEqual(["5.3.0", false]);
  });
  expect(code).toBe(0);
});

test("--load has the clients of an exported manifest, with and without their secrets", async () => {
  const gateway = await createShop();
  const [plain, revealed] = ["plain.yaml", "revealed.json"].map((name) => join(folder, name));
  await runCommand(`export --out ${plain ?? ""}`, { gateway });
  await runCommand(`export --reveal-secrets --json --out ${revealed ?? ""}`, { gateway });
  for (const path of [plain ?? "", revealed ?? ""]) {
    const { code } = await serve(["--load", path], async (tyk) => {
      const { secret } = await tyk.clients.get({ apiId: "billing", clientId: "shop-web" });
      expect(secret === clientSecret).toBe(path === revealed);
      const { manifest } = JSON.parse(
        (await runCommand("export --json", { createClient: () => tyk, gateway })).stdout,
      ) as { manifest: unknown };
      const exported = (await runCommand("export --json", { gateway })).stdout;
      expect(manifest).toEqual((JSON.parse(exported) as { manifest: unknown }).manifest);
    });
    expect(code).toBe(0);
  }
});

test("--fail makes requests go wrong, as often as it says", async () => {
  const faults = ["--fail", "listApis:503:2", "--fail", "listPolicies:drop"];
  await serve(faults, async (tyk) => {
    for (const status of [503, 503])
      await expect(tyk.apis.list()).rejects.toMatchObject({ status });
    expect(await tyk.apis.list()).toHaveLength(2);
    await expect(tyk.policies.list()).rejects.toMatchObject({ code: "connection" });
    expect(await tyk.policies.list()).toHaveLength(1);
  });
});

test("the log has a line for each request, without tokens", async () => {
  const { stderr } = await serve([], async (tyk) => {
    await tyk.apis.list();
    const path = { keyID: "c4nary-token" };
    await tyk.raw.getKey({ path }).catch(() => undefined);
  });
  expect(stderr).toMatch(/^\d\d:\d\d:\d\d 200 GET \/tyk\/apis listApis$/m);
  expect(stderr).toMatch(/^\d\d:\d\d:\d\d 404 GET \/tyk\/keys\/\(hidden\) getKey$/m);
  expect(stderr).not.toContain("c4nary");
});

test.each<[string, readonly string[]]>([
  [
    `unknown operation "createClient"; did you mean "createOAuthClient"?`,
    ["--fail", "createClient:drop"],
  ],
  [`unknown fault "dropp"; did you mean "drop"?`, ["--fail", "*:dropp"]],
  ["write OPERATION:FAULT", ["--fail", "drop"]],
  ["times must be a whole number", ["--fail", "*:drop:0"]],
  ["--version must be 3.0.0 or later", ["--version", "2.9.0"]],
  ["--port must be a whole number from 0 to 65535", ["--port", "70000"]],
  [
    `unknown option "hashkeys"; did you mean "hashKeys"?`,
    ["--load", load("a.json", { hashkeys: true })],
  ],
  ["clients must be a list", ["--load", load("b.json", { clients: [{ client_id: "a" }] })]],
  [
    "wrong.yaml:2:1: /apis: must be a list",
    ["--load", write("wrong.yaml", "version: 1\napis: x\n")],
  ],
  [
    "broken.yaml:2:1: the key is in this map twice",
    ["--load", write("broken.yaml", "a: 1\na: 2\n")],
  ],
  ["cannot be created", ["--load", load("c.json", { ...file, apis: ["billing"], policies: {} })]],
  ["no such file", ["--load", join(folder, "none.json")]],
  ["is not valid JSON", ["--load", import.meta.filename]],
])("a mistake has exit code 64: %s", async (message, words) => {
  const { code, stderr } = await runCommand(["gateway", ...words], { signal: AbortSignal.abort() });
  expect(stderr).toContain(message);
  expect(code).toBe(64);
});

test("a port in use has exit code 1", async () => {
  const server = await createGateway().listen();
  onTestFinished(() => server.close());
  const { port } = new URL(server.url);
  const { code, stderr } = await runCommand(["gateway", "--port", port]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`the port ${port} is in use`)]);
});
