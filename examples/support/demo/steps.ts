import { styleText } from "node:util";
import { isTykError } from "@tyk-oauth/sdk";

/** The output of a step. */
export interface StepOutput {
  /** Prints a result. */
  result(text: string): void;
  /** Prints an unexpected behaviour of the gateway. */
  surprise(text: string): void;
  /** Prints that this gateway does not support the step, and why. */
  unsupported(reason: string): void;
}

/** A check of a step failed. */
export class StepError extends Error {
  override readonly name = "StepError";
}

/** Fails the step unless a condition holds. The description must not have values, because they may be secrets. */
export function check(holds: boolean, description: string): asserts holds {
  if (!holds) throw new StepError(`not true: ${description}`);
}

/** Runs and numbers the demo's steps, and remembers the step that failed. */
export class Steps {
  /** The step that failed: its number, title and reason. */
  failure: string | undefined;
  #done = 0;
  #unsupported = 0;
  #interrupted = false;

  constructor() {
    process.once("SIGINT", this.#interrupt);
    // The reader of the output has exited (`| head`). The demo stops too, and cleans up.
    process.stdout.on("error", this.#interrupt);
  }

  /** Ctrl-C ends the process again at once. */
  stopListening(): void {
    process.off("SIGINT", this.#interrupt);
    process.stdout.off("error", this.#interrupt);
  }

  readonly #interrupt = (): void => {
    this.#interrupted = true;
  };

  /** Runs a step. An error of the step ends the demo. */
  async run<T>(title: string, step: (output: StepOutput) => Promise<T>): Promise<T> {
    const number = this.#done + 1;
    printLine(`\n${String(number).padStart(2)}. ${title}`, "bold");
    try {
      if (this.#interrupted) throw new StepError("the demo was interrupted");
      const value = await step({
        result: (text) => {
          printLine(`    ${text}`);
        },
        surprise: (text) => {
          printLine(`    Unexpected: ${text}`, "yellow");
        },
        unsupported: (why) => {
          this.#unsupported += 1;
          printLine(`    Not on this gateway: ${why}`, "cyan");
        },
      });
      this.#done = number;
      return value;
    } catch (error) {
      this.failure = `step ${number}, "${title}": ${describeError(error)}`;
      printLine(`    FAILED: ${describeError(error)}`, "red");
      throw error;
    }
  }

  /** Returns a summary of the demo. */
  summary(): string {
    if (this.failure !== undefined) return `Failed at ${this.failure}`;
    const passed = this.#done - this.#unsupported;
    const rest =
      this.#unsupported === 0 ? "" : `; this gateway does not support ${this.#unsupported}`;
    return `${passed} of ${this.#done} steps passed${rest}.`;
  }
}

/** Describes an error. Errors of the SDK never contain a secret. Of other errors it shows only the name and the message. */
export function describeError(error: unknown): string {
  if (error instanceof StepError) return error.message;
  if (isTykError(error)) {
    return `${error.name} (${error.code}, outcome ${error.outcome}): ${error.message}`;
  }
  return error instanceof Error
    ? `${error.name}: ${error.message}`
    : "a value that is not an error was thrown";
}

/** Prints a line. It has colours only on a terminal. */
export function printLine(
  text: string,
  format?: "bold" | "yellow" | "cyan" | "red" | "green",
): void {
  console.log(format === undefined ? text : styleText(format, text, { stream: process.stdout }));
}
