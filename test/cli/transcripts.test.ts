import { describe, expect, test } from "vitest";
import { createShop, runCommand, shopManifest } from "../support/cli/run-command.ts";
import type { CommandResult } from "../support/cli/run-command.ts";
import { createLiveToken } from "../support/cli/create-live-token.ts";

/** The command lines of the transcripts. Each runs on a gateway of its own. */
const commandLines: Readonly<Record<string, string>> = {
  help: "--help",
  "help-of-a-command": "help clients create",
  "help-of-a-group": "clients",
  "unknown-command": "clients lst",
  "unknown-option": "clients list --jsn",
  "clients-list": "clients list",
  "clients-get": "clients get shop-web --api orders",
  "clients-get-secret": "clients get shop-web --api orders --reveal-secrets",
  "clients-get-unknown": "clients get no-such-client --api orders",
  "clients-inspect": "clients inspect shop-web",
  "clients-create-existing":
    "clients create --id shop-web --policy gold --redirect-uri https://a.example/cb",
  "clients-create":
    "clients create --id shop-app --api orders --policy gold --redirect-uri https://a.example/cb --description App",
  "clients-update": "clients update shop-web --api orders --description Shop",
  "clients-update-dry-run": "clients update shop-web --all-apis --description Shop --dry-run",
  "clients-update-policy": "clients update shop-web --api orders --policy silver",
  "clients-rotate": "clients rotate shop-web --all-apis --yes",
  "clients-rotate-unconfirmed": "clients rotate shop-web --all-apis",
  "clients-delete": "clients delete shop-web --all-apis --yes",
  "tokens-list": "tokens list shop-web --api orders",
  "tokens-inspect": "tokens inspect --api orders --token-stdin",
  "tokens-revoke": "tokens revoke --client shop-web --token-stdin --yes",
  "tokens-find": 'tokens find --api orders --where {"oauth_client_id":"shop-web"}',
  "tokens-revoke-all": "tokens revoke-all shop-web --all-apis --yes",
  "tokens-purge": "tokens purge --yes",
  "cut-off": "cut-off shop-web --yes",
  "cut-off-dry-run": "cut-off shop-web --dry-run",
  validate: `validate ${shopManifest}`,
  "validate-invalid": "validate test/support/cli/invalid.yaml",
  plan: `plan ${shopManifest}`,
  apply: `apply ${shopManifest} --yes`,
  "apply-unconfirmed": `apply ${shopManifest}`,
  drift: `drift ${shopManifest} --environment staging`,
  export: "export",
  audit: "audit --tokens none",
  gateway: "gateway --port 0",
  completion: "completion fish",
};

/** The ways in which a command writes. */
const modes = {
  terminal: { width: 80, words: [] },
  pipe: { words: [] },
  json: { words: ["--json"] },
} as const;

describe.each(Object.keys(modes) as (keyof typeof modes)[])("%s", (name) => {
  const mode = modes[name];

  test.each(Object.entries(commandLines))("%s", async (title, line) => {
    const gateway = await createShop({ listHashedKeys: title !== "cut-off" });
    const result = await runCommand([...line.split(" "), ...mode.words], {
      gateway,
      stdin: await createLiveToken(gateway),
      ...("width" in mode ? { width: mode.width } : {}),
      // The command would serve until a signal.
      ...(title === "gateway" ? { signal: AbortSignal.abort() } : {}),
    });
    await expect(transcriptOf(line, result)).toMatchFileSnapshot(
      `transcripts/${title}.${name}.txt`,
    );
  });
});

/** Shows escapes as `\e`, and hides what differs from run to run. */
function transcriptOf(line: string, { code, stdout, stderr }: CommandResult): string {
  const clean = (text: string): string =>
    text
      .replaceAll("\u001b", "\\e")
      .replaceAll(/\d+ days (ahead of|behind)/g, "N days $1")
      .replaceAll(/"(salt|signature|fingerprint)": "[^"]*"/g, '"$1": "..."')
      // Times of the gateway are those of its own clock.
      .replaceAll(/"(\w+At)": "(?!2030)[^"]*"/g, '"$1": "..."')
      .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
      .replaceAll(/"durationMs":\s*[\d.]+/g, '"durationMs": N');
  return `$ tyk-oauth ${line}\n--- stdout\n${clean(stdout)}--- stderr\n${clean(stderr)}--- exit code ${code}\n`;
}
