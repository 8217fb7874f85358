import type { CommandSpec } from "../spec/command-spec.ts";
import { optionGroupsOf } from "../spec/common-options.ts";
import { programName } from "../spec/program-name.ts";

const shells = ["bash", "zsh", "fish"] as const;

/** Prints the completion script of a shell. */
export const completion: CommandSpec = {
  name: "completion",
  summary: "print the completion script of a shell",
  args: [{ name: "SHELL", description: "the shell", choices: shells }],
  examples: [
    { text: "bash, in ~/.bashrc", command: "source <(tyk-oauth completion bash)" },
    { text: "zsh, in ~/.zshrc", command: "source <(tyk-oauth completion zsh)" },
    { text: "fish, in ~/.config/fish/config.fish", command: "tyk-oauth completion fish | source" },
  ],
  json: "{ shell, script }",
  usesGateway: false,
  run: async (context, input) => {
    const shell = input.arg("SHELL");
    const { script: printScript } = await import("../later/completion.ts");
    const script = captureConsole(() => {
      printScript(shell, programName, programName);
    });
    context.output.result({ shell, script }, () => {
      context.output.line(script);
    });
    return "done";
  },
};

/**
 * Completes a command line. The scripts call `tyk-oauth complete -- WORDS`, before the parser sees the words: they are those of
 * another command line.
 */
export async function complete(
  words: readonly string[],
  specs: readonly CommandSpec[],
): Promise<string> {
  const { RootCommand } = await import("../later/completion.ts");
  const root = new RootCommand();
  root.command("help", "show the help of a command");
  const groups = new Set(specs.map(({ name }) => name.split(" ")).filter((one) => one.length > 1));
  for (const [group = ""] of groups) if (!root.commands.has(group)) root.command(group, "");
  for (const spec of specs) {
    const command = root.command(spec.name, spec.summary);
    for (const { name, choices } of spec.args ?? [])
      command.argument(name, choices === undefined ? undefined : toHandler(choices));
    for (const { options } of optionGroupsOf(spec))
      for (const { flags, description, choices } of options) {
        const [flag = "", value] = flags.split(" ");
        const name = flag.replace(/^--/, "");
        // An option without a value must have no handler.
        if (value === undefined) command.option(name, description);
        else command.option(name, description, toHandler(choices ?? []));
      }
  }
  return captureConsole(() => {
    root.parse([...words]);
  });
}

function toHandler(
  choices: readonly string[],
): (complete: (value: string, text: string) => void) => void {
  return (add) => {
    for (const choice of choices) add(choice, "");
  };
}

/** Collects what the library prints: it has no other output. */
function captureConsole(print: () => void): string {
  const lines: string[] = [];
  /* eslint-disable no-console -- replaced for a moment, and restored */
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    print();
  } finally {
    console.log = log;
  }
  /* eslint-enable no-console */
  return lines.join("\n");
}
