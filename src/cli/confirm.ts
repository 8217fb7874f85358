import type { CommandContext } from "./command-context.ts";
import { InterruptError } from "./errors/interrupt-error.ts";
import { isInteractive } from "./host.ts";
import { printable } from "./output/printable.ts";
import { askConfirmation, askToType } from "./output/prompts.ts";

/** What a person has to confirm. */
export interface Confirmation {
  /** What will happen, one line each. */
  readonly effects: readonly string[];
  /** The question. */
  readonly question: string;
  /** The text that must be typed, instead of a yes. */
  readonly typed?: string;
}

/** Whether a person can be asked. A terminal whose input is the secret cannot be asked as well. */
export function canAsk({ host }: CommandContext): boolean {
  return isInteractive(host);
}

/** Says what will happen on stderr, and asks. Throws if the answer is no. With `--yes` nothing is asked. */
export async function confirm(
  { host, output, input }: CommandContext,
  { effects, question, typed }: Confirmation,
): Promise<void> {
  if (input.flag("--yes")) return;
  // Not a note: what a person confirms is shown with `--quiet` and `--json` too.
  for (const effect of effects) output.problem(`- ${printable(effect)}`);
  if (typed !== undefined) return askToType(host, question, typed);
  if (!(await askConfirmation(host, question))) throw new InterruptError();
}
