import type { ExitName } from "../exit-codes.ts";
import type { CommandContext } from "../command-context.ts";
import type { CommandTraits } from "./command-traits.ts";
import type { ParsedInput } from "./parsed-input.ts";

/** An argument of a command, in the order of the command line. */
export interface ArgumentSpec {
  /** The name in capitals, such as `CLIENT_ID`. */
  readonly name: string;
  readonly description: string;
  readonly isOptional?: boolean;
  /** Whether there can be several values. It must be the last argument. */
  readonly isList?: boolean;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
}

/** Returns an argument as the help shows it, such as `CLIENT_ID` or `[FILE...]`. */
export function formatArgument({ name, isOptional, isList }: ArgumentSpec): string {
  const shown = isList === true ? `${name}...` : name;
  return isOptional === true ? `[${shown}]` : shown;
}

/** An option of a command. */
export interface OptionSpec {
  /** The flag and its value, such as `--api <id>` or `--yes`. */
  readonly flags: string;
  readonly description: string;
  /** Whether the option can be given several times. */
  readonly isList?: boolean;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
}

/** A heading of the help, with its options. */
export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly OptionSpec[];
}

/** A command line that shows how the command is used. */
export interface Example {
  readonly text: string;
  readonly command: string;
}

/** One command: everything that help, man page, completion and documents say of it, and its code. */
export interface CommandSpec extends CommandTraits {
  /** One line, in the imperative. */
  readonly summary: string;
  /** What else to know, as paragraphs. */
  readonly details?: readonly string[];
  readonly args?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly [Example, ...Example[]];
  /** The document that `--json` prints. */
  readonly json: string;
  /** What exit codes other than 0, 1, 4, 64 and 130 mean for this command. */
  readonly exits?: Readonly<Partial<Record<ExitName, string>>>;
  readonly run: (context: CommandContext, input: ParsedInput) => Promise<ExitName>;
}
