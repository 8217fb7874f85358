import { describe, expect, test } from "vitest";
import { createManPage } from "../../scripts/command/man-page.ts";
import { commandSpecs } from "../../src/cli/commands/index.ts";
import { optionGroupsOf } from "../../src/cli/spec/common-options.ts";
import { runCommand } from "../support/cli/run-command.ts";

/** Returns what completes a command line. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout } = await runCommand(["complete", "--", ...words]);
  return stdout
    .split("\n")
    .flatMap((line) => (line.includes("\t") ? [line.split("\t")[0] ?? ""] : []));
}

describe("completion", () => {
  test.each(["bash", "zsh", "fish"])("of %s is a script that calls the command", async (shell) => {
    const { code, stdout } = await runCommand(["completion", shell]);
    expect(code).toBe(0);
    expect(stdout).toContain("tyk-oauth complete --");
  });

  test("of another shell is refused", async () => {
    const { code, stderr } = await runCommand(["completion", "cmd"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("bash, zsh, fish")]);
  });

  test("has commands, options and values", async () => {
    expect(await complete("")).toEqual(
      expect.arrayContaining(["doctor", "clients", "tokens", "cut-off", "gateway", "help"]),
    );
    expect(await complete("clients", "")).toContain("rotate");
    expect(await complete("clients", "list", "--re")).toEqual(["--reveal-secrets", "--read-only"]);
    expect(await complete("clients", "update", "a", "--tokens", "")).toEqual(["revoke", "keep"]);
    expect(await complete("--json", "--timeout", "5s", "clients", "ro")).toEqual(["rotate"]);
    expect(await complete("help", "")).not.toContain("help");
    expect(await complete("help", "tokens", "p")).toEqual(["purge"]);
    expect(await complete("audit", "--format=s")).toEqual(["sarif"]);
    expect(await complete("audit", "--format", "=", "s")).toEqual(["sarif"]);
    expect(await complete("audit", "--format", "=")).toEqual(["sarif", "markdown"]);
    expect(await complete("audit", "--json", "--js")).toEqual([]);
    expect(await complete("audit", "--api", "a", "--ap")).toEqual(["--api"]);
    expect(await complete("nothing", "")).toEqual([]);
    expect(await complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test.each([
    ["files", "plan ", "apply a.yaml ", "plan --out=", "clients list --ca "],
    ["folders", "apply --secret-out "],
    ["none", "clients get ", "clients list --api ", "clients list --url ", "help "],
  ])("leaves %s to the shell", async (paths, ...lines) => {
    for (const line of lines) {
      const { stdout } = await runCommand(["complete", "--", ...line.split(" ")]);
      expect([line, stdout.trimEnd().split("\n").at(-1)]).toEqual([line, `:${paths}`]);
    }
  });
});

describe("every command", () => {
  test.each(commandSpecs)("$name has help with its options and an example", async (spec) => {
    const { code, stdout } = await runCommand(`${spec.name} --help`);
    expect(code).toBe(0);
    for (const { options } of optionGroupsOf(spec))
      for (const { flags } of options) expect(stdout).toContain(flags);
    for (const { command } of spec.examples) expect(stdout).toContain(command);
    expect((await runCommand(`help ${spec.name}`)).stdout).toBe(stdout);
  });

  test("no option takes a secret", () => {
    const flags = commandSpecs.flatMap((spec) =>
      optionGroupsOf(spec).flatMap(({ options }) => options.map((option) => option.flags)),
    );
    const named = flags.filter((one) => /secret|token|passphrase/.test(one));
    expect(named.length).toBeGreaterThan(5);
    for (const one of named)
      expect(one).toMatch(
        /<file>|<folder>|<command>|^--(?:\w+-)*stdin$|^--print-secret$|^--reveal-secrets$|^--tokens |^--secrets <references>$|^--keep-tokens$/,
      );
  });

  test("is in the man page with its options, and man reads the page without a warning", () => {
    const page = createManPage();
    for (const spec of commandSpecs) {
      expect(page).toContain(`.SS "${spec.name}`);
      for (const { options } of optionGroupsOf(spec))
        for (const { flags } of options) expect(page).toContain(flags.replaceAll("-", "\\-"));
    }
    expect(
      page.split("\n").filter((line) => /^\.(?!TH|SH|SS|B |I |PP|TP|RS|RE|nf|fi)/.test(line)),
    ).toEqual([]);
  });
});
