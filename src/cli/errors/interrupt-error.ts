import { CommandError } from "./command-error.ts";

/** Thrown if the person presses Ctrl-C, or cancels a question. */
export class InterruptError extends CommandError {
  override readonly name = "InterruptError";

  constructor() {
    super("interrupted", { exit: "interrupted", code: "interrupted" });
  }
}
