import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Gateway, GatewayFault } from "@tyk-oauth/sdk/testing";
import { afterAll, describe, expect, test } from "vitest";
import { commandSpecs } from "../../src/cli/commands/index.ts";
import { createLiveToken } from "../support/cli/create-live-token.ts";
import { clientSecret, createShop, runCommand } from "../support/cli/run-command.ts";
import { encodings } from "../support/secrets/encodings.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-cli-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const gatewaySecret = "c4nary-gateway-secret";
const newSecret = "c4nary-new-secret";
const refreshToken = "c4nary-refresh-token";
const body = "c4nary-response-body";

/** Command lines of every command that calls a gateway. TOKEN and SECRET are files. */
const lines = [
  "doctor",
  "clients list",
  "clients get shop-web --api orders",
  "clients inspect shop-web",
  "clients create --id shop-app --policy gold --redirect-uri https://a.example/cb --client-secret-file SECRET",
  "clients create --id shop-web --policy silver --redirect-uri https://a.example/cb --if-exists replace --tokens revoke",
  "clients update shop-web --all-apis --policy silver --tokens revoke --yes",
  "clients rotate shop-web --all-apis --client-secret-file SECRET --yes",
  "clients delete shop-web --all-apis --yes",
  "tokens list shop-web --api orders",
  "tokens inspect --api orders --token-file TOKEN",
  'tokens find --api orders --where {"oauth_client_id":"shop-web"}',
  "tokens revoke --client shop-web --token-file TOKEN --yes",
  "tokens revoke --api orders --refresh-token-file REFRESH --yes",
  "tokens revoke-all shop-web --all-apis --yes",
  "tokens purge --yes",
  "cut-off shop-web --client-secret-file SECRET --yes",
  "validate MANIFEST --online",
  "plan MANIFEST --out OUT",
  "apply MANIFEST --yes --secret-out FOLDER",
  "drift MANIFEST --prune",
  "export --reveal-secrets --out OUT",
  "audit --tokens all",
];

/** Replaces the client's secret and its policy, deletes a client, and generates a secret. */
const manifest = `version: 1
apis: [orders, billing]
clients:
  shop-web:
    redirect_uri: https://shop.example/cb
    policy_id: silver
    on_policy_change: revoke
    secret: { file: secret }
  shop-app: { redirect_uri: https://app.example/cb }
`;

const faults: Readonly<Record<string, GatewayFault | undefined>> = {
  "all is well": undefined,
  "the gateway fails and shows what it got": {
    status: 500,
    body: { message: [gatewaySecret, clientSecret, newSecret, refreshToken, body].join(" ") },
  },
  "the storage is down": { storage: "down" },
};

test("the lines are of every command that calls a gateway", () => {
  const names = commandSpecs.filter(({ usesGateway }) => usesGateway).map(({ name }) => name);
  for (const name of names)
    expect(
      lines.some((line) => line.startsWith(name)),
      name,
    ).toBe(true);
});

/** Without hashes a list shows the tokens themselves. */
const kinds = [
  ...Object.keys(faults).map((name) => [name, true] as const),
  ["all is well", false] as const,
];

describe.each(kinds)("%s; keys are hashed: %s", (name, hashKeys) => {
  const fault = faults[name];
  // Both forms are written by the same code: one each.
  const mode = hashKeys ? "--verbose" : "--json";

  test.each(lines)("%s shows no secret", async (line) => {
    const gateway = await createShop({ secret: gatewaySecret, hashKeys, listHashedKeys: true });
    const token = await createLiveToken(gateway);
    if (fault !== undefined) failChanges(gateway, fault);
    const words = line.split(" ").map((word) => files(token)[word] ?? word);
    const { stdout, stderr } = await runCommand([...words, mode], { gateway, width: 100 });
    const canaries = { gatewaySecret, clientSecret, newSecret, refreshToken, body, token };
    expect(shownIn(stdout + stderr, canaries)).toEqual([]);
    expect(stderr).not.toContain("unexpected");
  });
});

/** Returns the names of the secrets that an output has in some encoding. */
function shownIn(output: string, canaries: Readonly<Record<string, string>>): string[] {
  const forms = (canary: string): string[] =>
    Object.values(encodings).map((encode) => encode(canary).replace(/=+$/, ""));
  return Object.entries(canaries)
    .filter(([, canary]) => forms(canary).some((form) => output.includes(form)))
    .map(([name]) => name);
}

/** Lets a command read at first, so that it has secrets when a request fails. */
function failChanges(gateway: Gateway, fault: GatewayFault): void {
  let count = 0;
  gateway.fail(() => (count += 1) > 4, fault, Number.POSITIVE_INFINITY);
}

function files(token: string): Readonly<Record<string, string>> {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    TOKEN: write("token", token),
    SECRET: write("secret", newSecret),
    REFRESH: write("refresh", refreshToken),
    MANIFEST: write("manifest.yaml", manifest),
    OUT: join(folder, "out"),
    FOLDER: join(folder, "secrets"),
  };
}
