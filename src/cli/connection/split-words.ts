import { UsageError } from "../errors/command-error.ts";

/**
 * Splits a command into its words, as a shell does with quotes and backslashes. Nothing is expanded, because no shell runs the
 * command. Characters with a meaning for shells are refused outside quotes: the words would silently mean something else.
 */
export function splitWords(command: string, source: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else if (character === "\\" && quote === '"' && /["\\]/.test(command.charAt(at + 1)))
        word = `${word ?? ""}${command.charAt((at += 1))}`;
      else word = `${word ?? ""}${character}`;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\" && at + 1 < command.length) {
      word = `${word ?? ""}${command.charAt((at += 1))}`;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[|&;<>()$`]/.test(character) || (character === "~" && word === undefined)) {
      throw new UsageError(
        `${source} has the character ${character}, but no shell runs the command`,
        `quote it, or pass the script to a shell: sh -c '...'`,
      );
    } else word = `${word ?? ""}${character}`;
  }
  if (quote !== undefined) throw new UsageError(`${source} has a quote that does not end`);
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined || program === "") throw new UsageError(`${source} must not be empty`);
  return [program, ...rest];
}
