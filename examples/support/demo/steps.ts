import { styleText } from "node:util";
import { isTykError } from "@tyk-oauth/sdk";

/** What a step tells its reader. */
export interface Told {
  /** What came of it. */
  result(text: string): void;
  /** What the gateway did that one would not expect. */
  surprise(text: string): void;
  /** That this gateway cannot do it, and why. */
  notHere(why: string): void;
}

/** Something that a step promises is not so. */
export class NotSo extends Error {
  override readonly name = "NotSo";
}

/** Fails the step unless what it promises holds. `what` says it in words, without values: these may be secrets. */
export function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new NotSo(`it is not so that ${what}`);
}

/** Runs the demo's steps one by one, each with its number, and keeps which one failed. */
export class Steps {
  /** The step that failed: its number, title and reason. */
  failure: string | undefined;
  #done = 0;
  #notHere = 0;
  #interrupted = false;

  constructor() {
    const stop = (): void => {
      this.#interrupted = true;
    };
    process.once("SIGINT", stop);
    // Nobody reads any more (`| head`): no reason to leave a client behind.
    process.stdout.on("error", stop);
  }

  /** Runs a step. What it throws ends the demo. */
  async run<T>(title: string, step: (told: Told) => Promise<T>): Promise<T> {
    const number = this.#done + 1;
    line(`\n${String(number).padStart(2)}. ${title}`, "bold");
    try {
      if (this.#interrupted) throw new NotSo("the demo was interrupted");
      const value = await step({
        result: (text) => {
          line(`    ${text}`);
        },
        surprise: (text) => {
          line(`    Unexpected: ${text}`, "yellow");
        },
        notHere: (why) => {
          this.#notHere += 1;
          line(`    Not on this gateway: ${why}`, "cyan");
        },
      });
      this.#done = number;
      return value;
    } catch (error) {
      this.failure = `step ${number}, "${title}": ${reason(error)}`;
      line(`    FAILED: ${reason(error)}`, "red");
      throw error;
    }
  }

  /** How it went. */
  summary(): string {
    if (this.failure !== undefined) return `Failed at ${this.failure}`;
    const done = this.#done - this.#notHere;
    const rest = this.#notHere === 0 ? "" : `; ${this.#notHere} cannot be done on this gateway`;
    return `${done} of ${this.#done} steps did what they say${rest}.`;
  }
}

/** An error in words. Those of the package never hold a secret; of others only the name and the message are shown. */
export function reason(error: unknown): string {
  if (error instanceof NotSo) return error.message;
  if (isTykError(error)) {
    return `${error.name} (${error.code}, outcome ${error.outcome}): ${error.message}`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : "something was thrown";
}

/** Prints a line, coloured on a terminal alone. */
export function line(text: string, format?: "bold" | "yellow" | "cyan" | "red" | "green"): void {
  console.log(format === undefined ? text : styleText(format, text, { stream: process.stdout }));
}
