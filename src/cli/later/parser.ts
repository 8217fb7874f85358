import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { formatArgument } from "../spec/command-spec.ts";
import type { ArgumentSpec, CommandSpec, OptionGroup } from "../spec/command-spec.ts";
import { optionGroupsOf } from "../spec/common-options.ts";
import { formatExamples } from "../spec/help-text.ts";
import { commandGroups, formatRootHelp } from "../spec/root-help.ts";
import { programName } from "../spec/program-name.ts";

/** Where help is written, and how. */
export interface HelpTarget {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly width: number;
  readonly styleTitle: (title: string) => string;
}

/** What a command line asks for. */
export interface Selection {
  readonly spec: CommandSpec;
  readonly args: ReadonlyMap<string, string | readonly string[]>;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Builds the parser of all commands. Only the commands whose words are in `args` get their options: building all of them takes
 * longer than anything else at the start. `onSelect` gets the command of the command line, with its arguments and options.
 */
export function createProgram(
  specs: readonly CommandSpec[],
  args: readonly string[],
  help: HelpTarget,
  onSelect: (selection: Selection) => void,
): Command {
  const program = new Command(programName)
    .helpOption("-h, --help", "show the help")
    .helpCommand("help [command...]", "show the help of a command")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: help.write,
      writeErr: help.writeError,
      getOutHelpWidth: () => help.width,
      getErrHelpWidth: () => help.width,
      // The message of the error is written by whoever catches it.
      outputError: () => undefined,
    })
    .configureHelp({ styleTitle: help.styleTitle });
  program.helpInformation = () => formatRootHelp(specs, help.styleTitle);
  for (const spec of specs) {
    const command = addCommand(program, spec);
    if (spec.name.split(" ").every((word) => args.includes(word)))
      addInput(command, spec, help, onSelect);
  }
  return program;
}

/** Adds a command with its words and its summary, which is all that the help of others shows. */
function addCommand(program: Command, spec: CommandSpec): Command {
  const words = spec.name.split(" ");
  const last = words.pop() ?? "";
  const parent = words.reduce(
    (command, word) =>
      command.commands.find((one) => one.name() === word) ??
      command
        .command(word)
        .description(capitalize(commandGroups[word] ?? ""))
        .enablePositionalOptions(),
    program,
  );
  return parent.command(last).summary(spec.summary);
}

/** Adds the arguments and the options of a command, and what it does. */
function addInput(
  command: Command,
  spec: CommandSpec,
  { styleTitle }: HelpTarget,
  onSelect: (selection: Selection) => void,
): void {
  command
    .description([`${capitalize(spec.summary)}.`, ...(spec.details ?? [])].join("\n\n"))
    .addHelpText("after", () => formatExamples(spec.examples, styleTitle));
  for (const arg of spec.args ?? []) command.addArgument(toArgument(arg));
  addOptions(command, optionGroupsOf(spec), false);
  // An option may also stand before the words of the command.
  for (let ancestor = command.parent; ancestor !== null; ancestor = ancestor.parent)
    addOptions(ancestor, optionGroupsOf({ ...spec, options: [] }), true);
  command.action((...passed: unknown[]) => {
    const args = new Map<string, string | readonly string[]>();
    for (const [index, { name }] of (spec.args ?? []).entries()) {
      const value = passed[index] as string | readonly string[] | undefined;
      if (value === undefined) continue;
      if (value === "" || (typeof value !== "string" && value.includes("")))
        command.error(`error: the argument ${name} must not be empty`);
      args.set(name, value);
    }
    onSelect({ spec, args, options: collectOptions(command, spec) });
  });
}

/** Merges the options before and after the words of the command. */
function collectOptions(command: Command, spec: CommandSpec): Record<string, unknown> {
  const own = command.opts();
  const known = optionGroupsOf(spec).flatMap(({ options }) => options);
  const names = new Set(known.map(({ flags }) => new Option(flags).attributeName()));
  const merged: Record<string, unknown> = { ...own };
  for (let ancestor = command.parent; ancestor !== null; ancestor = ancestor.parent)
    for (const [name, value] of Object.entries<unknown>(ancestor.opts())) {
      if (!names.has(name)) command.error(`error: ${spec.name} has no option ${toFlag(name)}`);
      merged[name] ??= value;
    }
  return merged;
}

function toFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function toArgument(spec: ArgumentSpec): Argument {
  const { description, isOptional, choices } = spec;
  const shown = formatArgument(spec);
  const argument = new Argument(isOptional === true ? shown : `<${shown}>`, description);
  return choices === undefined ? argument : argument.choices(choices);
}

function addOptions(
  command: Command,
  optionGroups: readonly OptionGroup[],
  isHidden: boolean,
): void {
  for (const { heading, options } of optionGroups)
    for (const { flags, description, isList, choices } of options) {
      const option = new Option(flags, description).helpGroup(`${heading}:`).hideHelp(isHidden);
      if (command.options.some(({ long }) => long === option.long)) continue;
      if (choices !== undefined) option.choices(choices);
      if (isList === true) option.argParser(createListParser(choices));
      command.addOption(option);
    }
}

/** Collects the values of an option that can be repeated. */
function createListParser(
  choices: readonly string[] | undefined,
): (value: string, previous: readonly string[] | undefined) => readonly string[] {
  return (value, previous) => {
    if (choices?.includes(value) === false)
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.`);
    return [...(previous ?? []), value];
  };
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
