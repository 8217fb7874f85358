import { CommandContext } from "./command-context.ts";
import { commandSpecs } from "./commands/index.ts";
import { UsageError } from "./errors/command-error.ts";
import { describeError } from "./errors/error-report.ts";
import { writeError } from "./errors/write-error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { Host } from "./host.ts";
import { Output } from "./output/output.ts";
import type { OutputMode } from "./output/output.ts";
import { ParsedInput } from "./spec/parsed-input.ts";
import { formatRootHelp } from "./spec/root-help.ts";
import { programName } from "./spec/program-name.ts";
import { version } from "../version.ts";
import type { Selection } from "./later/parser.ts";

/** Runs one command line, and returns its exit code. It never throws. */
export async function run(host: Host): Promise<number> {
  const output = new Output(host, readMode(host.args));
  try {
    const [first, separator, ...words] = host.args;
    if (first === "complete" && separator === "--") {
      const { completeWords, formatCompletions } = await import("./later/completion.ts");
      host.stdout.write(`${formatCompletions(completeWords(words, commandSpecs))}\n`);
      return exitCodeOf("done");
    }
    const answer = answerAtOnce(host.args, output);
    if (answer !== undefined) {
      host.stdout.write(`${answer}\n`);
      return exitCodeOf("done");
    }
    const selection = await parse(host, output);
    if (selection === undefined) return exitCodeOf("done");
    const { spec, args, options } = selection;
    const input = new ParsedInput(args, options);
    input.exclude("--quiet", "--verbose");
    return exitCodeOf(await spec.run(new CommandContext(host, output, spec, input), input));
  } catch (error) {
    const report = await describeError(error, host.signal);
    writeError(output, report, error);
    return exitCodeOf(report.exit);
  }
}

/** Reads how to write from the words themselves: an error of the parser has to be written too. */
function readMode(args: readonly string[]): OutputMode {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  return {
    json: flags.includes("--json"),
    quiet: flags.includes("--quiet"),
    verbose: flags.includes("--verbose"),
  };
}

/** Returns the help of the program or its version, for which the parser need not be loaded. */
function answerAtOnce(args: readonly string[], { colors }: Output): string | undefined {
  const [word = "", ...others] = args;
  if (others.length > 0) return undefined;
  if (["--help", "-h", "help"].includes(word))
    return formatRootHelp(commandSpecs, colors.bold).trimEnd();
  return ["--version", "-V"].includes(word) ? version : undefined;
}

/** Parses the command line. Returns `undefined` if it asked for help, which is then written. */
async function parse(host: Host, output: Output): Promise<Selection | undefined> {
  const { createProgram } = await import("./later/parser.ts");
  let selection: Selection | undefined;
  const help = {
    write: (text: string) => void host.stdout.write(text),
    writeError: (text: string) => void host.stderr.write(text),
    width: Math.min(output.width ?? 100, 120),
    styleTitle: output.colors.bold,
  };
  const [first, ...rest] = host.args;
  const args = first === "help" ? [...rest, "--help"] : host.args;
  const program = createProgram(commandSpecs, args, help, (selected) => {
    selection = selected;
  });
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!isParserError(error)) throw error;
    if (error.exitCode === 0) return undefined;
    // A group without a command: its help is written already.
    if (error.code === "commander.help")
      throw new UsageError("the command is missing", `see ${programName} --help`);
    throw toUsageError(error.message);
  }
  return selection;
}

/** An error that the parser throws instead of ending the process. */
function isParserError(
  error: unknown,
): error is { readonly code: string; readonly exitCode: number; readonly message: string } {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && code.startsWith("commander.");
}

/** Turns a message of the parser, such as "error: unknown option '--jsn'\n(Did you mean --json?)", into a usage error. */
function toUsageError(message: string): UsageError {
  const [problem = "", meant] = message.replace(/^error: /, "").split("\n");
  return new UsageError(
    problem.replaceAll("'", '"').replace(/\.$/, ""),
    meant === undefined
      ? "see --help"
      : meant.replace(
          /^\((.*)\)$/,
          (_, text: string) => text.charAt(0).toLowerCase() + text.slice(1),
        ),
  );
}
