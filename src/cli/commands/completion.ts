import type { CommandSpec } from "../spec/command-spec.ts";
import type { Shell } from "../completion/scripts.ts";

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

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
    const shell = input.arg("SHELL") as Shell;
    const { completionScripts } = await import("../later/completion.ts");
    const script = completionScripts[shell];
    context.output.result({ shell, script }, () => {
      context.output.line(script);
    });
    return "done";
  },
};
