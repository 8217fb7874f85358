import { formatArgument } from "../spec/command-spec.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../spec/command-spec.ts";
import { optionGroupsOf } from "../spec/common-options.ts";
import { commandGroups } from "../spec/root-help.ts";

/** What a shell offers for the last word of a command line. */
export interface Completions {
  /** Each value with its description, which can be empty. */
  readonly values: readonly (readonly [value: string, description: string])[];
  /** What the shell itself completes. */
  readonly paths: "none" | "files" | "folders";
}

const nothing: Completions = { values: [], paths: "none" };

/** Completes the last word. The others are complete, and the program is not among them. */
export function completeWords(
  words: readonly string[],
  specs: readonly CommandSpec[],
): Completions {
  // bash splits `--format=sarif` at the sign, other shells do not.
  const before = words.slice(0, -1).filter((word) => word !== "=");
  const last = words.at(-1) ?? "";
  const typed = last === "=" ? "" : last;
  const options = new Map(specs.flatMap(optionsOf).map((option) => [flagOf(option), option]));
  const path = before.filter(
    (word, index) =>
      !word.startsWith("-") && !takesValue(options.get(before[index - 1] ?? "") ?? { flags: "" }),
  );
  const names = path[0] === "help" ? path.slice(1) : path;
  const spec = specs.find(({ name }) =>
    name.split(" ").every((word, index) => names[index] === word),
  );
  const [, flag = before.at(-1) ?? "", value = typed] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  const own = spec === undefined ? [] : optionsOf(spec);
  const option = own.find((one) => flagOf(one) === flag) ?? options.get(flag);
  if (option !== undefined && takesValue(option)) return startingWith(value, ofOption(option));
  if (spec === undefined) return startingWith(typed, ofCommands(path, specs));
  if (path[0] === "help") return nothing;
  const arg = findArg(spec, names.length - spec.name.split(" ").length);
  if (typed.startsWith("-") || arg === undefined)
    return startingWith(typed, ofOptions(spec, before));
  return startingWith(typed, ofArg(arg));
}

/** Formats completions for the scripts: a line for each value, then what the shell completes. */
export function formatCompletions({ values, paths }: Completions): string {
  return [...values.map(([value, description]) => `${value}\t${description}`), `:${paths}`].join(
    "\n",
  );
}

function startingWith(typed: string, { values, paths }: Completions): Completions {
  return { values: values.filter(([value]) => value.startsWith(typed)), paths };
}

/** The words that can follow the words of a group, or begin a command line. */
function ofCommands(path: readonly string[], specs: readonly CommandSpec[]): Completions {
  const values = new Map<string, string>();
  const known = path[0] === "help" ? path.slice(1) : path;
  for (const { name, summary } of specs) {
    const words = name.split(" ");
    const next = words[known.length];
    if (next === undefined || !known.every((word, index) => words[index] === word)) continue;
    const isGroup = words.length > known.length + 1;
    values.set(next, isGroup ? (commandGroups[next] ?? "") : summary);
  }
  if (path.length === 0) values.set("help", "show the help of a command");
  return { values: [...values], paths: "none" };
}

/** The options of a command that are not given yet. */
function ofOptions(spec: CommandSpec, before: readonly string[]): Completions {
  const values = optionsOf(spec)
    .filter((option) => option.isList === true || !before.includes(flagOf(option)))
    .map((option) => [flagOf(option), option.description] as const);
  return { values: [...values, ["--help", "show the help"]], paths: "none" };
}

function ofOption({ flags, choices = [] }: OptionSpec): Completions {
  const paths = /<(?:file|path)>$/.test(flags)
    ? "files"
    : flags.endsWith("<folder>")
      ? "folders"
      : "none";
  return { values: choices.map((choice) => [choice, ""]), paths };
}

function ofArg(arg: ArgumentSpec): Completions {
  const { choices = [] } = arg;
  const paths = formatArgument(arg).includes("FILE") ? "files" : "none";
  return { values: choices.map((choice) => [choice, ""]), paths };
}

function findArg({ args = [] }: CommandSpec, index: number): ArgumentSpec | undefined {
  const last = args.at(-1);
  return args[index] ?? (last?.isList === true ? last : undefined);
}

function optionsOf(spec: CommandSpec): OptionSpec[] {
  return optionGroupsOf(spec).flatMap(({ options }) => [...options]);
}

function flagOf({ flags }: OptionSpec): string {
  return flags.split(" ", 1)[0] ?? "";
}

function takesValue({ flags }: Pick<OptionSpec, "flags">): boolean {
  return flags.includes("<");
}
