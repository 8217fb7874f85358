import { createServer } from "node:https";
import type { RequestListener } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { expect, onTestFinished, test } from "vitest";
import { makeAuthority, makeServer } from "../support/network/certificates.ts";
import { startServer } from "../support/network/server.ts";
import { parseDocument, runCommand } from "../support/cli/run-command.ts";

type Options = Parameters<typeof createGateway>[0];

/** Runs doctor on a gateway over HTTP. */
async function diagnose(
  options: Options,
  words: readonly string[] = [],
  secret = "embedded-gateway-secret",
): ReturnType<typeof runCommand> {
  const server = await createGateway(options).listen();
  onTestFinished(() => server.close());
  const env = { TYK_GATEWAY_URL: server.controlUrl, TYK_GATEWAY_SECRET: secret };
  const result = await runCommand(["doctor", ...words], { env });
  const hide = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT");
  return { ...result, stdout: hide(result.stdout), stderr: hide(result.stderr) };
}

/** Returns the status of each finding. */
function statuses(result: Awaited<ReturnType<typeof diagnose>>): Record<string, string> {
  const { findings } = parseDocument(result) as { findings: { check: string; status: string }[] };
  return Object.fromEntries(findings.map(({ check, status }) => [check, status]));
}

test("the packaged configuration limits proofs, and the finding says what to set", async () => {
  const result = await diagnose({});
  const text = `$ tyk-oauth doctor\n${result.stdout}--- stderr\n${result.stderr}--- exit code ${result.code}\n`;
  await expect(text).toMatchFileSnapshot("transcripts/doctor.pipe.txt");
  expect((await diagnose({}, ["--strict"])).code).toBe(3);
});

test("a gateway that lists its keys has no warning", async () => {
  const result = await diagnose({ listHashedKeys: true }, ["--json", "--strict"]);
  expect(result.code).toBe(0);
  expect(new Set(Object.values(statuses(result)))).toEqual(new Set(["ok"]));
});

test.each<[string, Options, Record<string, string>]>([
  ["plain keys", { hashKeys: false }, { "session cache": "warn", "unlisted tokens": "ok" }],
  ["an old version", { version: "4.0.0" }, { purge: "warn", policies: "warn" }],
  ["a clock that is behind", { now: () => Date.now() - 600_000 }, { clock: "warn" }],
  ["no OAuth API", { apis: [{ api_id: "a", use_keyless: true }], policies: {} }, { apis: "warn" }],
  ["another health check", { healthCheckEndpointName: "alive" }, { version: "warn" }],
])("%s", async (_, options, expected) => {
  const result = await diagnose(options, ["--json"]);
  expect(result.code).toBe(0);
  expect(statuses(result)).toMatchObject(expected);
});

test("a secret that the gateway refuses has exit code 4, and is not shown", async () => {
  const result = await diagnose({}, ["--json"], "c4nary-wrong-secret");
  expect(result.code).toBe(4);
  expect(statuses(result)).toEqual({ address: "ok", secret: "fail" });
  expect(result.stdout + result.stderr).not.toContain("c4nary");
});

test("an address without a gateway has exit code 1", async () => {
  const server = await createGateway().listen();
  await server.close();
  const env = { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: "x" };
  const result = await runCommand("doctor --json", { env });
  expect([result.code, statuses(result)]).toEqual([1, { address: "fail" }]);
});

test("the address of the APIs is not the control API", async () => {
  const server = await createGateway({ separateControl: true }).listen();
  onTestFinished(() => server.close());
  const env = { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: "embedded-gateway-secret" };
  const result = await runCommand("doctor --json", { env });
  expect([result.code, statuses(result)]).toEqual([1, { address: "fail" }]);
});

test("a certificate that expires soon is a warning, and one that is not trusted is an error", async () => {
  const authority = await makeAuthority("ca");
  const notAfterDate = new Date(Date.now() + 10 * 86_400_000);
  const identity = await makeServer("localhost", { by: authority, notAfterDate });
  const gateway = createGateway();
  const make = (listener: RequestListener): ReturnType<typeof createServer> =>
    createServer(identity, listener);
  const { url } = await startServer(({ method, url: path, headers }, response) => {
    const secret = String(headers["x-tyk-authorization"] ?? "");
    const init = { method, headers: secret === "" ? {} : { "x-tyk-authorization": secret } };
    void gateway.fetch(`${gateway.url}${path}`, init).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    });
  }, make);
  const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, authority.cert);
  const env = { TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: gateway.secret };
  const trusted = await runCommand(["doctor", "--json", "--ca", ca], { env });
  expect([trusted.code, statuses(trusted)]).toMatchObject([0, { address: "ok", tls: "warn" }]);
  expect(trusted.stdout).toMatch(/valid until \d{4}-\d\d-\d\d: \d+ days/);
  const untrusted = await runCommand(["doctor", "--json"], { env });
  expect([untrusted.code, statuses(untrusted)]).toEqual([1, { address: "fail" }]);
  expect(untrusted.stderr).toContain('"code":"tls"');
});
