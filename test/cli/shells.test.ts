import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTerminal } from "../support/cli/open-terminal.ts";
import type { Terminal } from "../support/cli/open-terminal.ts";
import { programPath } from "../support/cli/start-program.ts";

const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-shells-"));
const bin = join(folder, "bin");

beforeAll(() => {
  mkdirSync(bin);
  mkdirSync(join(folder, "secrets-of-clients"));
  writeFileSync(join(folder, "clients-file.yaml"), "");
  const program = join(bin, "tyk-oauth");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${programPath}" "$@"\n`);
  chmodSync(program, 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** How each shell starts without the files of the user, and loads the script; twice, as a shell does that is set up twice. */
const shells: Readonly<Record<string, { args: readonly string[]; load: string }>> = {
  bash: { args: ["--norc", "--noprofile", "-i"], load: "source <(tyk-oauth completion bash)" },
  zsh: { args: ["-f", "-i"], load: "source <(tyk-oauth completion zsh)" },
  fish: { args: ["--no-config", "-i"], load: "tyk-oauth completion fish | source" },
};

// bash is on every machine that runs these tests. The names of the tests say which other shell is missing.
describe.each(Object.entries(shells))("in %s", (shell, { args, load }) => {
  const isMissing = shell !== "bash" && spawnSync(shell, ["--version"]).error !== undefined;

  async function start(): Promise<Terminal> {
    const env = {
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      ZDOTDIR: folder,
      ZSH_DISABLE_COMPFIX: "true",
    };
    const terminal = openTerminal(args, env, { file: shell, folder });
    // What is typed is echoed, so the text to wait for is only in the output.
    terminal.type(`${load}; ${load}; echo "load"ed\r`);
    await terminal.waitFor("loaded");
    return terminal;
  }

  test.skipIf(isMissing)(
    `the tab key completes (skipped if ${shell} is not installed)`,
    async () => {
      const terminal = await start();
      expect(terminal.screen()).not.toMatch(/readonly|not found|error/);
      // Ctrl-A goes to the start of the line. The completed words are then arguments of echo, which prints them in one piece.
      const complete = async (line: string, wanted: string): Promise<void> => {
        terminal.type(`${line}\t\u0001echo "got:" \r`);
        await terminal.waitFor(`got: ${wanted}`);
      };
      await complete("tyk-oauth cut", "tyk-oauth cut-off");
      await complete("tyk-oauth clients rot", "tyk-oauth clients rotate");
      await complete("tyk-oauth clients list --reveal", "tyk-oauth clients list --reveal-secrets");
      await complete("tyk-oauth audit --format sar", "tyk-oauth audit --format sarif");
      await complete("tyk-oauth audit --format=mark", "tyk-oauth audit --format=markdown");
      await complete("tyk-oauth plan clients-f", "tyk-oauth plan clients-file.yaml");
      await complete("tyk-oauth plan --out=clients-f", "tyk-oauth plan --out=clients-file.yaml");
      await complete(
        "tyk-oauth apply --secret-out secr",
        "tyk-oauth apply --secret-out secrets-of-clients",
      );
    },
  );

  test.skipIf(isMissing)(
    `no word is evaluated (skipped if ${shell} is not installed)`,
    async () => {
      const terminal = await start();
      terminal.type(`tyk-oauth clients get '$(touch ran)' $(touch ran) --reveal\t`);
      await terminal.waitFor("-secrets");
      expect(readdirSync(folder)).not.toContain("ran");
    },
  );
});
