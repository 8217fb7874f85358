import { CommandError } from "./errors/command-error.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output/output.ts";
import { printable } from "./output/printable.ts";
import type { ParsedInput } from "./spec/parsed-input.ts";
import { askConfirmation, askToType } from "./output/prompts.ts";

/** The parts of a command that a question needs. */
interface Asking {
  readonly host: Host;
  readonly output: Output;
  readonly input: ParsedInput;
}

/** What a person has to confirm. */
export interface Confirmation {
  /** What will happen, one line each. */
  readonly effects: readonly string[];
  /** The question. */
  readonly question: string;
  /** The text that must be typed, instead of a yes. */
  readonly typed?: string;
}

/** Says what will happen on stderr, and asks. Throws if the answer is no. With `--yes` nothing is asked. */
export async function confirm(
  { host, output, input }: Asking,
  { effects, question, typed }: Confirmation,
): Promise<void> {
  if (input.flag("--yes")) return;
  // Not a note: what a person confirms is shown with `--quiet` and `--json` too.
  for (const effect of effects) output.problem(`- ${printable(effect)}`);
  if (typed !== undefined) return askToType(host, question, typed);
  if (await askConfirmation(host, question)) return;
  throw new CommandError("not confirmed: nothing was changed", {
    exit: "interrupted",
    code: "not-confirmed",
  });
}
