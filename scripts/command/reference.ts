import { format, resolveConfig } from "prettier";
import { commandSpecs } from "../../src/cli/commands/index.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { formatArgument } from "../../src/cli/spec/command-spec.ts";
import type { CommandSpec } from "../../src/cli/spec/command-spec.ts";
import { connectionOptions, optionGroupsOf } from "../../src/cli/spec/common-options.ts";
import { environmentVariables } from "../../src/cli/spec/environment.ts";

/** The document with the generated parts. */
export const referencePath: string = "docs/command-line.md";

/** The parts of the document that are generated from the table of commands, by their names. */
const parts: Readonly<Record<string, () => string>> = {
  commands: () =>
    table(
      ["command", "what it does"],
      commandSpecs.map((spec) => [code(nameOf(spec)), spec.summary]),
    ),
  connection: () =>
    table(
      ["option", "what it does"],
      connectionOptions.options.map(({ flags, description }) => [code(flags), description]),
    ),
  variables: () =>
    table(
      ["variable", "what it is"],
      environmentVariables.map(({ name, description }) => [code(name), description]),
    ),
  "exit codes": () =>
    table(
      ["exit code", "meaning"],
      Object.values(exitCodes).map(({ code: number, meaning }) => [String(number), meaning]),
    ),
  reference: () => commandSpecs.map(describeCommand).join("\n\n"),
};

/** Returns the document with its generated parts renewed, as prettier formats it. */
export async function formatReference(document: string): Promise<string> {
  const options = await resolveConfig(referencePath);
  return format(renewReference(document), { ...options, parser: "markdown" });
}

function renewReference(document: string): string {
  return document.replaceAll(
    /(<!-- generated: ([\w ]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`${referencePath}: there is no part "${name}"`);
      return `${start}\n${part()}\n\n${end}`;
    },
  );
}

function describeCommand(spec: CommandSpec): string {
  const [own] = optionGroupsOf(spec);
  const options = own?.heading === "Options" ? own.options : [];
  const exits = Object.entries(spec.exits ?? {}).map(
    ([name, meaning]) => `Exit code ${exitCodes[name as keyof typeof exitCodes].code}: ${meaning}.`,
  );
  return [
    `### ${code(nameOf(spec))}`,
    `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`,
    ...(spec.details ?? []),
    ...exits,
    ...(options.length === 0
      ? []
      : [
          table(
            ["option", "what it does"],
            options.map(({ flags, description }) => [code(flags), description]),
          ),
        ]),
    ["```sh", ...spec.examples.flatMap(({ text, command }) => [`# ${text}`, command]), "```"].join(
      "\n",
    ),
    `JSON: ${code(spec.json.split("; ")[0] ?? "")}${spec.json.includes("; ") ? ` (${spec.json.slice(spec.json.indexOf("; ") + 2)})` : ""}`,
  ].join("\n\n");
}

function nameOf({ name, args = [] }: CommandSpec): string {
  return [name, ...args.map(formatArgument)].join(" ");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
