import { exitCodes } from "../exit-codes.ts";
import type { CommandSpec } from "./command-spec.ts";
import { formatExamples, rootExamples } from "./help-text.ts";

/** The commands that only group others, with what they are for. */
export const commandGroups: Readonly<Record<string, string>> = {
  clients: "manage OAuth clients",
  tokens: "read and end the tokens of clients",
};

/** Formats the help of the program. The parser is not needed for it, because loading the parser takes longer. */
export function formatRootHelp(
  specs: readonly CommandSpec[],
  styleTitle: (title: string) => string,
): string {
  const commands = new Map(
    specs.map(({ name, summary }) => {
      const [word = ""] = name.split(" ");
      return [word, commandGroups[word] ?? summary];
    }),
  );
  const rows = (pairs: Iterable<readonly [string, string]>, width: number): string[] =>
    Array.from(pairs, ([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  return [
    `${styleTitle("Usage:")} tyk-oauth COMMAND [options]`,
    "",
    "Manages the OAuth clients and tokens of a Tyk Gateway.",
    "",
    styleTitle("Commands:"),
    ...rows([...commands, ["help COMMAND", "show the help of a command"]], 13),
    "",
    styleTitle("Options:"),
    ...rows(
      [
        ["-V, --version", "print the version"],
        ["-h, --help", "show the help"],
      ],
      13,
    ),
    formatExamples(rootExamples, styleTitle),
    "",
    styleTitle("Exit codes:"),
    ...rows(
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
      3,
    ),
    "",
  ].join("\n");
}
