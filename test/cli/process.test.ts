import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Gateway, ListeningGateway } from "@tyk-oauth/sdk/testing";
import { expect, onTestFinished, test } from "vitest";
import { openTerminal } from "../support/cli/open-terminal.ts";
import { programPath, startProgram } from "../support/cli/start-program.ts";
import { createShop, shopManifest } from "../support/cli/run-command.ts";

/** Serves a gateway with a client over HTTP. Returns it with the variables that a command needs. */
async function serve(): Promise<{ gateway: Gateway; env: Record<string, string> }> {
  const gateway = await createShop({ listHashedKeys: true, now: Date.now });
  const server: ListeningGateway = await gateway.listen();
  onTestFinished(() => server.close());
  return { gateway, env: { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: gateway.secret } };
}

test("a reader that closes the pipe, such as head, ends the output silently", () => {
  const command = `"${process.execPath}" "${programPath}" help clients create; echo "code $?" >&2`;
  const script = `(${command}) | head -c 1 >/dev/null`;
  const { stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  expect(stderr).toBe("code 0\n");
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk does not end a command in the middle, and is an error (Linux has such a disk)",
  async () => {
    const { gateway, env } = await serve();
    const command = `"${process.execPath}" "${programPath}" clients rotate shop-web --all-apis --yes`;
    const before = (await gateway.client().clients.get(ref)).secret;
    const program = startProgram(["-c", `${command} >/dev/full`], env, "sh");
    const { code, stderr } = await program.ended;
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining("stdout cannot be written (ENOSPC)"),
    ]);
    expect((await gateway.client().clients.get(ref)).secret).not.toBe(before);
    expect(stderr).not.toContain("    at ");
    // Notes are no results.
    const silent = startProgram(["-c", `${command} 2>/dev/full`], env, "sh");
    expect((await silent.ended).code).toBe(0);
  },
);

test("gateway prints where it listens, logs requests without secrets, and Ctrl-C stops it", async () => {
  const program = startProgram(["gateway", "--port", "0", "--json"]);
  await program.waitFor("}");
  program.kill("SIGINT");
  const { code, stdout, stderr } = await program.ended;
  expect([code, stderr]).toEqual([0, ""]);
  const { url, secret } = JSON.parse(stdout) as Record<string, string>;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(secret).toBe("embedded-gateway-secret");
});

test.each([
  ["Ctrl-C", "SIGINT"],
  ["kill", "SIGTERM"],
  ["a closed terminal", "SIGHUP"],
] as const)(
  "%s ends a command with a report of what is done, and exit code 130",
  async (_, signal) => {
    const { env } = await serve();
    const program = startProgram(["cut-off", "shop-web", "--yes"], env);
    await program.waitFor("waiting for the session cache");
    program.kill(signal);
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toContain("orders\treplaced");
    expect(stderr).toContain("stopped: interrupted");
  },
);

test("on a terminal cut-off shows what will happen, and wants the client id typed", async () => {
  const { gateway, env } = await serve();
  const { secret: before } = await gateway.client().clients.get(ref);
  const terminal = openTerminal(["cut-off", "shop-web", "--skip-wait"], env);
  await terminal.waitFor("Type the client id");
  expect(terminal.screen()).toContain("all its tokens end");
  terminal.type("shop-app\r");
  await terminal.waitFor("Type shop-web, or press Ctrl-C to stop");
  expect((await gateway.client().clients.get(ref)).secret).toBe(before);
  terminal.type(`${"\u007f".repeat(3)}web\r`);
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()).toContain("CUT OFF, and proved.");
  expect((await gateway.client().clients.get(ref)).secret).not.toBe(before);
});

test.each([
  ["n", "not confirmed: nothing was changed"],
  ["\u0003", "stopped"],
])("on a terminal the answer %j changes nothing, and has exit code 130", async (key, message) => {
  const { gateway, env } = await serve();
  const terminal = openTerminal(["clients", "rotate", "shop-web", "--all-apis"], env);
  await terminal.waitFor("Set a new secret?");
  const before = gateway.requests.length;
  terminal.type(key);
  expect(await terminal.ended).toBe(130);
  expect(terminal.screen()).toContain(message);
  expect(gateway.requests).toHaveLength(before);
});

test("on a terminal apply shows the plan, and applies it after a yes", async () => {
  const { gateway, env } = await serve();
  const terminal = openTerminal(["apply", shopManifest], env);
  await terminal.waitFor("Apply this plan?");
  expect(terminal.screen()).toContain('description: "Shop web front" -> "Shop"');
  const before = await gateway.client().clients.get(ref);
  expect(before.description).toBe("Shop web front");
  terminal.type("y");
  expect(await terminal.ended).toBe(0);
  expect((await gateway.client().clients.get(ref)).description).toBe("Shop");
});

const ref = { apiId: "orders", clientId: "shop-web" };
